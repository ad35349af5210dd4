"""Which encodings a browser takes: read once, for pages and for what is kept packed beforehand."""

from functools import lru_cache


@lru_cache(maxsize=512)  # browsers send the same few
def accepted(header: str) -> frozenset[str]:
    """Return the names in an Accept-Encoding header, lower case; one that is taken with q=0 is refused."""
    offers = (offer.replace(" ", "").lower().partition(";q=") for offer in header[:200].split(","))
    return frozenset(name for name, _q, weight in offers if weight.strip("0.") or not weight)
