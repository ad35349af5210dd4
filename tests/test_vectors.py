"""The files on which the phone's JavaScript is tested hold what Python answers today."""

import pytest
from django.utils import translation

from tests import vectors


@pytest.mark.parametrize("name", ["papers", "grading", "answering"])
def test_the_files_are_what_python_writes(name):
    with translation.override("en"):
        rows = vectors.everything()[name]
    assert (vectors.FOLDER / f"{name}.json").read_text() == vectors.written(rows), "run python -m tests.vectors"


def test_papers_are_drawn_hundreds_of_times_and_from_tickets_at_the_edges():
    papers = [paper for case in vectors.everything()["papers"] for paper in case["papers"]]
    assert len(papers) > 500
    assert {"0" * 32, "f" * 32} <= {ticket for ticket, _follows, _drawn in papers}
