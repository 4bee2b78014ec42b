"""What other nouns want to be told of letters: they register in `AppConfig.ready()`, and are called in the same transaction."""

from collections import defaultdict
from collections.abc import Callable

from xinan.documents.models import Letter

Hook = Callable[[Letter], None]
# In place of a kind: letters of every kind.
EVERY = ""

_SERVED: dict[str, list[Hook]] = defaultdict(list)
_REPLIED: dict[str, list[Hook]] = defaultdict(list)
_VOIDED: dict[str, list[Hook]] = defaultdict(list)


def on_served(template_code: str, hook: Hook) -> None:
    """Call `hook` when a letter of that kind is served; `letter.served_on` is the day (of a public notice, 30 days on)."""
    _register(_SERVED, template_code, hook)


def on_replied(template_code: str, hook: Hook) -> None:
    """Call `hook` when the addressee's answer is there."""
    _register(_REPLIED, template_code, hook)


def on_voided(template_code: str, hook: Hook) -> None:
    """Call `hook` when a letter is voided; what its service started is to end."""
    _register(_VOIDED, template_code, hook)


def tell_served(letter: Letter) -> None:
    """Call who waits for the service of such letters. An error of theirs undoes the service."""
    _tell(_SERVED, letter)


def tell_replied(letter: Letter) -> None:
    """Call who waits for answers to such letters."""
    _tell(_REPLIED, letter)


def tell_voided(letter: Letter) -> None:
    """Call who started something by such letters."""
    _tell(_VOIDED, letter)


def _register(hooks: dict[str, list[Hook]], code: str, hook: Hook) -> None:
    if hook not in hooks[code]:
        hooks[code].append(hook)


def _tell(hooks: dict[str, list[Hook]], letter: Letter) -> None:
    for hook in (*hooks.get(EVERY, ()), *hooks.get(letter.kind, ())):
        hook(letter)
