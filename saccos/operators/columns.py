"""The columns of a table of operators, one row an operator: their headings, and each value's way in and out."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from places.corridors import Corridor
from places.counties import County
from saccos.models import Contact, Operator, OperatorStage, Route, Vehicle
from saccos.operators import cells
from saccos.operators.forms import OUTSIDE
from saccos.roster.fields import plain


@dataclass(frozen=True)
class Column:
    """`read` makes the value of a cell's text, or raises ValidationError; `show` makes the text of a value.

    A column with a `model` holds a tuple of entries, each a tuple of the model's `fields`.
    """

    name: str
    heading: str
    read: Callable
    show: Callable = str
    model: type | None = None
    fields: tuple = ()

    @property
    def is_list(self) -> bool:
        return self.model is not None

    def value_of(self, operator: Operator):
        if not self.is_list:
            return _as_read(getattr(operator, self.name))
        rows = getattr(operator, self.name).all()
        return tuple(tuple(_plain(getattr(row, field)) for field in self.fields) for row in rows)

    def rows_of(self, operators: Collection[int]) -> dict[int, dict[int, tuple]]:
        """Return the entries of each of these operators that has any, by the row's id in their order: in one query."""
        found = {}
        rows = self.model.objects.filter(operator__in=operators)
        for operator, pk, *values in rows.values_list("operator", "pk", *self.fields):
            found.setdefault(operator, {})[pk] = tuple(map(_plain, values))
        return found


def _as_read(value):
    return _lines(value) if isinstance(value, str) else value


def _plain(value):
    """A phone number counts by its digits, a degree by its value."""
    return value if value is None or isinstance(value, Decimal) else str(value)


def _lines(text):
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _text(text):
    return _lines(text)


def _one_line(text):
    return " ".join(text.split())


def _labelled(choices):
    labels = dict(choices.choices)
    return lambda value: str(labels.get(value, value))


def _optional(read):
    return lambda text: read(text) if text.strip() else ""


_county, _corridor = _optional(cells.choice_reader(County)), _optional(cells.choice_reader(Corridor))
_duty = _optional(cells.choice_reader(Contact.Duty))


def _entry_reader(read):
    return lambda text: tuple(read(entry) for entry in cells.entries(text))


def _entry_shower(show):
    return lambda rows: "\n".join(show(row) for row in rows)


def _parts(entry, most):
    found = [" ".join(cells.plain(part).split()) for part in cells.parts(entry)]
    if len(found) > most:
        words = _("“%(value)s” has more parts than belong here. Write \\; for a semicolon within one.")
        raise ValidationError(words % {"value": entry[:40]})
    return found + [""] * (most - len(found))


def _read_contact(entry):
    name, role, phone, email, duty = _parts(entry, 5)
    return (name, role, cells.read_phone(phone), email, _duty(duty))


def _show_contact(row):
    name, role, phone, email, duty = row
    return cells.joined((name, role, phone, email, duty and Contact.Duty(duty).label))


def _read_route(entry):
    towns, corridor = _parts(entry, 2)
    return (towns, _corridor(corridor))


def _show_route(row):
    towns, corridor = row
    return cells.joined((towns, corridor and Corridor(corridor).label))


def _read_stage(entry):
    place, *points = cells.parts(entry, "@")
    name, county = _parts(place, 2)
    if not points:
        return (name, _county(county), None, None)
    degrees = points[0].split(",")
    if len(points) > 1 or len(degrees) != 2:
        raise ValidationError(_("A place stands as: name @ -4.0435, 39.6682"))
    return (name, _county(county), *map(cells.read_degree, degrees))


def _show_stage(row):
    name, county, latitude, longitude = row
    place = cells.joined((name, county and County(county).label), is_place=True)
    return place if latitude is None else f"{place} @ {_degree(latitude)}, {_degree(longitude)}"


def _degree(value):
    return f"{value:f}".rstrip("0").rstrip(".")


def _read_vehicle(entry):
    return tuple(_parts(entry, 2))


def _rows(name, heading, model, fields, read, show):
    return Column(name, heading, _entry_reader(read), _entry_shower(show), model, fields)


def _choice(name, heading, choices):
    return Column(name, heading, _optional(cells.choice_reader(choices)), _labelled(choices))


def _yes_column(name, heading):
    return Column(name, heading, cells.read_yes, lambda value: _("yes") if value else _("no"))


def _blank(value):
    return "" if value is None else str(value)


COLUMNS = (
    Column("slug", gettext_lazy("Short name"), _one_line),
    Column("name", gettext_lazy("Name"), _one_line),
    Column("registered_name", gettext_lazy("Registered name"), _one_line),
    _choice("kind", gettext_lazy("Kind"), Operator.Kind),
    _choice("county", gettext_lazy("County"), County),
    Column("ntsa_number", gettext_lazy("NTSA number"), _one_line),
    Column("registration_number", gettext_lazy("Registration number"), _one_line),
    Column("fleet_size", gettext_lazy("Vehicles in all"), cells.read_number, _blank),
    _choice("engagement", gettext_lazy("Engagement"), Operator.Engagement),
    _yes_column("has_procedure", gettext_lazy("Procedure in place")),
    _yes_column("has_poster", gettext_lazy("Poster up")),
    Column("next_step", gettext_lazy("Next step"), _one_line),
    Column("next_step_on", gettext_lazy("Next step on"), cells.read_date, _blank),
    Column("notes", gettext_lazy("Notes"), _text),
    _rows(
        *("contacts", gettext_lazy("Contacts"), Contact, ("name", "role", "phone", "email", "duty")),
        *(_read_contact, _show_contact),
    ),
    _rows("routes", gettext_lazy("Routes"), Route, ("towns", "corridor"), _read_route, _show_route),
    _rows(
        *("stages", gettext_lazy("Stages"), OperatorStage, ("name", "county", "latitude", "longitude")),
        *(_read_stage, _show_stage),
    ),
    _rows("vehicles", gettext_lazy("Number plates"), Vehicle, ("plate", "note"), _read_vehicle, cells.joined),
)
BY_NAME = {column.name: column for column in COLUMNS}
NEEDED = ("name", "kind", "county")
LISTS = tuple(column for column in COLUMNS if column.is_list)
# The engagement of an operator of which nothing more is said.
DEFAULTS = {"engagement": Operator.Engagement.IDENTIFIED}


def values_of(operators: Collection[int]) -> dict[int, dict[str, object]]:
    """Return what each of these operators (by id) says, by the column's name, in one query and one for each list."""
    plain_ones = [column.name for column in COLUMNS if not column.is_list]
    found = {
        pk: {name: _as_read(value) for name, value in zip(plain_ones, values, strict=True)}
        for pk, *values in Operator.objects.filter(pk__in=operators).values_list("pk", *plain_ones)
    }
    for column in LISTS:
        rows = column.rows_of(operators)
        for pk, said in found.items():
            said[column.name] = tuple(rows.get(pk, {}).values())
    return found


def headings() -> list[str]:
    """Return the headings in the active language."""
    return [str(column.heading) for column in COLUMNS]


def known_headings() -> dict[str, Column]:
    """Return each column by its folded heading in either language, and by its name."""
    known = {plain(column.name): column for column in COLUMNS}
    for language in ("sw", "en"):
        with override(language):
            known |= {plain(str(column.heading)): column for column in COLUMNS}
    return known


def problems_of(column: Column, value) -> list[str]:
    """Return what is wrong with a value that could be read, in plain words: too long, outside Kenya, a duty twice."""
    if not column.is_list:
        return [words for _name, words in _faults(Operator, (column.name,), (value,))]
    found = [f"{name}: {words}" for row in value for name, words in _faults(column.model, column.fields, row)]
    if column.model is Contact:
        duties = [duty for *_said, duty in value if duty]
        if len(duties) != len(set(duties)):
            found.append(_("There is one focal person and one deputy: a duty stands here twice."))
    return list(dict.fromkeys(found))


def _faults(model, names, values):
    """Yield the name of each field whose value cannot stand there, and why not."""
    for name, value in zip(names, values, strict=True):
        field = model._meta.get_field(name)
        try:
            field.clean(value, None)
        except ValidationError as error:
            is_outside = error.error_list[0].code in ("min_value", "max_value")
            yield field.verbose_name, str(OUTSIDE) if is_outside else " ".join(error.messages)
