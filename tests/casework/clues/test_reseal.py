"""A key is retired: what workers told opens under the new one, is found by it, and the receipts go on working."""

from tests.casework.clues.people import MONDAY, Officer, settled, somebody, voice
from xinan.casework.actions.call_back import CALL_WORDS, note_call
from xinan.casework.actions.reseal_receipts import reseal_receipts
from xinan.casework.actions.take_complaint import take_complaint
from xinan.casework.enums import Answer, CallBy, Channel
from xinan.casework.models import Clue, ReturnCall, Voice, VoiceFile
from xinan.casework.standing import standing_of
from xinan.casework.told import TakenClue
from xinan.gateways.resealing import reseal_columns
from xinan.jobs.resealing import COLUMNS
from xinan.kernel.ciphers import Keyring, generate_key
from xinan.procedures.given import PROOF_CONTENT, seal_proof


def test_everything_told_opens_under_the_new_key_alone(inspector: Officer) -> None:
    older, newer = generate_key("a"), generate_key("b")
    before, both, after = Keyring.parse(older), Keyring.parse(f"{newer},{older}"), Keyring.parse(newer)
    person = somebody()
    told = TakenClue(
        channel=Channel.WORKER_PAGE,
        voice=voice(name="示例甲", id_number=person.number),
        region_code="220102",
        told="来文",
        files=[seal_proof("a.png", b"\x89PNG\r\n\x1a\n", media_type="image/png", keyring=before)],
    )
    code = take_complaint(told, form_key="form", now=MONDAY, keyring=before)
    clue = Clue.objects.get()
    settled(clue, inspector)
    note_call(
        clue.pk, answer=Answer.NOT, how=CallBy.PHONE, words="还差两千", by=inspector.user, scope=inspector.scope,
        now=MONDAY, keyring=before,
    )  # fmt: skip

    assert [reseal_receipts(keyring=both), reseal_receipts(keyring=both)] == [1, 0]
    assert reseal_columns(COLUMNS, keyring=both) == 8
    assert reseal_columns(COLUMNS, keyring=both) == 0
    kept, clue = Voice.objects.get(), Clue.objects.get()
    opened = [after.open(kept.sealed(field), context=f"voice.{field}") for field in ("name", "phone", "id_number")]
    assert opened == ["示例甲", "15412340001", person.number]
    assert kept.phone_index == after.look_up("15412340001", context="voice.phone")
    assert after.open(clue.told_sealed, context="clue.told") == "来文"
    assert after.open(ReturnCall.objects.get().words_sealed, context=CALL_WORDS) == "还差两千"
    assert after.open(VoiceFile.objects.get().content_sealed, context=PROOF_CONTENT)
    assert standing_of(code, "0001", keyring=after) is not None
    assert standing_of(code, "0002", keyring=after) is None
