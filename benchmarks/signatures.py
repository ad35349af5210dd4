"""How many certificates a second are checked offline, from the QR's whole text to the answer, against `cryptography`
alone verifying the same signatures."""

import time
import uuid
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from benchmarks.server import in_turns
from certificates import cbor, checking, codes, digits, keys, statement, status_list

CHECKS, CERTIFICATES, ENTRIES = 3_000, 500, 1 << 20
BASE_URL = "https://salama.example"
_YEAR = timedelta(days=365)


def main():
    now = datetime.now(UTC)
    private = ec.generate_private_key(ec.SECP256R1())
    key = keys.Key(1, private.public_key(), int((now - _YEAR).timestamp()))
    trust = checking.Trust(BASE_URL, keys.Ring({1: key}), _list(now))
    texts, signed = zip(*(_certificate(private, index, now) for index in range(CERTIFICATES)), strict=True)
    found = in_turns(
        {
            "ours": lambda: _rate(lambda text: _check(text, trust, int(now.timestamp())), texts),
            "floor": lambda: _rate(lambda pair: _verify(key.public, *pair), signed),
        }
    )
    ours, alone = found["ours"], found["floor"]
    print(
        f"signed certificates checked: {ours:.0f} a second (cryptography alone: {alone:.0f}, ratio: {ours / alone:.2f})"
    )


def _verify(public, signature, data):
    public.verify(signature, data, ec.ECDSA(hashes.SHA256()))


def _check(text, trust, now):
    assert checking.check(text, trust, now).result == checking.Result.VALID


def _rate(act, things):
    began = time.perf_counter()
    for thing in islice(cycle(things), CHECKS):
        act(thing)
    return CHECKS / (time.perf_counter() - began)


def _list(now):
    return status_list.StatusList(bytes(ENTRIES // 8), int(now.timestamp()), int((now + timedelta(days=7)).timestamp()))


def _certificate(private, index, now):
    """Return a certificate's text, and its signature in the form of `cryptography` with the bytes that are signed."""
    issued, expires = (int(moment.timestamp()) for moment in (now - timedelta(days=1), now + _YEAR))
    code, name = codes.draw(), f"Wanjirũ Gathonĩ {uuid.uuid4().hex[:8]}"
    said = statement.Statement(1, name, 7, index * 2000, issued, expires)
    address = checking.address(BASE_URL, code)
    message = statement.sign(said, private, address)
    header, _none, payload, raw = cbor.loads(message)
    signature = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    data = cbor.dumps(["Signature1", header, address.encode(), payload])
    return f"{address}#{digits.encode(message)}", (signature, data)


if __name__ == "__main__":
    main()
