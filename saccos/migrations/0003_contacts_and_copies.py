"""Move each operator's one contact to the list of contacts, and fill the copies and figures that are kept from now on."""

from datetime import timedelta

from django.db import migrations
from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone


def move_contacts(apps, _schema_editor):
    Operator, Contact = apps.get_model("saccos", "Operator"), apps.get_model("saccos", "Contact")
    named = Operator.objects.exclude(contact_name="", contact_phone="")
    Contact.objects.bulk_create(
        Contact(operator_id=pk, name=name or str(phone), phone=phone)
        for pk, name, phone in named.values_list("pk", "contact_name", "contact_phone")
    )


def fill(apps, _schema_editor):
    now = timezone.now()
    staff = apps.get_model("saccos", "StaffMember").objects
    certificates = apps.get_model("certificates", "Certificate").objects.filter(
        learner=OuterRef("person"), revoked_at=None, replaced_by=None
    )
    enrolments = apps.get_model("courses", "Enrolment").objects.filter(learner=OuterRef("person"))
    stop = enrolments.order_by("-last_at").annotate(stop=Case(When(completed_at=None, then="module_number")))
    names = apps.get_model("accounts", "User").objects.filter(pk=OuterRef("person")).values("search_name")
    staff.update(
        sort_name=Coalesce(Subquery(names), Value("")),
        trained_until=Subquery(certificates.order_by("-expires_at").values("expires_at")[:1]),
        has_begun=Exists(enrolments),
        stopped_at=Subquery(stop.values("stop")[:1]),
    )
    staff.filter(ended_on=None).update(
        counted_as=Case(
            When(trained_until__gt=now + timedelta(days=30), then=Value("trained")),
            When(trained_until__gt=now, then=Value("lapsing")),
            When(has_begun=True, then=Value("in-progress")),
            default=Value("not-started"),
        )
    )
    counted = {
        name.replace("-", "_"): Count("pk", filter=Q(counted_as=name))
        for name in ("lapsing", "trained", "in-progress", "not-started")
    }
    rows = staff.filter(ended_on=None).order_by().values("operator").annotate(**counted)
    Figures = apps.get_model("saccos", "OperatorFigures")
    Figures.objects.bulk_create(
        Figures(operator_id=row.pop("operator"), **row) for row in rows
    )
    apps.get_model("saccos", "ClockPass").objects.create(pk=1, passed_at=now)


class Migration(migrations.Migration):
    dependencies = [
        ("saccos", "0002_operators_mapped_and_figures_kept"),
        ("accounts", "0002_people_without_a_phone"),
        ("certificates", "0004_acts_by_time"),
        ("courses", "0006_paper_attempts"),
    ]

    operations = [
        migrations.RunPython(move_contacts, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
