"""Which encodings a browser takes: read once, for pages and for what is kept packed beforehand."""


def accepted(header: str) -> set[str]:
    """Return the names in an Accept-Encoding header, lower case; one that is taken with q=0 is refused."""
    offers = (offer.replace(" ", "").lower().partition(";q=") for offer in header[:200].split(","))
    return {name for name, _q, weight in offers if weight.strip("0.") or not weight}
