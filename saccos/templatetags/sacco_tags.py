from django import template

from saccos.models import Operator

register = template.Library()


@register.simple_tag(takes_context=True)
def manages_operators(context):
    """Return whether the visitor manages an operator, to show them the way to its dashboard."""
    return Operator.objects.managed_by(context["request"].user).exists()
