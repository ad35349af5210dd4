from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSetGroup

from certificates import check_report as _check_report
from certificates.admin import CertificateViewSet
from certificates.designs.admin import DesignViewSet
from certificates.printing import admin_hooks as _printing


class CertificatesGroup(ModelViewSetGroup):
    menu_label = _("Certificates")
    menu_icon = "success"
    menu_order = 240
    items = (CertificateViewSet(add_to_admin_menu=False), DesignViewSet(add_to_admin_menu=False))


@hooks.register("register_admin_viewset")
def register_certificates():
    return CertificatesGroup()
