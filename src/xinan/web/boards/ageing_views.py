"""`/boards/ageing/`: open casework by age; by place, then by officer, then row by row, with the word of the week on what is late."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from xinan.casework.boards.actions.say_word import say_word
from xinan.casework.boards.ageing import Asked, lines, open_items
from xinan.casework.boards.ages import BUCKET_WORDS, Bucket, week_of
from xinan.casework.dossier.models import WORDS_LENGTH
from xinan.web.access import requires
from xinan.web.boards.ageing_presenters import BY_WORDS, KIND_WORDS, asked_of, crumbs, entries, query_of, rows, tiles
from xinan.web.boards.policy import reads_boards
from xinan.web.components.views import PageView
from xinan.web.handling.asking import asking
from xinan.web.shell.htmx import render_page

PER_PAGE = 50


@requires(reads_boards)
@require_safe
def ageing_page(request: HttpRequest) -> HttpResponse:
    """The board at the level that follows from the place asked for, and the items behind it, the oldest first."""
    who, asked = asking(request), asked_of(request.GET)
    here = Asked(place=asked.place, only=asked.only, officer=asked.officer, kind=asked.kind)
    whole = open_items(who.scope, now=who.now, asked=here)
    shown = [item for item in whole if not asked.bucket or item.bucket == asked.bucket]
    shown = [item for item in shown if item.unsaid] if asked.unsaid else shown
    number = int(text) if (text := request.GET.get("page", "1")).isdigit() and len(text) < 6 else 1
    page = PageView.near(len(shown), number=number, size=PER_PAGE, base=query_of(asked))
    context: dict[str, object] = {
        "asked": asked,
        "query": query_of(asked),
        "tiles": [(cell, BUCKET_WORDS[cell.bucket]) for cell in tiles(whole, here)],
        "total": len(whole),
        "unsaid": sum(item.unsaid for item in whole),
        "all_url": f"?{query_of(here)}#items",
        "rows": rows(lines(whole, by=asked.by), here),
        "by": BY_WORDS[asked.by],
        "buckets": [BUCKET_WORDS[bucket] for bucket in Bucket],
        "chosen": BUCKET_WORDS[Bucket(asked.bucket)] if asked.bucket else None,
        "entries": entries(shown[page.slice], user=who.user, week_on=week_of(who.now)),
        "page": page,
        "crumbs": crumbs(asked),
        "kinds": KIND_WORDS.items(),
        "most": WORDS_LENGTH,
        "now": who.now,
        "back": request.get_full_path(),
    }
    return render_page(request, "boards/ageing.html", "boards/ageing_body.html", context)


@requires(reads_boards)
@require_POST
def ageing_word(request: HttpRequest, proceeding_id: int) -> HttpResponse:
    """Keep the word of the week, and go back to where the person was."""
    who = asking(request)
    say_word(proceeding_id, request.POST.get("words", ""), by=who.user, scope=who.scope, now=who.now)
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else reverse("ageing"))
