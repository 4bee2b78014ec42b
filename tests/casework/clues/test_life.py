"""From the first word to the return call: no move drops a clue, none closes without the worker being called back."""

from datetime import date

import pytest

from tests.casework.clues.people import (
    HERE,
    MONDAY,
    THERE,
    Officer,
    days,
    life,
    moved,
    officer,
    settled,
    taken,
    voice,
)
from xinan.casework.actions.answer_transfer import accept_transfer, refuse_transfer
from xinan.casework.actions.call_back import note_call
from xinan.casework.actions.merge_clues import merge_clues
from xinan.casework.actions.reopen_clue import reopen_clue
from xinan.casework.actions.reveal_voice import hear, reveal_voice
from xinan.casework.conclusions import conclusions
from xinan.casework.enums import Answer, CallBy, TransferKind, TransferState
from xinan.casework.models import Clue
from xinan.casework.passing import kind_of
from xinan.casework.policies import visible_clues
from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from xinan.notices.models import Notice
from xinan.people.models import AccessRecord, Organisation
from xinan.procedures.enums import OPEN_CLOCKS
from xinan.procedures.errors import UnknownProceeding
from xinan.procedures.models import Clock
from xinan.procedures.policies import visible_proceedings
from xinan.procedures.registry import find_procedure


def called(clue: Clue, who: Officer, keyring: Keyring, answer: Answer, *, day: int = 0) -> None:
    note_call(
        clue.pk, answer=answer, how=CallBy.PHONE, words="", by=who.user, scope=who.scope, now=days(day),
        keyring=keyring,
    )  # fmt: skip


def running(clue: Clue) -> dict[str, date]:
    """The clocks that run, with their last day in time."""
    return dict(Clock.objects.filter(proceeding=life(clue), state__in=OPEN_CLOCKS).values_list("code", "due_on"))


def test_the_clocks_of_a_life(inspector: Officer, keyring: Keyring) -> None:
    clue = taken(inspector, keyring, mine=True)
    whole = {"solve": date(2026, 12, 23), "month": date(2026, 12, 23)}
    assert running(clue) == {"accept": date(2026, 11, 25), **whole}
    moved(clue, "take_up", inspector)
    assert running(clue) == {"contact": date(2026, 11, 26), **whole}
    moved(clue, "contact", inspector, now=days(1))
    assert running(clue) == {"verify": date(2026, 12, 15), **whole}
    moved(clue, "begin_verifying", inspector, now=days(2))
    assert running(clue) == {"verify": date(2026, 12, 15), **whole}
    moved(clue, "settle", inspector, now=days(7), target="paid")
    assert running(clue) == {"feedback": date(2026, 12, 3), "return_call": date(2026, 12, 14)}


@pytest.mark.parametrize("answer", [Answer.VERY, Answer.FAIRLY, Answer.NOT])
def test_it_closes_once_the_worker_was_called_back(inspector: Officer, keyring: Keyring, answer: Answer) -> None:
    clue = taken(inspector, keyring)
    settled(clue, inspector)
    with pytest.raises(Conflict):
        moved(clue, "close", inspector)
    called(clue, inspector, keyring, answer)
    moved(clue, "close", inspector, now=days(2))
    clue.refresh_from_db()
    assert (clue.closed_on, clue.conclusion, life(clue).closed_as) == (date(2026, 11, 25), "paid", "concluded")


def test_nobody_reached_on_three_days_is_enough(inspector: Officer, keyring: Keyring) -> None:
    clue = taken(inspector, keyring)
    settled(clue, inspector, conclusion="unreachable")
    for day in (0, 0, 0, 1):
        called(clue, inspector, keyring, Answer.UNREACHABLE, day=day)
    with pytest.raises(Conflict):
        moved(clue, "close", inspector, now=days(1))
    called(clue, inspector, keyring, Answer.UNREACHABLE, day=2)
    moved(clue, "close", inspector, now=days(2))


def test_a_call_of_an_earlier_life_does_not_count(inspector: Officer, keyring: Keyring) -> None:
    clue = taken(inspector, keyring)
    settled(clue, inspector)
    called(clue, inspector, keyring, Answer.VERY)
    moved(clue, "close", inspector)
    reopen_clue(clue.pk, reason="承诺的工资没有付", by=inspector.user, scope=inspector.scope, now=days(20))
    with pytest.raises(Conflict):
        reopen_clue(clue.pk, reason="再次", by=inspector.user, scope=inspector.scope, now=days(20))
    moved(clue, "settle", inspector, now=days(21), target="partly_paid")
    with pytest.raises(Conflict):
        moved(clue, "close", inspector, now=days(21))
    clue.refresh_from_db()
    assert (clue.closed_on, clue.number) == (None, "吉线〔2026〕000001号")


def test_a_conclusion_is_one_of_ten(inspector: Officer, keyring: Keyring) -> None:
    clue = taken(inspector, keyring)
    moved(clue, "take_up", inspector)
    moved(clue, "contact", inspector)
    with pytest.raises(InvalidValue):
        moved(clue, "settle", inspector, target="差不多了")
    assert life(clue).state == "contacted"
    assert len(conclusions(on=MONDAY.date())) == 10
    moved(clue, "settle", inspector, target="查无欠薪")
    clue.refresh_from_db()
    assert clue.conclusion == "no_arrears"


def test_no_move_drops_a_clue() -> None:
    """Whatever leads to the end is the close after the return call, or the system's merge into another clue."""
    procedure = find_procedure("clue")
    ends = {code for code, move in procedure.moves.items() if move.to and procedure.states[move.to].final}
    assert ends == {"close", "merge"}
    assert procedure.moves["close"].from_ == ("settled",)


def test_passed_on_it_stays_until_the_receiver_accepts(
    inspector: Officer, neighbour: Officer, city: Officer, keyring: Keyring
) -> None:
    clue = taken(inspector, keyring, mine=True)
    office = neighbour.user.organisation
    moved(clue, "transfer", inspector, target=office.name, until_on=date(2026, 12, 10))
    assert (life(clue).holder, life(clue).region_code) == (inspector.user, HERE)
    assert "solve" in running(clue)
    assert clue.transfers.get().kind == TransferKind.PASS
    assert Notice.objects.filter(recipient=neighbour.user, kind="clue_passed_on").count() == 1
    with pytest.raises(NotAllowed):
        accept_transfer(clue.pk, by=inspector.user, scope=inspector.scope, now=days(1))

    refuse_transfer(clue.pk, reason="项目不在本区", by=neighbour.user, scope=neighbour.scope, now=days(1))
    assert (life(clue).state, life(clue).holder, life(clue).region_code) == ("assigned", inspector.user, HERE)
    assert {"solve", "month", "accept"} == set(running(clue))
    assert running(clue)["solve"] == date(2026, 12, 23)
    assert not visible_clues(neighbour.scope).filter(pk=clue.pk).exists()

    moved(clue, "transfer", inspector, target=str(office.pk), until_on=date(2026, 12, 10))
    accept_transfer(clue.pk, by=neighbour.user, scope=neighbour.scope, now=days(2))
    clue.refresh_from_db()
    assert (clue.region_code, clue.reply_by) == (THERE, date(2026, 12, 10))
    assert (life(clue).holder, life(clue).state) == (neighbour.user, "accepted")
    assert running(clue)["reply"] == date(2026, 12, 10)
    assert running(clue)["solve"] == date(2026, 12, 23)
    assert visible_clues(inspector.scope).filter(pk=clue.pk).exists()  # whoever received it first may follow it
    assert not visible_proceedings(inspector.scope).filter(pk=life(clue).pk).exists()
    assert visible_proceedings(city.scope).filter(pk=life(clue).pk).exists()


def test_the_answer_owed_is_given_before_it_closes(inspector: Officer, neighbour: Officer, keyring: Keyring) -> None:
    clue = taken(inspector, keyring)
    moved(clue, "transfer", inspector, target=neighbour.user.organisation.name, until_on=date(2026, 12, 10))
    accept_transfer(clue.pk, by=neighbour.user, scope=neighbour.scope, now=MONDAY)
    moved(clue, "contact", neighbour)
    moved(clue, "settle", neighbour, target="paid")
    called(clue, neighbour, keyring, Answer.VERY)
    with pytest.raises(Conflict):
        moved(clue, "close", neighbour)
    moved(clue, "report_back", neighbour, reason="已支付，材料已送达")
    assert clue.transfers.get().state == TransferState.ANSWERED
    assert "reply" not in running(clue)
    moved(clue, "close", neighbour)


def test_what_came_with_a_date_is_clocked_by_it(inspector: Officer, keyring: Keyring) -> None:
    clue = taken(inspector, keyring, channel="petition", from_words="市信访局", reply_by=date(2026, 12, 5))
    assert running(clue)["reply"] == date(2026, 12, 5)  # a Saturday: the day that the letter names


def test_a_city_supervises_with_a_date(inspector: Officer, city: Officer, keyring: Keyring) -> None:
    clue = taken(inspector, keyring, mine=True)
    with pytest.raises(NotAllowed):
        moved(clue, "supervise", inspector, until_on=date(2026, 12, 1))
    moved(clue, "supervise", city, until_on=date(2026, 12, 9))
    moved(clue, "supervise", city, until_on=date(2026, 12, 2))
    clue.refresh_from_db()
    assert (running(clue)["reply"], clue.reply_by) == (date(2026, 12, 2), date(2026, 12, 2))
    assert Notice.objects.filter(recipient=inspector.user, kind="clue_supervised").count() == 2


def test_down_to_a_county_of_one_s_own_it_is_assigned(city: Officer, inspector: Officer, keyring: Keyring) -> None:
    clue = taken(city, keyring)
    moved(clue, "transfer", city, target=inspector.user.organisation.name, until_on=date(2026, 12, 10))
    assert clue.transfers.get().kind == TransferKind.ASSIGN
    assert not visible_proceedings(inspector.scope).filter(pk=life(clue).pk).exists()
    assert visible_clues(inspector.scope).filter(pk=clue.pk).exists()
    accept_transfer(clue.pk, by=inspector.user, scope=inspector.scope, now=MONDAY)
    assert life(clue).holder == inspector.user


def test_a_department_answers_and_the_sender_concludes(inspector: Officer, keyring: Keyring) -> None:
    department = officer("industry_department", kind="industry_department", industries=["housing"])
    clue = taken(inspector, keyring, mine=True)
    moved(clue, "transfer", inspector, target=department.user.organisation.name, until_on=date(2026, 12, 10))
    accept_transfer(clue.pk, by=department.user, scope=department.scope, now=days(1))
    assert (life(clue).state, life(clue).holder) == ("transferred", inspector.user)
    assert running(clue)["answer"] == date(2026, 12, 10)
    moved(clue, "record_answer", department, reason="属工程款结算纠纷，已组织双方对账")
    assert (life(clue).state, life(clue).holder) == ("verifying", inspector.user)
    with pytest.raises(NotAllowed):
        hear(clue, user=department.user, scope=department.scope, now=MONDAY, keyring=keyring)


def test_merging_by_hand_keeps_both_numbers(inspector: Officer, keyring: Keyring) -> None:
    first, second = taken(inspector, keyring), taken(inspector, keyring, voice=voice(phone=""))
    merge_clues(second.pk, into=first.pk, reason="同一班组", by=inspector.user, scope=inspector.scope, now=MONDAY)
    second.refresh_from_db()
    assert (second.merged_into, second.conclusion, second.number) == (first, "repeated", "吉线〔2026〕000002号")
    assert first.voices.count() == 2
    with pytest.raises(Conflict):
        merge_clues(second.pk, into=first.pk, reason="再并", by=inspector.user, scope=inspector.scope, now=MONDAY)
    with pytest.raises(Conflict):
        merge_clues(first.pk, into=second.pk, reason="倒过来", by=inspector.user, scope=inspector.scope, now=MONDAY)


def test_looks_at_a_voice_are_reasoned_and_recorded(inspector: Officer, neighbour: Officer, keyring: Keyring) -> None:
    clue = taken(inspector, keyring)
    voice = clue.voices.get()
    given = {"user": inspector.user, "scope": inspector.scope, "now": MONDAY, "keyring": keyring}
    with pytest.raises(InvalidValue):
        reveal_voice(voice.pk, field="phone", reason="看", **given)
    assert not AccessRecord.objects.exists()
    assert reveal_voice(voice.pk, field="phone", reason="首次联系工人", **given) == "15412340001"
    look = AccessRecord.objects.get()
    assert (look.user, look.subject_kind, look.subject_id, look.field) == (
        inspector.user,
        "voice",
        str(voice.pk),
        "phone",
    )
    assert hear(clue, **given) == hear(clue, **given) == {voice.pk: "干了三个月，老板说没钱。"}
    assert AccessRecord.objects.filter(field="words").count() == 1
    with pytest.raises(NotFound):
        reveal_voice(
            voice.pk, field="phone", reason="打听一下", user=neighbour.user, scope=neighbour.scope, now=MONDAY,
            keyring=keyring,
        )  # fmt: skip


def test_officers_elsewhere_see_nothing(inspector: Officer, neighbour: Officer, keyring: Keyring) -> None:
    clue = taken(inspector, keyring)
    assert not visible_clues(neighbour.scope).exists()
    with pytest.raises(UnknownProceeding):
        moved(clue, "take_up", neighbour)


@pytest.mark.parametrize(
    ("own", "to", "kind"),
    [
        ("220100", "220102", TransferKind.ASSIGN),  # down to a county of one's own
        ("220000", "220102", TransferKind.ASSIGN),
        ("220100", "220202", TransferKind.PASS),
        ("220102", "220100", TransferKind.PASS),
        ("220102", "220102", TransferKind.PASS),
        ("220102", "", TransferKind.PASS),  # an office of no place, such as a firm of the province
        ("", "220102", TransferKind.PASS),
    ],
)
def test_down_to_an_office_below_it_is_assigned_else_passed_on(own: str, to: str, kind: TransferKind) -> None:
    assert kind_of(Organisation(region_code=own), to=Organisation(region_code=to)) is kind
