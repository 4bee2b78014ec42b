"""Making moves: who may, from where, with what; who was quicker; what is written."""

import base64
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.procedures.conftest import (
    CITY,
    CONTRACTOR,
    COUNTY,
    MONDAY,
    OWNER,
    PARTIES,
    Person,
    clock_of,
    moved,
    opened,
    opening,
    person,
)
from xinan.kernel.ciphers import Keyring
from xinan.people.duties.hooks import move_work
from xinan.people.duties.models import HandOver
from xinan.procedures.actions.close_by_system import close_by_system
from xinan.procedures.actions.make_moves import make_moves, preview_moves
from xinan.procedures.actions.open_proceedings import open_proceedings
from xinan.procedures.actions.set_holder import set_holders
from xinan.procedures.definition import Procedure
from xinan.procedures.errors import (
    AlreadyOpen,
    MoveIncomplete,
    MoveRefused,
    Overtaken,
    ProofMissing,
    UnknownProceeding,
)
from xinan.procedures.given import PROOF_CONTENT, PROOF_NAME, SentProof
from xinan.procedures.hooks import on_step
from xinan.procedures.models import Clock, ClockAct, Proceeding, Proof, Step
from xinan.procedures.policies import visible_proceedings
from xinan.procedures.queries import clocks_of, moves_open_to, timeline_of

pytestmark = pytest.mark.django_db


def answered(inspector: Person, firm: Person, proof: SentProof) -> Proceeding:
    one = moved(opened(), "sign", inspector)
    return moved(one, "answer", firm, reason="已补发", proofs=[proof])


def test_an_opening_stands_in_its_state_with_its_clock_running(toy: Procedure) -> None:
    one = opened()
    assert (one.state, one.version) == ("pushed", 0)
    assert [step.move for step in one.steps.all()] == ["open"]
    clock = clock_of(one, "sign")
    assert (clock.state, clock.due_on, clock.length) == ("running", date(2026, 11, 25), "2 WD")
    assert [(act.kind, act.done_at) for act in clock.acts.all()] == [("eve", None)]


def test_the_level_decides_the_length(toy: Procedure) -> None:
    assert clock_of(opened(level="red"), "sign").due_on == date(2026, 11, 24)


def test_a_subject_is_open_once_and_again_after_closing(toy: Procedure) -> None:
    one = opened(subject_id="same")
    with pytest.raises(AlreadyOpen):
        opened(subject_id="same")
    close_by_system([one.pk], "cured", now=MONDAY, reason="工资已足额发放")
    again = opened(subject_id="same", previous_id=one.pk)
    assert again.previous == one


def test_moves_end_and_start_clocks_and_write_the_step(inspector: Person, firm: Person, proof: SentProof) -> None:
    one = moved(opened(), "sign", inspector, now=MONDAY + timedelta(hours=1))
    assert clock_of(one, "sign").state == "met"
    assert {clock.code for clock in one.clocks.filter(ended_at=None)} == {"feedback", "cure"}
    one = moved(one, "answer", firm, reason="已补发", proofs=[proof], now=MONDAY + timedelta(hours=2))
    step = one.steps.get(move="answer")
    assert (step.state_before, step.state_after, step.by, step.as_kind) == (
        "handling",
        "answered",
        firm.user,
        "contractor",
    )
    assert (step.version, step.reason) == (2, "已补发")
    assert clock_of(one, "feedback").state == "met"
    assert clock_of(one, "cure").state == "running"


def test_what_ran_into_a_state_that_knows_it_not_is_void(city: Person) -> None:
    one = moved(opened(), "exempt", city, reason="停工", until_on=date(2027, 3, 1))
    assert (one.closed_as, one.closed_at) == ("exempted", MONDAY)
    assert clock_of(one, "sign").state == "void"
    assert not ClockAct.objects.filter(clock__proceeding=one, done_at=None).exists()


def test_an_act_after_the_end_is_late(inspector: Person) -> None:
    one = moved(opened(), "sign", inspector, now=MONDAY + timedelta(days=3))
    assert clock_of(one, "sign").state == "late"


def test_a_clock_starts_anew_when_its_state_is_entered_again(inspector: Person, firm: Person, proof: SentProof) -> None:
    one = answered(inspector, firm, proof)
    later = MONDAY + timedelta(days=2)
    moved(one, "send_back", inspector, reason="材料不全", now=later)
    assert [clock.state for clock in Clock.objects.filter(proceeding=one, code="feedback").order_by("pk")] == [
        "met",
        "running",
    ]
    assert Clock.objects.filter(proceeding=one, code="cure").count() == 1


@pytest.mark.parametrize(
    ("move", "given", "need"),
    [
        ("answer", {"proofs": True}, "reason"),
        ("answer", {"reason": " "}, "reason"),
        ("answer", {"reason": "已补发"}, "proof"),
        ("plan", {}, "plan_on"),
        ("plan", {"plan_on": date(2026, 11, 22)}, "plan_on"),
        ("answer", {"reason": "长" * 2001, "proofs": True}, "reason"),
    ],
)
def test_what_a_move_needs_is_asked_for(
    inspector: Person, firm: Person, proof: SentProof, move: str, given: dict[str, object], need: str
) -> None:
    one = moved(opened(), "sign", inspector)
    given = {**given, "proofs": [proof] if given.get("proofs") else []}
    with pytest.raises(MoveIncomplete) as refusal:
        moved(one, move, firm, **given)
    assert refusal.value.need == need
    assert isinstance(refusal.value, ProofMissing) == (need == "proof")
    one.refresh_from_db()
    assert (one.state, one.version) == ("handling", 1)
    assert moved(one, "plan", firm, plan_on=date(2026, 11, 23)).version == 2


def test_only_from_its_states(inspector: Person, firm: Person) -> None:
    with pytest.raises(MoveRefused) as refusal:
        moved(opened(), "plan", firm, plan_on=date(2026, 12, 1))
    assert refusal.value.code == "move-from-here"
    assert "已推送" in refusal.value.what.zh
    assert "处置中" in refusal.value.remedy.zh


def test_not_by_everybody(inspector: Person, firm: Person) -> None:
    with pytest.raises(MoveRefused) as refusal:
        moved(opened(), "sign", firm)
    assert refusal.value.code == "move-not-yours"
    with pytest.raises(MoveRefused):
        moved(opened(), "sign")  # the system neither: it is not automatic


def test_another_person_than_who_proposed(inspector: Person, firm: Person, proof: SentProof) -> None:
    one = moved(answered(inspector, firm, proof), "propose", inspector, reason="工资已发")
    with pytest.raises(MoveRefused) as refusal:
        moved(one, "close", inspector)
    assert refusal.value.code == "move-other-person"
    colleague = person("county_inspector", region=COUNTY)
    offers = {offer.code: offer.refused for offer in moves_open_to(one, scope=inspector.scope, user=inspector.user)}
    assert offers["close"] is not None
    assert offers["send_back"] is None
    assert moved(one, "close", colleague).closed_as == "cured"


def test_what_lies_outside_the_scope_is_not_there(toy: Procedure) -> None:
    elsewhere = person("county_inspector", region="220202")
    with pytest.raises(UnknownProceeding):
        moved(opened(), "sign", elsewhere)


def test_who_was_quicker_is_told_to_whoever_comes_late(inspector: Person) -> None:
    colleague = person("county_inspector", region=COUNTY)
    one = opened()
    moved(one, "sign", inspector, version=0)
    with pytest.raises(Overtaken) as late:
        moved(one, "sign", colleague, version=0)
    assert inspector.user.display_name in late.value.what.zh
    assert "2026-11-23 09:30" in late.value.what.zh
    assert "签收" in late.value.what.zh
    assert "处置中" in late.value.what.zh
    assert Step.objects.filter(proceeding=one, move="sign").count() == 1


def test_what_a_hook_raises_undoes_the_move(inspector: Person) -> None:
    def refuses(_step: Step) -> None:
        raise RuntimeError("no letter")

    on_step("toy", refuses)
    one = opened()
    with pytest.raises(RuntimeError):
        moved(one, "sign", inspector)
    one.refresh_from_db()
    assert (one.state, one.version) == ("pushed", 0)
    assert not Step.objects.filter(move="sign").exists()
    assert clock_of(one, "sign").state == "running"


def test_steps_and_proof_cannot_be_changed(inspector: Person, firm: Person, proof: SentProof) -> None:
    one = answered(inspector, firm, proof)
    for change in (
        lambda: Step.objects.filter(proceeding=one).update(reason="另一个理由"),
        lambda: Step.objects.filter(proceeding=one, move="sign").delete(),
        lambda: Proof.objects.filter(step__proceeding=one).update(size=1),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()


def test_proof_is_kept_sealed(inspector: Person, firm: Person, proof: SentProof, keyring: Keyring) -> None:
    kept = Proof.objects.get(step__proceeding=answered(inspector, firm, proof))
    assert b"%PDF" not in kept.content_sealed.encode()
    assert base64.b64decode(keyring.open(kept.content_sealed, context=PROOF_CONTENT)) == b"%PDF-1.7 toy"
    assert keyring.open(kept.name_sealed, context=PROOF_NAME) == "工资表.pdf"


def test_many_at_once_with_a_preview(inspector: Person) -> None:
    fit, signed = opened(), moved(opened(), "sign", inspector)
    elsewhere = opened(region_code="220202")
    asked = [fit.pk, signed.pk, elsewhere.pk]
    preview = preview_moves(asked, "sign", by=inspector.user, scope=inspector.scope)
    assert [(one.proceeding_id, one.ok) for one in preview] == [
        (fit.pk, True),
        (signed.pk, False),
        (elsewhere.pk, False),
    ]
    versions = {one.proceeding_id: one.version for one in preview}
    done = make_moves(versions, "sign", by=inspector.user, scope=inspector.scope, now=MONDAY)
    assert [one.ok for one in done] == [one.ok for one in preview]
    assert Step.objects.filter(move="sign").count() == 2


def test_the_data_close_many_and_leave_the_rest(inspector: Person, toy: Procedure) -> None:
    several = [opened() for _ in range(3)]
    closed = close_by_system([one.pk for one in several[:2]], "cured", now=MONDAY, reason="数据显示已发放")
    assert [one.closed_as for one in closed] == ["data", "data"]
    assert close_by_system([several[0].pk], "cured", now=MONDAY, reason="再次") == []
    with pytest.raises(MoveRefused):
        close_by_system([several[2].pk], "sign", now=MONDAY, reason="系统")


def statements(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        act()
    return len(captured)


def test_statements_do_not_grow_with_the_number(toy: Procedure) -> None:
    few, many = [opening() for _ in range(2)], [opening() for _ in range(60)]
    assert statements(lambda: open_proceedings(few, now=MONDAY)) == statements(
        lambda: open_proceedings(many, now=MONDAY)
    )
    ids = list(Proceeding.objects.order_by("pk").values_list("pk", flat=True))
    assert statements(lambda: close_by_system(ids[:2], "cured", now=MONDAY, reason="数据")) == statements(
        lambda: close_by_system(ids[2:], "cured", now=MONDAY, reason="数据")
    )


def test_the_holder_changes_with_a_step(inspector: Person) -> None:
    one = opened()
    office = inspector.user.organisation_id
    assert set_holders({one.pk: (inspector.user.pk, office)}, by=None, now=MONDAY, reason="按分工") == 1
    assert set_holders({one.pk: (inspector.user.pk, office)}, by=None, now=MONDAY, reason="按分工") == 0
    one.refresh_from_db()
    assert (one.holder, one.version) == (inspector.user, 0)
    assert one.steps.get(move="hold").reason == "按分工"


@pytest.mark.parametrize("taken_over", [True, False])
def test_handed_over_work_goes_to_whoever_takes_it_or_back_to_the_office(inspector: Person, taken_over: bool) -> None:
    office = inspector.user.organisation_id
    colleague = person("county_inspector", region=COUNTY) if taken_over else None
    mine = opened(holder_id=inspector.user.pk, holder_office_id=office)
    closed = opened(holder_id=inspector.user.pk, holder_office_id=office)
    close_by_system([closed.pk], "cured", now=MONDAY, reason="数据")
    hand_over = HandOver(
        from_user=inspector.user, to_user=colleague.user if colleague else None, by=None, at=MONDAY, reason="调离"
    )
    assert move_work(hand_over)["proceeding"] == 1
    mine.refresh_from_db()
    closed.refresh_from_db()
    assert mine.holder == hand_over.to_user
    assert (mine.holder_office_id, closed.holder) == (office, inspector.user)
    step = mine.steps.get(move="hold")
    assert (step.reason, step.other["before"]) == ("调离", inspector.user.pk)


@pytest.mark.parametrize(
    ("role", "region", "industries", "firm", "sees"),
    [
        ("county_inspector", COUNTY, None, None, True),
        ("county_inspector", "220202", None, None, False),
        ("city_office", CITY, None, None, True),
        ("province_office", "", None, None, True),
        ("industry_department", COUNTY, ["housing"], None, True),
        ("industry_department", COUNTY, ["water"], None, False),
        ("contractor", "", None, CONTRACTOR, True),
        ("owner", "", None, OWNER, True),
        ("owner", "", None, "91220101MA0000009X", False),
        ("operator", "", None, None, False),
    ],
)
def test_who_sees_it(
    toy: Procedure, role: str, region: str, industries: list[str] | None, firm: str | None, sees: bool
) -> None:
    one = opened(parties=PARTIES)
    who = person(role, region=region, industries=industries, firm=firm)
    assert (one in visible_proceedings(who.scope)) is sees


def test_only_the_addressee_answers(inspector: Person, proof: SentProof) -> None:
    one = moved(opened(addressee_enterprise_id=CONTRACTOR), "sign", inspector)
    owner = person("owner", firm=OWNER)
    with pytest.raises(MoveRefused):
        moved(one, "answer", owner, reason="已补发", proofs=[proof])
    theirs = moved(opened(addressee_enterprise_id=OWNER), "sign", inspector)
    assert moved(theirs, "answer", owner, reason="已拨付", proofs=[proof]).steps.last().as_kind == "owner"


def test_the_story_tells_steps_and_clocks_in_order(inspector: Person, firm: Person, proof: SentProof) -> None:
    one = answered(inspector, firm, proof)
    story = timeline_of(one)
    assert [(entry.kind, entry.code) for entry in story if entry.kind == "step"] == [
        ("step", "open"),
        ("step", "sign"),
        ("step", "answer"),
    ]
    assert "签收期限：按期办结" in [entry.title.zh for entry in story]
    assert story[-1].at == MONDAY
    assert [len(entry.proofs) for entry in story if entry.code == "answer"] == [1]


def test_clocks_are_shown_with_their_law_and_state(inspector: Person) -> None:
    one = moved(opened(), "sign", inspector)
    views = clocks_of([one], now=MONDAY + timedelta(days=1))[one.pk]
    assert [(view.code, view.state) for view in views] == [("feedback", "near"), ("cure", "running"), ("sign", "met")]
    cure = views[1]
    assert (cure.law.zh, str(cure.length), cure.due_on, cure.working_days_left) == (
        "示例第三条",
        "10 WD",
        date(2026, 12, 7),
        9,
    )
    assert 0 < cure.share < 15
