
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='appointment',
            name='appointment_of_a_department_names_its_trades',
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', 'industry_department'), _negated=True), models.Q(('industries__isnull', False), ('industries__len__gt', 0)), _connector='OR'), name='appointment_of_a_department_names_its_trades', violation_error_message='行业主管部门的任职须指明行业。'),
        ),
    ]
