"""Which version of each rule speaks in the product, by the book in force."""

from hashlib import sha256

from xinan.engine.versions import Version as Version
from xinan.engine.versions import code_digest
from xinan.engine.versions import concerned as concerned
from xinan.engine.versions import rule_versions as rule_versions
from xinan.monitoring.book import current_book
from xinan.rules.registry import RULES


def rule_fingerprints() -> dict[str, str]:
    """A short identity of each rule with every value it has on any day; it changes with its code or any of them."""
    book = current_book().fingerprint()
    return {rule.id: sha256(f"{code_digest(rule.id)}\0{book}".encode()).hexdigest()[:16] for rule in RULES}
