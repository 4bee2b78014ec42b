"""Nothing that looks like a person's number leaves in a log."""

from hypothesis import given
from hypothesis import strategies as st

from config.scrubbing import masked, scrub

DIGITS = st.text("0123456789", min_size=1, max_size=6)
IDENTITY = st.tuples(st.from_regex(r"[1-9][0-9]{16}", fullmatch=True), st.sampled_from("0123456789Xx")).map("".join)
PHONE = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
CARD = st.from_regex(r"[1-9][0-9]{11,18}", fullmatch=True)
AROUND = st.sampled_from(["", " ", "：", "=", "(", ")", "号", ",", "\n", '"'])


@given(number=IDENTITY | PHONE | CARD, before=AROUND, after=AROUND)
def test_a_persons_number_is_masked_wherever_it_stands(number, before, after) -> None:
    assert number not in masked(f"证件{before}{number}{after}完")
    event = scrub(
        None,
        "info",
        {"event": f"x {number}", "deep": {"list": [number, {"a": number}], "number": int(number.rstrip("Xx"))}},
    )
    assert number not in str(event)


@given(number=DIGITS)
def test_short_numbers_stay(number) -> None:
    assert masked(f"rows={number}") == f"rows={number}"


def test_numbers_of_things_stay_where_their_name_says_so() -> None:
    event = {
        "project_id": "2202032107220101",
        "project_ids": ["2202032107220101"],
        "status": 200,
        "ok": True,
        "x": None,
    }
    assert scrub(None, "info", dict(event)) == event


def test_a_credit_code_is_no_persons_number() -> None:
    assert masked("91220101MA0Y3RT61X") == "91220101MA0Y3RT61X"


def test_an_exceptions_text_is_scrubbed_as_well() -> None:
    event = scrub(None, "error", {"exception": "ValueError: bad phone 13900000000", "error": ValueError("13900000000")})
    assert "13900000000" not in str(event)
