from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0006_inbox_tool"),
    ]

    operations = [
        migrations.AddField(
            model_name="warning",
            name="settled_as",
            field=models.CharField(
                blank=True,
                choices=[
                    ("evidence", "凭证据核销"),
                    ("false_alarm", "误报"),
                    ("exempted", "豁免"),
                    ("to_case", "转为案件"),
                ],
                db_default="",
                default="",
                max_length=20,
                verbose_name="人工办结方式",
            ),
        ),
        migrations.AddField(
            model_name="warning",
            name="settled_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="人工办结时间"),
        ),
        migrations.AddField(
            model_name="warning",
            name="settled_level",
            field=models.CharField(blank=True, db_default="", default="", max_length=6, verbose_name="办结时的等级"),
        ),
        migrations.AddField(
            model_name="warning",
            name="settled_until",
            field=models.DateField(blank=True, null=True, verbose_name="豁免至（含）"),
        ),
        migrations.AddConstraint(
            model_name="warning",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("settled_as", ""),
                        ("settled_at", None),
                        ("settled_level", ""),
                        ("settled_until", None),
                    ),
                    models.Q(
                        ("settled_as__in", ["evidence", "false_alarm", "to_case"]),
                        ("settled_at__isnull", False),
                        models.Q(("settled_level", ""), _negated=True),
                        ("settled_until", None),
                    ),
                    models.Q(
                        ("settled_as", "exempted"),
                        ("settled_at__isnull", False),
                        ("settled_until__isnull", False),
                        models.Q(("settled_level", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="warning_settled_says_how",
                violation_error_message="人工办结须有方式、时间和当时的等级；豁免另须有截止日。",
            ),
        ),
        migrations.AddIndex(
            model_name="warning",
            index=models.Index(
                condition=models.Q(models.Q(("settled_as", ""), _negated=True), ("state", "open")),
                fields=["settled_as"],
                name="warning_settled_but_open",
            ),
        ),
    ]
