"""Why an answer is as it is, in a sentence."""

from xinan.kernel.errors import InvalidValue
from xinan.kernel.regions import region
from xinan.kernel.text import Text
from xinan.people.duties.enums import Found

_WORDS = {
    Found.HOLDER: Text("按{place}的责任分工承办。", "Holds this duty in {place}."),
    Found.LEAVE_DEPUTY: Text(
        "{place}的承办人休假，由代理人承办。", "Stands in while the holder in {place} is on leave."
    ),
    Found.DEPUTY: Text("{place}的承办人不在岗，由 B 角承办。", "Deputy of the holder in {place}, who is not there."),
    Found.HEAD: Text(
        "{place}无人承办此项，交单位负责人。", "Nobody holds this in {place}: it goes to the head of the office."
    ),
    Found.QUEUE: Text(
        "{place}无人承办此项，也没有在岗的负责人，列入单位待分派。",
        "Nobody holds this in {place} and no head is there: it waits in the office's queue.",
    ),
}
_WENT_UP = Text("{asked}没有可接办的人员，上交。", "Nobody in {asked} can take it, so it goes up. ")


def why_words(found: Found, *, place: str, asked_place: str, went_up: bool) -> Text:
    """The sentence; where the thing went up to another role, the reason before it."""
    said = _WORDS[found]
    here, asked = _name(place), _name(asked_place)
    zh, en = said.zh.format(place=here.zh), said.en.format(place=here.en)
    if not went_up:
        return Text(zh, en)
    return Text(_WENT_UP.zh.format(asked=asked.zh) + zh, _WENT_UP.en.format(asked=asked.en) + en)


def _name(code: str) -> Text:
    try:
        return region(code).text
    except InvalidValue:
        return Text(code or "所在地", code or "its place")
