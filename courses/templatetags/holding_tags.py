from django import template

from courses.holding import telling

register = template.Library()


@register.inclusion_tag("courses/phone/told.html", takes_context=True)
def tell_of_held(context, quiz=None):
    """Show what became of the learner's attempts that could not be accepted by themselves; of one quiz, or of all."""
    learner = context["request"].user
    return {"lines": telling.lines(learner, quiz), "quiz": quiz, "csrf_token": context.get("csrf_token")}
