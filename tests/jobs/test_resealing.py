"""Rotation of keys leaves nothing behind that only the old key opens."""

from datetime import datetime

import pytest
from django.apps import apps
from django.db import models

from tests.procedures.conftest import COUNTY, MONDAY, moved, opened, person, toy
from xinan.intake.models import Batch, Credential, CredentialSecret
from xinan.jobs.resealing import APART, COLUMNS, reseal_everything
from xinan.kernel.ciphers import Keyring, generate_key
from xinan.procedures.definition import Procedure
from xinan.procedures.given import PROOF_CONTENT, PROOF_NAME, seal_proof
from xinan.procedures.models import Proof
from xinan.registry.models import ReportedDetail, Scan, Subject
from xinan.registry.models.reported import DETAIL_CONTEXT, SCAN_CONTEXT

OLD, NEW = generate_key("old"), generate_key("new")
__all__ = ["toy"]  # the fixture


def test_every_sealed_column_of_the_product_is_sealed_anew() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("xinan.")]
    sealed = {
        (model._meta.label, field.name)
        for model in ours
        for field in model._meta.get_fields()
        if isinstance(field, models.TextField) and (field.name == "sealed" or field.name.endswith("_sealed"))
    }
    assert len(sealed) > 30
    here = {(each.model._meta.label, each.column) for each in COLUMNS}
    assert {column for column in sealed if column[0] not in APART} == here


def test_a_value_that_is_found_by_a_digest_takes_it_along() -> None:
    for each in COLUMNS:
        beside = each.column.removesuffix("_sealed") + "_index"
        has = any(field.name == beside for field in each.model._meta.get_fields())
        assert each.digest == (beside if has else "")


@pytest.fixture
def proof(toy: Procedure) -> Proof:
    given = seal_proof("收据.pdf", b"%PDF-1.7", media_type="application/pdf", keyring=Keyring.parse(OLD))
    moved(opened(), "sign", person("county_inspector", region=COUNTY), proofs=[given])
    return Proof.objects.get()


@pytest.mark.django_db
def test_afterwards_the_new_key_alone_opens_proofs_papers_and_secrets(proof: Proof) -> None:
    old, new = Keyring.parse(OLD), Keyring.parse(NEW)
    detail = ReportedDetail.objects.create(
        subject=Subject.PROJECT, key="P1", personal_sealed=old.seal('{"phone": "x"}', context=DETAIL_CONTEXT)
    )
    Scan.objects.create(
        project_id="P1",
        subject=Subject.PROJECT,
        key="P1",
        digest="d",
        size=1,
        content_sealed=old.seal("c", context=SCAN_CONTEXT),
    )
    secret = a_secret(old.seal("s", context="credential.secret"), at=MONDAY)
    batch = Batch.objects.create(kind="attendance", original_sealed="")

    reseal_everything(keyring=Keyring.parse(f"{NEW},{OLD}"), progress=lambda _done, _all: None)

    proof.refresh_from_db()
    assert new.open(proof.name_sealed, context=PROOF_NAME) == "收据.pdf"
    assert new.open(proof.content_sealed, context=PROOF_CONTENT)
    detail.refresh_from_db()
    assert new.open(detail.personal_sealed, context=DETAIL_CONTEXT) == '{"phone": "x"}'
    assert new.open(Scan.objects.get().content_sealed, context=SCAN_CONTEXT) == "c"
    secret.refresh_from_db()
    assert new.open(secret.sealed, context="credential.secret") == "s"
    batch.refresh_from_db()
    assert batch.original_sealed == ""


def a_secret(sealed: str, *, at: datetime) -> CredentialSecret:
    credential = Credential.objects.create(appid="a" * 16, name="系统", bank_id="B1", created_at=at, valid_from=at)
    return CredentialSecret.objects.create(credential=credential, sealed=sealed, valid_from=at)
