from django import template

from courses.measuring import occasions

register = template.Library()


@register.inclusion_tag("courses/measuring/offer.html", takes_context=True)
def offer_tests(context, courses):
    """Show the tests that are due: of one course (its Progress, on its result), or of a list of cards, each named."""
    user = context["request"].user
    is_list = isinstance(courses, list)
    shown = [card.progress for card in courses] if is_list else [courses] if courses else []
    if not (user.is_authenticated and user.is_registered):
        return {"lines": []}
    due = occasions.offers(user, shown)
    return {
        "lines": [
            {"course": progress.outline, "offer": due[progress.outline.key], "with_title": is_list}
            for progress in shown
            if progress.outline.key in due
        ]
    }


@register.inclusion_tag("courses/measuring/offer.html")
def offer_test(course, offer):
    """Show the one test of a course that is known to be due (its Offer), or nothing where it is None."""
    return {"lines": [{"course": course, "offer": offer, "with_title": False}] if offer else []}
