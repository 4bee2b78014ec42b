"""Users, their organisations and dated posts, and the record of every look at personal data."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from xinan.people.duties.models import Duty as Duty
from xinan.people.duties.models import HandOver as HandOver
from xinan.people.duties.models import Leave as Leave
from xinan.people.duties.models import TopOfficial as TopOfficial
from xinan.people.enums import OrganisationKind, Role


class Organisation(models.Model):
    """An office, department, firm or bank whose people sign in."""

    name = models.CharField(_("名称"), max_length=200)
    kind = models.CharField(_("类别"), max_length=30, choices=OrganisationKind.choices)
    region_code = models.CharField(_("所在地"), max_length=12, blank=True)
    enterprise_id = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)

    class Meta:
        verbose_name = _("单位")
        verbose_name_plural = _("单位")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "name", "region_code"], name="organisation_once"),
            models.UniqueConstraint(
                fields=["enterprise_id"],
                condition=~models.Q(enterprise_id=""),
                name="organisation_of_an_enterprise_once",
                violation_error_message=_("该企业已登记为单位。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes users; a password is always hashed, a missing one never matches."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """A new user who may sign in with `password`."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. What they may see follows from their appointments alone (people/scope.py)."""

    username = models.CharField(
        _("用户名"),
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("该用户名已被使用。")},
    )
    display_name = models.CharField(_("姓名"), max_length=60)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("所属单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="users"
    )
    is_active = models.BooleanField(_("启用"), default=True)
    joined_at = models.DateTimeField(_("创建时间"), db_default=Now(), editable=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("用户")
        verbose_name_plural = _("用户")

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        """The name to show."""
        return self.display_name

    def get_short_name(self) -> str:
        """The name to show where room is short."""
        return self.display_name


class Appointment(models.Model):
    """A dated post: the holder has `role`, for a place, trades or a firm, from one day until another (included)."""

    user = models.ForeignKey(User, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="appointments")
    role = models.CharField(_("角色"), max_length=30, choices=Role.choices)
    region_code = models.CharField(_("辖区"), max_length=12, blank=True)
    industries = ArrayField(models.CharField(max_length=20), verbose_name=_("行业"), null=True, blank=True)
    enterprise_id = models.CharField(_("统一社会信用代码"), max_length=18, null=True, blank=True)  # noqa: DJ001 null: not for a firm
    from_on = models.DateField(_("起"))
    to_on = models.DateField(_("止（含）"), null=True, blank=True)

    class Meta:
        verbose_name = _("任职")
        verbose_name_plural = _("任职")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(to_on=None) | models.Q(to_on__gte=models.F("from_on")),
                name="appointment_ends_after_it_begins",
                violation_error_message=_("任职的结束日不能早于开始日。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(role__in=["contractor", "owner", "bank"])
                | models.Q(enterprise_id__isnull=False) & ~models.Q(enterprise_id=""),
                name="appointment_of_a_firm_names_it",
                violation_error_message=_("企业和银行的任职须指明统一社会信用代码。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(role__in=["city_office", "county_inspector", "industry_department"])
                | ~models.Q(region_code=""),
                name="appointment_of_an_office_names_its_place",
                violation_error_message=_("市县和行业主管部门的任职须指明辖区。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(role="industry_department")
                | models.Q(industries__isnull=False, industries__len__gt=0),
                name="appointment_of_a_department_names_its_trades",
                violation_error_message=_("行业主管部门的任职须指明行业。"),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["user", "from_on"], name="appointment_of_user")]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.region_code}".strip()


class AccessRecord(models.Model):
    """One look at a personal value in clear: who, whose, which, why, when. Never the value."""

    user = models.ForeignKey(User, verbose_name=_("查看人"), on_delete=models.PROTECT, related_name="looks")
    subject_kind = models.CharField(_("对象类别"), max_length=20)
    subject_id = models.CharField(_("对象标识"), max_length=64)
    field = models.CharField(_("数据项"), max_length=30)
    reason = models.CharField(_("查看理由"), max_length=200)
    project_id = models.CharField(_("所在项目"), max_length=64, blank=True)
    request_id = models.CharField(_("请求编号"), max_length=64, blank=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("个人信息查看记录")
        verbose_name_plural = _("个人信息查看记录")
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="access_record_has_a_reason",
                violation_error_message=_("查看个人信息须写明理由。"),
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["-at"], name="access_record_by_time"),
            models.Index(fields=["subject_kind", "subject_id"], name="access_record_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.field}"
