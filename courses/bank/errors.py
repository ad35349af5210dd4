"""Showing problems beside the answers they are about, in the form that Wagtail's editor takes."""

from collections import defaultdict
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from wagtail.blocks import StreamBlockValidationError
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.bank.checking import Problem


def stream_error(problems: Sequence[Problem]) -> StreamBlockValidationError:
    """Return one error for all problems whose path begins with "options"."""
    below, here = _sorted_out([(path.split(".")[1:], message) for path, message in problems])
    return StreamBlockValidationError({int(place): _of_answer(inner) for place, inner in below.items()}, here)


def _of_answer(problems):
    below, here = _sorted_out(problems)
    return StructBlockValidationError(
        {name: _of_list(inner) if name == "actions" else _of_field(inner) for name, inner in below.items()}, here
    )


def _of_list(problems):
    below, here = _sorted_out(problems)
    return ListBlockValidationError({int(place): _of_answer(inner) for place, inner in below.items()}, here)


def _of_field(problems):
    return ValidationError([message for _path, message in problems])


def _sorted_out(problems):
    """Return the problems further down, by the next part of their path, and the messages that belong here."""
    below, here = defaultdict(list), []
    for path, message in problems:
        if path:
            below[path[0]].append((path[1:], message))
        else:
            here.append(ValidationError(message))
    return below, here
