"""Where somebody was going when sign-in came in between. Only addresses of this site count."""

from urllib.parse import urlencode

from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve, reverse, translate_url
from django.utils.http import url_has_allowed_host_and_scheme


def asked_for(request) -> str:
    """Return the address in `next`, or nothing where there is none or it leads elsewhere."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    # Anything else that passes, such as a bare word, would be taken for the name of a view.
    return address if is_ours and address.startswith("/") else ""


def or_default(request) -> str:
    return asked_for(request) or resolve_url(settings.LOGIN_REDIRECT_URL)


def carried_to(name: str, request) -> str:
    """Return the address of one of our steps, carrying `next` along."""
    address = asked_for(request)
    return reverse(name) + (f"?{urlencode({'next': address})}" if address else "")


def in_language(address: str, language: str) -> str:
    """Return the address in another language, where the same page is sure to exist there."""
    try:
        is_page = resolve(address.partition("?")[0]).url_name == "wagtail_serve"
    except Resolver404:
        is_page = True
    return address if is_page else translate_url(address, language)
