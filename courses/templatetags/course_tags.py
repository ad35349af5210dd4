from django import template

from accounts.models import User

register = template.Library()


@register.simple_tag
def role_name(role):
    return User.Role(role).label


@register.simple_tag
def is_done(progress, step):
    return progress.is_done(step)


@register.simple_tag
def is_begun(progress, step):
    return progress.is_begun(step)


@register.simple_tag
def is_module_done(progress, module):
    return progress.is_module_done(module)


@register.simple_tag
def is_module_open(progress, module):
    return progress.is_module_open(module)
