"""Two people said to be two, whose each print job is, and where digests go by e-mail: with what was known before."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def tie_jobs(apps, _schema_editor):
    """Tie the jobs whose title is an operator's name and that one of its managers began, as their pages showed them."""
    Job, Tie = apps.get_model("certificates", "PrintJob"), apps.get_model("saccos", "OperatorPrintJob")
    kept = dict(apps.get_model("saccos", "Operator").objects.values_list("pk", "merged_into"))
    rows = apps.get_model("saccos", "Management").objects.values_list("operator__name", "user", "operator")
    whose = {(name, user): operator for name, user, operator in rows.iterator()}
    jobs = Job.objects.exclude(made_by=None).values_list("pk", "title", "made_by")
    ties = []
    for pk, title, user in jobs.iterator():
        if operator := whose.get((title, user)):
            while kept[operator]:
                operator = kept[operator]
            ties.append(Tie(job_id=pk, operator_id=operator))
    Tie.objects.bulk_create(ties, batch_size=500)


def ask_for_addresses(apps, _schema_editor):
    """Let the addresses used so far wait to be confirmed: the next weekly run asks for it."""
    management = apps.get_model("saccos", "Management").objects.filter(digest="email").exclude(user__email="")
    Address = apps.get_model("saccos", "DigestAddress")
    Address.objects.bulk_create(
        (Address(management_id=pk, asked_email=email) for pk, email in management.values_list("pk", "user__email")),
        batch_size=500,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('certificates', '0005_one_replaced_by_each'),
        ('saccos', '0004_one_contact_is_gone'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DigestAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(blank=True, help_text='Where it goes: confirmed by a link.', max_length=254)),
                ('asked_email', models.EmailField(blank=True, help_text='What waits to be confirmed, and then takes its place.', max_length=254)),
                ('token', models.CharField(help_text='What the link holds that confirms.', max_length=40, null=True, unique=True)),
                ('asked_at', models.DateTimeField(help_text='When the link was last sent.', null=True)),
                ('management', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='digest_address', to='saccos.management')),
            ],
        ),
        migrations.CreateModel(
            name='OperatorPrintJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('job', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='certificates.printjob')),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='print_jobs', to='saccos.operator')),
            ],
        ),
        migrations.CreateModel(
            name='Namesakes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='namesakes', to='saccos.operator')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('operator', 'one', 'other'), name='namesakes_said_once'), models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='namesakes_in_one_order')],
            },
        ),
        migrations.RunPython(tie_jobs, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(ask_for_addresses, migrations.RunPython.noop, elidable=True),
    ]
