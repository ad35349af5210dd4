"""How hard each question has been, from the stored analyses of the quizzes that asked it."""

from courses.models.analyses import Analysis


def facilities() -> dict[str, float]:
    """Return the facility in percent of each question that an analysis of all versions of a quiz knows, by its key.

    Where several quizzes ask it, the one analysed last counts.
    """
    known = {}
    rows = Analysis.objects.filter(subject=Analysis.Subject.QUIZ, version=0).order_by("calculated_at", "pk")
    for questions in rows.values_list("result__questions", flat=True):
        known |= {key: figures["facility"] for key, figures in (questions or {}).items()}
    return {key: facility for key, facility in known.items() if facility is not None}
