"""Parts from which the tests of the programme's pages are made."""

from saccos.models import Operator
from saccos.programme import entries


def entry(pk=1, **fields):
    """An operator as the programme's pages read it: a mapped bus sacco of Mombasa without staff."""
    known = {
        "name": f"Sacco {pk}",
        "kind": Operator.Kind.BUS_SACCO,
        "county": "001",
        "engagement": Operator.Engagement.MAPPED,
    }
    return entries.Entry(**({"pk": pk, "lapsing": 0, "trained": 0, "staff": 0} | known | fields))
