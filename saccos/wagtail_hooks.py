from wagtail import hooks
from wagtail.snippets.models import register_snippet

from courses import attention
from saccos.minute import price
from saccos.operators import hooks as _operators
from saccos.operators.admin import OperatorViewSet, TargetViewSet
from saccos.people_chooser import PersonChooserViewSet
from saccos.programme import hooks as _programme

register_snippet(OperatorViewSet)
register_snippet(TargetViewSet)
attention.register(price.lines)


@hooks.register("register_admin_viewset")
def person_chooser():
    return PersonChooserViewSet("person_chooser")
