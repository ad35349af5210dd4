"""Fixed keys, times, statements and lists of which `tests.certificate_vectors` makes its table."""

import hashlib
import random
import zlib
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from certificates import cbor, cose, jws, public_keys, status_list
from certificates.keys import Key, Ring

DAY, YEAR = 24 * 3600, 365 * 24 * 3600
NOW = 1_800_000_000  # 15 January 2027, 08:00
START, TAKEN_OVER, TAKES_OVER = NOW - 3 * YEAR, NOW - YEAR, NOW + 20 * DAY
ISSUED, EXPIRES = NOW - 100 * DAY, NOW + 630 * DAY
BASE, CODE = "https://salama.example", "7K3MQ2V011"
HOST = BASE.upper()
ADDRESS = f"{HOST}/V/{CODE}"
ABOUT = b"\x3a\x00\x01\x00\x00"


def private(kid: int) -> ec.EllipticCurvePrivateKey:
    """Return the private half of a key, always the same one."""
    return ec.derive_private_key(int.from_bytes(hashlib.sha256(b"vectors %d" % kid).digest(), "big"), ec.SECP256R1())


def _key(kid, nbf, exp=None, *, is_compromised=False):
    return Key(kid, private(kid).public_key(), nbf, exp, is_compromised)


RING = Ring(
    (key.kid, key)
    for key in (
        _key(1, START, TAKEN_OVER),
        _key(2, TAKEN_OVER, TAKES_OVER),
        _key(3, TAKES_OVER),
        _key(4, START, is_compromised=True),
    )
)
KEYS = {"all": RING.as_jwks(datetime.fromtimestamp(NOW, UTC)), "none": {"keys": []}}


def header(kid: int, algorithm: int = cose.ES256) -> bytes:
    """Return a protected header in our form."""
    return cbor.dumps({cose.ALG: algorithm, cose.KID: bytes([kid])})


def claims(name: str, course: int, index: int, issued: int = ISSUED, expires: int = EXPIRES) -> bytes:
    """Return a payload in our form, whatever its values."""
    return cbor.dumps({4: expires, 6: issued, -65537: [name, course, index]})


def message(head: bytes, payload: bytes, signer: int = 2, address: str = ADDRESS, algorithm: int = cose.ES256) -> bytes:
    """Return a message with these very bytes, signed as the algorithm says where it is one that we know."""
    signed = cbor.dumps(["Signature1", head, address.encode(), payload])
    if algorithm == cose.EDDSA:
        signature = ed25519.Ed25519PrivateKey.from_private_bytes(bytes([signer] * 32)).sign(signed)
    else:
        known = algorithm if algorithm in cose.ALGORITHMS else cose.ES256
        signature = cose.raw_signature(private(signer), known, signed)
    return cbor.dumps([head, {}, payload, signature])


def statement_of(kid: int = 2, signer: int | None = None, address: str = ADDRESS, **said) -> bytes:
    """Return Amina's statement with some of it changed, signed with that key whatever it says."""
    payload = claims(**{"name": "Amina Hassan", "course": 1, "index": 7} | said)
    return message(header(kid), payload, signer or kid, address)


PAYLOAD = claims("Amina Hassan", 1, 7)
AMINA = statement_of()


def _bits(revoked, length=status_list.SMALLEST):
    return status_list.bits_of(revoked, length)


REVOKED = (0, 777, 131_071)
FEW = _bits(REVOKED)


def list_of(issued: int, bits: bytes = FEW, kid: int = 2, signer: int | None = None, **changes) -> dict:
    """Return a document with a list; `changes` go into its credential, those of the subject by their own names."""
    moment = datetime.fromtimestamp(issued, UTC)
    made = status_list.make(bits, moment, f"{BASE}/v/issuer.json", f"{BASE}/v/status.json", private(kid), kid)
    token = made["id"].removeprefix(status_list.ENVELOPE)
    credential = jws.verify(token, private(kid).public_key())
    subject = credential["credentialSubject"]
    credential["credentialSubject"] = subject | {name: changes.pop(name) for name in set(changes) & set(subject)}
    fields = {"kid": str(kid), "typ": "vc+jwt"} | changes.pop("fields", {})
    token = jws.sign(credential | changes, private(signer or kid), fields)
    return made | {"id": status_list.ENVELOPE + token}


def packed(bits: bytes, level: int = 9, strategy: int = zlib.Z_DEFAULT_STRATEGY) -> str:
    """Return an encodedList packed another way."""
    packer = zlib.compressobj(level, zlib.DEFLATED, 31, 8, strategy)
    return "u" + public_keys.padless(packer.compress(bits) + packer.flush())


def altered(encoded: str, change) -> str:
    """Return an encodedList whose gzip was changed."""
    return "u" + public_keys.padless(change(public_keys.unpadded(encoded[1:])))


_chance = random.Random(7)
MANY = _bits([*_chance.sample(range(1 << 18), 2621), (1 << 18) - 1], 1 << 18)
MANY = bytes([*MANY[: 131_072 // 8], MANY[131_072 // 8] & 0x7F, *MANY[131_072 // 8 + 1 :]])
NOISE = _chance.randbytes(status_list.SMALLEST // 8)
LISTS = {
    "fresh": list_of(NOW - 3600),
    "week": list_of(NOW - 7 * DAY),
    "young": list_of(NOW - 7 * DAY + 1),
    "old": list_of(NOW - 30 * DAY),
    "long": list_of(NOW - 3600, MANY),
}
_good = status_list.encode(FEW)
GOOD_LISTS = {
    "packed by the dynamic codes": (LISTS["long"], MANY),
    "packed by the fixed codes": (list_of(NOW, encodedList=packed(MANY, 9, zlib.Z_FIXED)), MANY),
    "packed in little": (LISTS["fresh"], FEW),
    "not packed": (list_of(NOW, encodedList=packed(FEW, 0)), FEW),
    "noise": (list_of(NOW, NOISE), NOISE),
    "by runs only": (list_of(NOW, encodedList=packed(MANY, 9, zlib.Z_RLE)), MANY),
    "codes only": (list_of(NOW, encodedList=packed(MANY[:32768], 9, zlib.Z_HUFFMAN_ONLY)), MANY[:32768]),
    "in the key's last second": (list_of(TAKES_OVER - 1), FEW),
    "as the key's window opens": (list_of(TAKEN_OVER), FEW),
}


def _rebuilt(document, **parts):
    """Return the document with the token's parts changed after it was signed."""
    names = ("header", "payload", "signature")
    token = dict(zip(names, document["id"].removeprefix(status_list.ENVELOPE).split("."), strict=True)) | parts
    return document | {"id": status_list.ENVELOPE + ".".join(token[name] for name in names if name in token)}


def _bad_lists():
    fresh = LISTS["fresh"]
    header_part, payload, signature = fresh["id"].removeprefix(status_list.ENVELOPE).split(".")
    other = LISTS["old"]["id"].split(".")[1]
    tampered = payload[:40] + ("A" if payload[40] != "A" else "B") + payload[41:]
    none = jws.segment({"alg": "none", "kid": "2"})
    return {
        "signed by another key": list_of(NOW, signer=3),
        "under a number that no key has": list_of(NOW, kid=9),
        "by a compromised key": list_of(NOW, kid=4),
        "before its key's window": list_of(TAKEN_OVER - 1),
        "as its key's window closes": list_of(TAKES_OVER),
        "no number of a key": list_of(NOW, fields={"kid": None}),
        "something critical": list_of(NOW, fields={"crit": ["exp"], "exp": 1}),
        "no algorithm": _rebuilt(fresh, header=none, signature=""),
        "other algorithm": _rebuilt(fresh, header=jws.segment({"alg": "ES384", "kid": "2"})),
        "says another algorithm": list_of(NOW, fields={"alg": "ES384"}),
        "altered": _rebuilt(fresh, payload=tampered),
        "the payload of an older one": _rebuilt(fresh, payload=other),
        "signature altered": _rebuilt(fresh, signature=("A" if signature[0] != "A" else "B") + signature[1:]),
        "signature cut": _rebuilt(fresh, signature=signature[:-4]),
        "signature padded": _rebuilt(fresh, signature=signature + "=="),
        "signature with bits left over": _rebuilt(fresh, signature=signature[:-1] + _next(signature[-1])),
        "four parts": fresh | {"id": fresh["id"] + ".e30"},
        "two parts": fresh | {"id": f"{status_list.ENVELOPE}{header_part}.{payload}"},
        "in no envelope": fresh | {"id": fresh["id"].removeprefix(status_list.ENVELOPE)},
        "in another envelope": fresh | {"id": fresh["id"].replace("vc+jwt", "vp+jwt")},
        "nothing": {},
        "other purpose": list_of(NOW, statusPurpose="suspension"),
        "other type": list_of(NOW, type="StatusList2021"),
        "a date of another form": list_of(NOW, validFrom="2027-01-15 08:00:00"),
        "a date without its zeros": list_of(NOW, validFrom="2027-1-15T8:0:0Z"),
        "a date without its zone": list_of(NOW, validFrom="2027-01-15T08:00:00"),
        "a day that there is none of": list_of(NOW, validFrom="2027-02-30T08:00:00Z"),
        "no date": list_of(NOW, validFrom=None),
        "other base": list_of(NOW, encodedList="z" + _good[1:]),
        "padded": list_of(NOW, encodedList=_good + "=" * (-(len(_good) - 1) % 4 or 4)),
        "too few entries": list_of(NOW, encodedList=packed(FEW[:-1])),
        "no entries": list_of(NOW, encodedList=packed(b"")),
        "no gzip": list_of(NOW, encodedList="u" + public_keys.padless(FEW)),
        "gzip cut in its end": list_of(NOW, encodedList=altered(_good, lambda data: data[:-1])),
        "gzip cut in the middle": list_of(NOW, encodedList=altered(_good, lambda data: data[: len(data) // 2])),
        "gzip without its end": list_of(NOW, encodedList=altered(_good, lambda data: data[:-8])),
        "gzip with something behind it": list_of(NOW, encodedList=altered(_good, lambda data: data + b"\0")),
        "gzip with another sum": list_of(
            NOW, encodedList=altered(_good, lambda data: data[:-8] + b"\0\0\0\0" + data[-4:])
        ),
        "gzip with something before its end": list_of(
            NOW, encodedList=altered(_good, lambda data: data[:-8] + b"\0" + data[-8:])
        ),
        "gzip that says less than it holds": list_of(NOW, encodedList=altered(packed(MANY), _shortened)),
        "gzip with another size": list_of(NOW, encodedList=altered(_good, lambda data: data[:-1] + b"\1")),
        "a kind of block that there is none of": list_of(
            NOW, encodedList=altered(_good, lambda data: data[:10] + bytes([data[10] | 6]) + data[11:])
        ),
    }


def _shortened(data):
    """Return a gzip of MANY with sum and size of its first half."""
    return data[:-8] + zlib.crc32(MANY[:16384]).to_bytes(4, "little") + (16384).to_bytes(4, "little")


def _next(letter):
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return signs[signs.index(letter) ^ 1]


BAD_LISTS = _bad_lists()
