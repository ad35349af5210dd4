"""What a quiz comes to, shown while it is edited."""

from wagtail.admin.panels import Panel


class QuizSummaryPanel(Panel):
    """How many questions a learner is asked, and whether a retake can ask others; as last saved."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/admin/bank_quiz_summary.html"

        def is_shown(self):
            return bool(self.instance.pk)

        def get_context_data(self, parent_context=None):
            draws = list(draws_of(self.instance))
            fixed = {part.value.pk for part in self.instance.parts if part.block_type == "question" and part.value}
            return super().get_context_data(parent_context) | {
                "fixed": len(fixed),
                "number": len(fixed) + sum(draw["count"] for draw in draws),
                "draws": draws,
                "can_differ": any(draw["spare"] > 0 for draw in draws),
            }


def draws_of(quiz):
    """Yield for each draw its topic, how many it takes, how many there are to take from, and how many are spare."""
    fixed = [part.value.pk for part in quiz.parts if part.block_type == "question" and part.value]
    for part in quiz.parts:
        if part.block_type == "draw" and part.value["topic"]:
            pool = part.value["topic"].questions.filter(live=True).exclude(pk__in=fixed).count()
            count = part.value["count"] or 0
            yield {"topic": part.value["topic"], "count": count, "pool": pool, "spare": pool - count}
