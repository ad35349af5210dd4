"""Where on the network a request comes from."""

import ipaddress

from django.conf import settings


def of(request) -> str:
    """Return the visitor's address: behind our own reverse proxy, the one that the proxy saw."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip()
    is_behind_proxy = settings.SECURE_PROXY_SSL_HEADER is not None
    return forwarded if is_behind_proxy and forwarded else request.META.get("REMOTE_ADDR", "")


def place(address: str) -> str:
    """Return the part of an address that stands for one place: an IPv6 household alone has 2^64 of them."""
    try:
        return str(ipaddress.IPv6Network((address, 64), strict=False))
    except ValueError:
        return address
