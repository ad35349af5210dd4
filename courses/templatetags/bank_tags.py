from django import template

from courses.bank import preview

register = template.Library()
register.simple_tag(preview.phones, name="phones_showing")
register.simple_tag(preview.first_problem, name="first_problem_of")
