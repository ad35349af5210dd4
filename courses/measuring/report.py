"""The stored gains of a course as what a page or a spreadsheet shows: sections of rows, and their charts."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.measuring import groupings
from courses.models.questions import Topic
from courses.statistics.figures import FEW

_FIGURES = ("before", "after", "gain", "sd", "low", "high")


@dataclass(frozen=True)
class Row:
    """One group of people. Figures are in percent or points of percent; a hidden row has none, and no n."""

    name: str
    n: int | None = None
    before: float | None = None
    after: float | None = None
    gain: float | None = None
    sd: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def is_hidden(self) -> bool:
        return self.n is None

    @property
    def is_thin(self) -> bool:
        return self.n is not None and self.n < FEW


@dataclass(frozen=True)
class Section:
    heading: str
    note: str
    rows: tuple[Row, ...]

    @property
    def shown(self) -> list[Row]:
        return [row for row in self.rows if not row.is_hidden]

    @property
    def has_thin(self) -> bool:
        return any(row.is_thin for row in self.rows)

    @property
    def has_hidden(self) -> bool:
        return any(row.is_hidden for row in self.rows)


def sections(result: dict) -> list[Section]:
    """Return the report's sections in their order, of a stored result; those without people are left out."""
    found = [_whole(result), _by_topic(result), _by_half(result)]
    for slug, groups in result["by"].items():
        rows = tuple(_row(groupings.name_of(slug, group["key"]), group) for group in groups)
        found.append(Section(groupings.heading_of(slug), "", rows))
    return [section for section in found if section.rows]


def _row(name, figures):
    figures = figures or {}
    return Row(name, **{field: figures.get(field) for field in ("n", *_FIGURES)})


def _whole(result):
    return Section(_("Everybody"), "", (_row(_("Everybody"), result["all"]),))


def _by_topic(result):
    topics = {topic.slug: str(topic) for topic in Topic.objects.filter(slug__in=[t["key"] for t in result["topics"]])}
    rows = tuple(_row(topics.get(topic["key"], topic["key"]), topic) for topic in result["topics"])
    return Section(_("By topic"), "", rows)


def _by_half(result):
    names = {"a": _("Form A first"), "b": _("Form B first")}
    note = _(
        "Half the people get form A before and form B after, the others the other way round. Where one half gains much "
        "more, one form is easier; taken together, that cancels out."
    )
    rows = sorted(result["first_form"], key=lambda group: group["key"])
    return Section(_("By first form"), note, tuple(_row(names[group["key"]], group) for group in rows))


def table(result: dict) -> Iterator[list]:
    """Yield the rows of the export, the first with the columns' names; figures are numbers, hidden ones empty."""
    yield [
        *(_("Breakdown"), _("Group"), _("People (n)"), _("Before (%)"), _("After (%)"), _("Gain (points)")),
        *(_("SD of the gain"), _("95 % interval from"), _("to"), _("Remark")),
    ]
    for section in sections(result):
        for row in section.rows:
            figures = [_rounded(getattr(row, field)) for field in _FIGURES]
            yield [section.heading, row.name, row.n, *figures, _remark(row)]
    yield from _follow_up_rows(result["follow_up"])


def _follow_up_rows(later):
    name = _("Follow-up after 60 to 90 days")
    if later is None:
        yield [name, _("Everybody"), *[None] * 7, _("hidden to protect small groups")]
        return
    remark = "" if later["n"] >= FEW else _("few people")
    steps = (
        (_("From the post-test on"), later["after"], later["change"], later["low"], later["high"]),
        (_("From the pre-test on"), later["before"], later["kept"], None, None),
    )
    for group, start, change, low, high in steps:
        figures = (start, later["later"], change, None, low, high)
        yield [name, group, later["n"], *map(_rounded, figures), remark]


def _rounded(value):
    return None if value is None else round(value, 2)


def _remark(row):
    if row.is_hidden:
        return _("hidden to protect small groups")
    return _("few people") if row.is_thin else ""
