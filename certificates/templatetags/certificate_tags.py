from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def newest_certificate(context):
    """Return the visitor's newest certificate that was not replaced, or None."""
    return context["request"].user.certificates.filter(replaced_by=None).first()
