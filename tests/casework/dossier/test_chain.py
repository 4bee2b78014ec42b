"""Any single change, anywhere, shows, and is named; an untouched file holds. Against a chain reckoned by hand."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from cryptography.hazmat.primitives.hashes import SM3, Hash
from hypothesis import assume, given
from hypothesis import strategies as st

from xinan.casework.dossier.canonical import canonical
from xinan.casework.dossier.chain import Difference, Entry, Kind, Record, chain, differences, head_of, last_digest
from xinan.kernel.clock import CHINA

SALT = b"0123456789abcdef"
HEAD = head_of(number="吉薪案〔2026〕00012号", chapter=1, previous="")

contents = st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=12)


def records_of(made: list[bytes]) -> list[Record]:
    return [Record(f"item:{number}", content) for number, content in enumerate(made)]


def found(
    records: list[Record], entries: list[Entry], *, end: str | None = None, salt: bytes = SALT
) -> list[Difference]:
    return differences(
        records, entries, head=HEAD, salt=salt, end=last_digest(entries, head=HEAD) if end is None else end
    )


def sm3(content: bytes) -> bytes:
    digest = Hash(SM3())
    digest.update(content)
    return digest.finalize()


def test_the_chain_is_what_it_says() -> None:
    first, second = chain(records_of([b"a", b"b"]), head=HEAD, salt=SALT)
    by_hand = sm3(sm3(bytes.fromhex(HEAD) + SALT + b"a") + SALT + b"b")
    assert second.digest == by_hand.hex()
    assert first.content == sm3(SALT + b"a").hex()
    assert (first.position, second.position) == (1, 2)


@given(contents)
def test_an_untouched_file_holds(made: list[bytes]) -> None:
    records = records_of(made)
    assert found(records, chain(records, head=HEAD, salt=SALT)) == []


def test_an_empty_file_holds() -> None:
    assert found([], []) == []


@given(contents, st.data())
def test_one_changed_byte_is_named(made: list[bytes], data: st.DataObject) -> None:
    records = records_of(made)
    entries = chain(records, head=HEAD, salt=SALT)
    which = data.draw(st.integers(0, len(made) - 1))
    at = data.draw(st.integers(0, len(made[which]) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != made[which][at]))
    touched = made[which][:at] + bytes([other]) + made[which][at + 1 :]
    changed = [*records[:which], replace(records[which], content=touched), *records[which + 1 :]]
    assert found(changed, entries) == [Difference(Kind.CHANGED, f"item:{which}", which + 1)]


@given(contents, st.data())
def test_what_was_taken_out_is_named(made: list[bytes], data: st.DataObject) -> None:
    records = records_of(made)
    entries = chain(records, head=HEAD, salt=SALT)
    which = data.draw(st.integers(0, len(made) - 1))
    assert found([*records[:which], *records[which + 1 :]], entries) == [
        Difference(Kind.MISSING, f"item:{which}", which + 1)
    ]


@given(contents, st.data())
def test_what_was_put_in_is_named(made: list[bytes], data: st.DataObject) -> None:
    records = records_of(made)
    entries = chain(records, head=HEAD, salt=SALT)
    where = data.draw(st.integers(0, len(made)))
    # Even the same bytes under another key are something put in.
    put_in = Record("item:new", data.draw(st.sampled_from([*made, b"x"])))
    assert found([*records[:where], put_in, *records[where:]], entries) == [Difference(Kind.ADDED, "item:new")]


@given(contents, st.data())
def test_another_order_is_named(made: list[bytes], data: st.DataObject) -> None:
    records = records_of(made)
    order = data.draw(st.permutations(records))
    assume(order != records)
    named = found(list(order), chain(records, head=HEAD, salt=SALT))
    assert named
    assert {difference.kind for difference in named} == {Kind.MOVED}
    moved = {difference.key for difference in named}
    rest = [record.key for record in order if record.key not in moved]
    assert rest == [record.key for record in records if record.key not in moved]  # the others stand as they stood


def test_one_moved_item_is_the_one_named() -> None:
    records = records_of([b"a", b"b", b"c", b"d"])
    entries = chain(records, head=HEAD, salt=SALT)
    assert found([records[1], records[2], records[3], records[0]], entries) == [Difference(Kind.MOVED, "item:0", 1)]


@given(contents, st.data())
def test_a_touched_seal_shows(made: list[bytes], data: st.DataObject) -> None:
    records = records_of(made)
    entries = chain(records, head=HEAD, salt=SALT)
    end = last_digest(entries, head=HEAD)
    which = data.draw(st.integers(0, len(made) - 1))
    which = len(made) - 1 if data.draw(st.booleans()) else which
    flipped = f"{int(entries[which].digest[0], 16) ^ 1:x}{entries[which].digest[1:]}"
    how = data.draw(st.sampled_from(["digest", "content", "drop", "twice", "end", "salt"]))
    touched = {
        "digest": [*entries[:which], replace(entries[which], digest=flipped), *entries[which + 1 :]],
        "content": [*entries[:which], replace(entries[which], content=flipped), *entries[which + 1 :]],
        "drop": [*entries[:which], *entries[which + 1 :]],
        "twice": [*entries[: which + 1], *entries[which:]],
    }.get(how, entries)
    salt = b"another salt...." if how == "salt" else SALT
    assert found(records, touched, end=sm3(bytes.fromhex(end)).hex() if how == "end" else end, salt=salt)


def test_a_chapter_rests_on_the_one_before_and_on_its_number() -> None:
    heads = {
        head_of(number=number, chapter=chapter, previous=previous)
        for number in ("一号", "二号")
        for chapter in (1, 2)
        for previous in ("", "ab" * 32)
    }
    assert len(heads) == 8


def test_bytes_do_not_depend_on_zone_or_order_of_keys() -> None:
    moment = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
    same = moment.astimezone(timezone(timedelta(hours=-5)))
    assert canonical({"a": moment, "b": Decimal("1.50")}) == canonical({"b": Decimal("1.50"), "a": same})
    assert canonical({"a": Decimal("1.5")}) != canonical({"a": Decimal("1.50")})
    assert canonical({"on": date(2026, 11, 23)}) == b'{"on":"2026-11-23"}'
    assert canonical({"a": [lambda: "late"]}) == b'{"a":["late"]}'
    with pytest.raises(TypeError):
        canonical({"a": object()})
