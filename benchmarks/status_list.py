"""How large the published status list is for a million certificates of which one in a hundred is revoked, gzipped as it
is served, against what any list of so many places must take (the entropy of which are set)."""

import gzip
import json
import math
import random
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric import ec

from certificates import status_list

CERTIFICATES, REVOKED, LIMIT = 1_000_000, 10_000, 20_000
_HOST = "https://salama.example"


def floor(places: int, taken: int) -> float:
    """Return how many bytes tell which of so many places are taken, at least."""
    return (math.lgamma(places + 1) - math.lgamma(taken + 1) - math.lgamma(places - taken + 1)) / math.log(256)


def main():
    length = status_list.length_for(CERTIFICATES)  # as status_places makes it
    bits = status_list.bits_of(random.Random(1).sample(range(length), REVOKED), length)
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    document = status_list.make(bits, now, f"{_HOST}/v/issuer.json", f"{_HOST}/v/status.json", key, 1)
    served = len(gzip.compress(json.dumps(document, separators=(",", ":")).encode(), 6))
    least = floor(length, REVOKED)
    print(f"status list of a million: {served} bytes (limit: {LIMIT} bytes, ratio: {served / LIMIT:.2f})")
    print(f"status list of a million: {served} bytes (its entropy: {least:.0f} bytes, ratio: {served / least:.2f})")


if __name__ == "__main__":
    main()
