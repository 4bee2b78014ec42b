import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('monitoring', '0005_failed_rule'),
        ('people', '0002_department_names_its_trades'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('query', models.CharField(blank=True, max_length=2000, verbose_name='筛选条件')),
                ('created_at', models.DateTimeField(verbose_name='建立时间')),
                ('changed_at', models.DateTimeField(verbose_name='修改时间')),
                ('deleted_at', models.DateTimeField(blank=True, null=True, verbose_name='删除时间')),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to='people.organisation', verbose_name='共用单位')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL, verbose_name='建立人')),
            ],
            options={
                'verbose_name': '视图',
                'verbose_name_plural': '视图',
            },
        ),
        migrations.CreateModel(
            name='InboxPreference',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='inbox_preference', serialize=False, to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                ('view_order', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='视图顺序')),
                ('default_view', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='monitoring.savedview', verbose_name='默认视图')),
            ],
            options={
                'verbose_name': '预警总览的个人设置',
                'verbose_name_plural': '预警总览的个人设置',
            },
        ),
        migrations.CreateModel(
            name='ListDownload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('list_name', models.CharField(max_length=30, verbose_name='名单')),
                ('query', models.CharField(blank=True, max_length=2000, verbose_name='筛选条件')),
                ('as_of', models.DateField(verbose_name='截止日')),
                ('rows', models.PositiveIntegerField(verbose_name='行数')),
                ('request_id', models.CharField(blank=True, max_length=64, verbose_name='请求编号')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='list_downloads', to=settings.AUTH_USER_MODEL, verbose_name='下载人')),
            ],
            options={
                'verbose_name': '名单下载记录',
                'verbose_name_plural': '名单下载记录',
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['user', '-at'], name='list_download_of_user')],
            },
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(condition=models.Q(('deleted_at', None), ('office', None)), fields=('owner', 'name'), name='saved_view_own_name_once', violation_error_message='您已有同名的视图。'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(condition=models.Q(('deleted_at', None), ('office__isnull', False)), fields=('office', 'name'), name='saved_view_office_name_once', violation_error_message='本单位已有同名的共用视图。'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.CheckConstraint(condition=models.Q(('name__regex', '\\S')), name='saved_view_has_a_name', violation_error_message='视图须有名称。'),
        ),
    ]
