"""Papers about operators are the programme's own: who is not of its staff cannot open them.

Wagtail sends a document to anybody who has its address, unless its collection says otherwise.
"""

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Collection, CollectionViewRestriction

NAME = "Operators"


def collection() -> Collection:
    """Return the collection of operators' papers, which only groups who may change operators open."""
    root = Collection.get_first_root_node()
    with transaction.atomic():
        found = root.get_children().filter(name=NAME).first() or root.add_child(name=NAME)
        restriction, _made = CollectionViewRestriction.objects.get_or_create(
            collection=found, defaults={"restriction_type": CollectionViewRestriction.GROUPS}
        )
        restriction.groups.add(*_groups())
    return found


def _groups():
    return Group.objects.filter(
        permissions__content_type__app_label="saccos", permissions__codename="change_operator"
    ).distinct()


def is_private(document) -> bool:
    """Return whether only certain groups open it; a password, or signing in as a learner, keeps nothing private."""
    restrictions = document.collection.get_view_restrictions()
    return restrictions.filter(restriction_type=CollectionViewRestriction.GROUPS).exists()


def make_private(operator) -> None:
    """Put the operator's documents into that collection where they are in a public one."""
    for paper in operator.documents.select_related("document__collection"):
        if not is_private(paper.document):
            paper.document.collection = collection()
            paper.document.save(update_fields=["collection"])
