from wagtail import hooks

from certificates.admin import CertificateViewSet


@hooks.register("register_admin_viewset")
def register_certificates():
    return CertificateViewSet()
