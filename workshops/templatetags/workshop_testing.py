from django import template

register = template.Library()


@register.inclusion_tag("workshops/testing/count_field.html")
def counted(field, number, typed, problems, name=""):
    """Return the field of one count: what was typed where it could not be kept, else what is kept."""
    kept = "" if number is None else number
    return {"id": name or field, "field": field, "value": typed.get(field, kept), "problem": problems.get(field, "")}
