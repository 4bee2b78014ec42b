from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0004_project_risk"),
    ]

    operations = [
        migrations.AddField(
            model_name="evaluationrun",
            name="failed_rule",
            field=models.CharField(blank=True, max_length=80, verbose_name="未能计算的规则"),
        ),
    ]
