"""Tables that several rules share, each worked out once: what is active, valid, due, paid, silent."""

from xinan.rules.concepts import attendance, deposit, feeds, funding, projects, roster, wages
from xinan.rules.world import Concept

CONCEPTS: dict[str, Concept] = {
    concept.name: concept
    for concept in (
        *projects.CONCEPTS,
        *deposit.CONCEPTS,
        *attendance.CONCEPTS,
        *roster.CONCEPTS,
        *wages.CONCEPTS,
        *funding.CONCEPTS,
        *feeds.CONCEPTS,
    )
}
