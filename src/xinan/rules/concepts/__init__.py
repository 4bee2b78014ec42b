"""Tables that several rules share, each worked out once: what is active, valid, due, paid, silent."""

from xinan.rules.concepts import account, attendance, deposit, feeds, funding, projects, roster, stretches, wages
from xinan.rules.world import Concept

CONCEPTS: dict[str, Concept] = {
    concept.name: concept
    for concept in (
        *projects.CONCEPTS,
        *stretches.CONCEPTS,
        *deposit.CONCEPTS,
        *attendance.CONCEPTS,
        *roster.CONCEPTS,
        *wages.CONCEPTS,
        *account.CONCEPTS,
        *funding.CONCEPTS,
        *feeds.CONCEPTS,
    )
}
