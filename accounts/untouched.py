"""Who is untouched: nobody ever signed in as them, and they are nobody but a learner.

Only their name and number may be put right by somebody else's word, and only they may go into another entry by it:
there is nothing yet that a stranger could take over. Higher rooms `register` what makes somebody more than a learner.
"""

from django.db.models import Exists, Model, OuterRef, Q

_more: list[tuple[type[Model], str]] = []


def register(model: type[Model], field: str = "user") -> None:
    """Let a row of this model, whose `field` is a person, make that person more than a learner."""
    if (model, field) not in _more:
        _more.append((model, field))


def only_learner() -> Q:
    """Return the condition, for a query over people, that somebody has no right beyond their own training."""
    plain = Q(username=None, is_staff=False, is_superuser=False)
    for model, field in _more:
        plain &= ~Exists(model._base_manager.filter(**{field: OuterRef("pk")}))
    return plain


def rule() -> Q:
    """Return the condition, for a query over people, that somebody is untouched."""
    return only_learner() & Q(registered_at=None, last_login=None, is_active=True)


def is_untouched(person: Model) -> bool:
    """Return whether the person is untouched now, whatever the object in hand was read as. One query."""
    return type(person)._base_manager.filter(rule(), pk=person.pk).exists()
