"""What a letter can say by itself of the matter it is about: nouns that own the subjects of proceedings provide it."""

from collections.abc import Callable, Mapping

from xinan.documents.kinds import LetterKind
from xinan.procedures.models import Proceeding

Facts = Mapping[str, object]
Provider = Callable[[Proceeding, LetterKind], Facts]

_PROVIDERS: dict[str, Provider] = {}


def letter_facts_by(subject_kind: str, provider: Provider) -> None:
    """Let `provider` say the fields it knows (by their English names) for proceedings about this kind of subject.

    For a letter to a firm it gives the facts of the whole team and month, never a complainant, a clue or the day of one.
    What the kind has no field for is left out.
    """
    _PROVIDERS[subject_kind] = provider


def known_facts(proceeding: Proceeding, *, kind: LetterKind) -> dict[str, object]:
    """What the noun of the subject provides."""
    provider = _PROVIDERS.get(proceeding.subject_kind)
    return dict(provider(proceeding, kind)) if provider is not None else {}


def forget_facts(subject_kind: str) -> None:
    """Drop a provider; for tests that register one of their own."""
    _PROVIDERS.pop(subject_kind, None)
