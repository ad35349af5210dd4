"""What the admin's form of an operator sends."""

from saccos.models import Contact, Management, OperatorDocument, OperatorStage, Route, Vehicle

_KINDS = {
    "contacts": (Contact, ("name", "role", "phone", "email", "duty")),
    "routes": (Route, ("towns", "corridor")),
    "stages": (OperatorStage, ("name", "county", "latitude", "longitude")),
    "vehicles": (Vehicle, ("plate", "note")),
    "documents": (OperatorDocument, ("document", "note")),
    "managements": (Management, ("user", "right")),
}


def form_data(operator=None, **changed):
    """Return the form as it stands for an operator, or empty; `changed` are its fields, or lists of rows."""
    data = {"name": "Ziwa Bus Sacco", "slug": "", "kind": "bus_sacco", "county": "042", "engagement": "3-mapped"}
    if operator:
        data |= {name: getattr(operator, name) for name in data}
    for kind, (model, fields) in _KINDS.items():
        old = list(model.objects.filter(operator=operator).order_by("pk")) if operator else []
        rows = changed.pop(kind, None)
        if rows is None:
            rows = [{name: _plain(getattr(row, name)) for name in fields} for row in old]
        data |= {f"{kind}-TOTAL_FORMS": max(len(rows), len(old)), f"{kind}-INITIAL_FORMS": len(old)}
        for place in range(max(len(rows), len(old))):
            row = rows[place] if place < len(rows) else {"DELETE": "on"}
            known = {"id": old[place].pk} if place < len(old) else {}
            data |= {f"{kind}-{place}-{name}": value for name, value in {**row, **known}.items()}
    return data | changed


def _plain(value):
    return "" if value is None else getattr(value, "pk", value)
