"""The intake: what its interfaces take in a second, against COPY, a bare view and a peer, and how it stands a crowd."""

from collections.abc import Iterator

from tests.intake.site import LABOUR, PROJECT, Hand
from tools.bench.intake.amounts import amounts_of
from tools.bench.intake.served import Servers
from tools.bench.intake.sites import enrol_site, province_senders, sender_for
from tools.bench.lines import Line
from tools.bench.parts import intake_batches as batches
from tools.bench.parts import intake_requests as requests
from tools.bench.province import HOME, INTAKE, Size
from tools.bench.stored import environment


def measure(size: Size) -> Iterator[Line]:
    """Batches first, on tables as they are emptied; then requests; the crowd last."""
    amounts = amounts_of(size)
    hands = [Hand(f"工人{serial}", serial) for serial in range(1, amounts.hands + 1)]
    enrol_site(hands)
    sender = sender_for(PROJECT, [(LABOUR, hand.identity) for hand in hands])
    here = environment(HOME / f"stored-{INTAKE[size.name].name}")
    with Servers(here, apart=amounts.apart) as servers:
        yield from batches.against_copy(servers.fresh(works=True), sender, amounts=amounts)
        for form in amounts.forms:
            yield from batches.memory(servers.fresh(works=False), sender, amounts=amounts, form=form)
        served = servers.fresh(works=True)
        requests.await_quiet()  # what the memory was measured with is still being evaluated
        yield from batches.month_by_excel(served, hands[: amounts.workers], amounts=amounts)
        senders = province_senders(amounts.crowd)
        yield from requests.national(served, senders, amounts=amounts)
        yield from requests.against_ezrules(served, senders, amounts=amounts)
        yield from requests.crowd(served, senders, amounts=amounts)
