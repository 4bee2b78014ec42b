"""Seals of closed files: chapters, their entries, and the checks made against them. Written once."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.casework.cases.models import Case

KEY_LENGTH = 80
DIGEST_LENGTH = 64
_WRITTEN_ONCE = pgtrigger.Update | pgtrigger.Delete


class Seal(models.Model):
    """One chapter: the whole file as it stood when the case was closed, chained to the chapter before.

    `head` begins the chain, `end` is its last digest. `salt_sealed` (context `seal.salt`, hexadecimal) goes into every digest; it
    may be sealed anew under another key, and nothing else here ever changes. `keep_until` is the day until which the file is kept
    at least, `keep_law` why.
    """

    case = models.ForeignKey(Case, verbose_name=_("案件"), on_delete=models.PROTECT, related_name="seals")
    chapter = models.PositiveSmallIntegerField(_("第几次封存"))
    previous = models.OneToOneField(
        "self", verbose_name=_("上一次封存"), on_delete=models.PROTECT, related_name="next", null=True, blank=True
    )
    salt_sealed = models.TextField(_("盐（加密）"))
    head = models.CharField(_("起始摘要"), max_length=DIGEST_LENGTH)
    end = models.CharField(_("封存摘要"), max_length=DIGEST_LENGTH)
    items = models.PositiveIntegerField(_("条目数"))
    sealed_at = models.DateTimeField(_("封存时间"))
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("封存人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    keep_until = models.DateField(_("保管至少至"))
    keep_law = models.CharField(_("保管依据"), max_length=200)

    class Meta:
        verbose_name = _("案卷封存")
        verbose_name_plural = _("案卷封存")
        ordering: ClassVar = ["case", "chapter"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "chapter"], name="seal_chapter_once", violation_error_message=_("该次封存已存在。")
            ),
            models.CheckConstraint(
                condition=models.Q(chapter=1, previous=None) | models.Q(chapter__gt=1, previous__isnull=False),
                name="seal_follows_the_one_before",
                violation_error_message=_("再次封存须接在上一次之后。"),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="seal_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "case",
                    "chapter",
                    "previous",
                    "head",
                    "end",
                    "items",
                    "sealed_at",
                    "sealed_by",
                    "keep_until",
                    "keep_law",
                ),
            ),
            pgtrigger.Protect(name="seal_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.chapter}"


class SealEntry(models.Model):
    """One item of a chapter, by its key and place, with the digest of what it held and the digest of the chain up to it."""

    seal = models.ForeignKey(Seal, verbose_name=_("封存"), on_delete=models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField(_("序号"))
    key = models.CharField(_("条目"), max_length=KEY_LENGTH)
    content = models.CharField(_("内容摘要"), max_length=DIGEST_LENGTH)
    digest = models.CharField(_("链摘要"), max_length=DIGEST_LENGTH)

    class Meta:
        verbose_name = _("封存条目")
        verbose_name_plural = _("封存条目")
        ordering: ClassVar = ["seal", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seal", "position"], name="seal_entry_place_once", violation_error_message=_("该序号已封存。")
            ),
            models.UniqueConstraint(
                fields=["seal", "key"], name="seal_entry_once", violation_error_message=_("该条目已封存。")
            ),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="seal_entry_is_kept", operation=_WRITTEN_ONCE)]

    def __str__(self) -> str:
        return f"{self.position} {self.key}"


class SealCheck(models.Model):
    """A look whether the file still is what was sealed: when, by whom (None: the system, each night), what differed."""

    seal = models.ForeignKey(Seal, verbose_name=_("封存"), on_delete=models.PROTECT, related_name="checks")
    at = models.DateTimeField(_("核验时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("核验人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    items = models.PositiveIntegerField(_("核验条目数"))
    # [kind, key, position] of each difference (dossier.chain.Difference); empty where the file is as it was sealed.
    differences = models.JSONField(_("不一致"), default=list, blank=True)

    class Meta:
        verbose_name = _("封存核验")
        verbose_name_plural = _("封存核验")
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [models.Index(fields=["seal", "-at"], name="seal_check_of_seal")]
        triggers: ClassVar = [pgtrigger.Protect(name="seal_check_is_kept", operation=_WRITTEN_ONCE)]

    def __str__(self) -> str:
        return f"{self.seal_id} {self.at:%Y-%m-%d %H:%M}"
