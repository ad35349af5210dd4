"""What an editor is told after publishing or taking away one language while the other stays behind."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from courses.parity import records


def after_publishing(request, instance) -> None:
    """Warn where what has just been published leaves the other language behind."""
    record = records.of(instance)
    if record and record.is_behind:
        findings = ", ".join(str(finding.text) for finding in record.findings if finding.is_behind)
        text = _("The two languages of “%(title)s” are not alike: %(findings)s.")
        _warn(request, text % {"title": record.title, "findings": findings}, record.url)


def after_taking_away(request, instance) -> None:
    """Warn where learners can still read the other language of a page that was unpublished or deleted."""
    record = records.of(instance)
    if record and record.is_behind:
        text = _("“%(title)s” can still be read in the other language only.") % {"title": record.title}
        _warn(request, text, record.url)


def after_bulk_action(request, instances) -> None:
    """Warn once for many, with the way to the board."""
    found = {record.url: record for instance in instances if (record := records.of(instance)) and record.is_behind}
    if len(found) == 1:
        after_publishing(request, next(iter(found.values())).any)
    elif found:
        text = ngettext(
            "%(count)d of these leaves its other language behind.",
            "%(count)d of these leave their other language behind.",
            len(found),
        )
        messages.warning(
            request,
            text % {"count": len(found)},
            buttons=[messages.button(reverse("course_parity"), _("Languages"))],
        )


def _warn(request, text, url):
    messages.warning(request, text, buttons=[messages.button(url, _("Side by side"))])
