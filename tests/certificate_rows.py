"""The rows of `tests.certificate_vectors`: each a name, a text or message, and what it should come to."""

from functools import cache

from certificates import digits
from certificates.checking import Result, Why
from tests.certificate_parts import (
    ABOUT,
    ADDRESS,
    AMINA,
    BASE,
    CODE,
    DAY,
    EXPIRES,
    HOST,
    ISSUED,
    NOW,
    PAYLOAD,
    START,
    TAKEN_OVER,
    TAKES_OVER,
    YEAR,
    claims,
    header,
    message,
    statement_of,
)

OURS = f"{ADDRESS}#"
DIGITS = digits.encode(AMINA)
TEXT = OURS + DIGITS
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
FORM, SIGNATURE, ADDRESS_WRONG = Why.FORM, Why.SIGNATURE, Why.ADDRESS
# What can't be seen or turns its neighbours (Unicode's Cc, Cf, Zl and Zp), as first and last of each row of them.
UNSEEN = (
    *((0, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x600, 0x605), (0x61C, 0x61C), (0x6DD, 0x6DD), (0x70F, 0x70F)),
    *((0x890, 0x891), (0x8E2, 0x8E2), (0x180E, 0x180E), (0x200B, 0x200F), (0x2028, 0x2029), (0x2060, 0x2064)),
    *((0x202A, 0x202E), (0x2066, 0x206F), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0x110BD, 0x110BD), (0x110CD, 0x110CD)),
    *((0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0001, 0xE0001), (0xE0020, 0xE007F)),
)
REPLACING = (
    ("fresh", None, True),
    ("fresh", "old", True),
    ("young", "week", True),
    ("fresh", "fresh", True),
    ("week", "young", False),
    ("old", "fresh", False),
)


@cache
def _split():
    """Return the four parts of Amina's statement as they stand in it."""
    return AMINA[:1], AMINA[1:8], AMINA[9 : -64 - 2], AMINA[-64:]


def _addresses():
    yield "as issued", TEXT, Result.VALID
    yield "address in lower case", TEXT.lower(), Result.VALID
    yield "a slash behind the code", f"{ADDRESS}/#{DIGITS}", Result.VALID
    yield "white space around", f" \t{TEXT}\r\n", Result.VALID
    yield "code with hyphens and look-alikes", f"{BASE}/v/{CODE[:4]}-{CODE[4:7]}-oil#{DIGITS}", Result.VALID
    yield "code with typographic hyphens", f"{BASE}/v/{CODE[:4]}\u2011{CODE[4:]}#{DIGITS}", Result.VALID
    for name, text in {
        "no data behind the sign": OURS,
        "no data": ADDRESS,
        "no data, and a slash": f"{ADDRESS}/",
        "code typed alone": CODE,
        "code typed with hyphens, small": f" {CODE[:4]}-{CODE[4:7]}-{CODE[7:]} ".lower(),
        "ten letters that could be a code": "Habari yako",
    }.items():
        yield name, text, Result.CANNOT_CHECK, Why.NO_DATA
    for name, text in {
        "nothing": "",
        "other words": "Habari ya leo",
        "other scheme": TEXT.replace("HTTPS", "HTTP"),
        "other host": TEXT.replace("SALAMA", "SALARNA"),
        "other host that begins alike": TEXT.replace("EXAMPLE", "EXAMPLE.COM"),
        "our host as a user's name": TEXT.replace("/V/", "@OTHER.EXAMPLE/V/"),
        "other port": TEXT.replace("/V/", ":8443/V/"),
        "other path": TEXT.replace("/V/", "/W/"),
        "more path": TEXT.replace("#", "/PDF#"),
        "a query": TEXT.replace("#", "?A=1#"),
        "two slashes": TEXT.replace("#", "//#"),
        "code too short": TEXT.replace(CODE, CODE[:-1]),
        "code too long": TEXT.replace(CODE, CODE + "0"),
        "a letter that no code has": TEXT.replace(CODE, CODE[:-1] + "U"),
        "no code": TEXT.replace(CODE, ""),
        "white space in the digits": TEXT[:-5] + " " + TEXT[-5:],
        "words before": f"See {TEXT}",
        "digits alone": DIGITS,
        "code typed, one letter short": CODE[:-1],
    }.items():
        yield name, text, Result.NOT_GENUINE, ADDRESS_WRONG


def _digits():
    tail = DIGITS[: len(DIGITS) // 17 * 17]
    for name, text in {
        "a letter": "A" + DIGITS[1:],
        "a sign": "+" + DIGITS[1:],
        "Arabic digits": "٠" + DIGITS[1:],
        "a digit more": DIGITS + "0",
        "a digit less": DIGITS[:-1],
        "one digit": "0",
        "a chunk of 256^7": "72057594037927936" + DIGITS[17:],
        "a chunk of nines": "9" * 17 + DIGITS[17:],
        "a tail of 256": f"{tail}256",
        "a tail of 256^2": f"{tail}65536",
        "a tail of 256^6": f"{tail}281474976710656",
        "256^7 - 1": "72057594037927935",
        "two chunks swapped": DIGITS[17:34] + DIGITS[:17] + DIGITS[34:],
        "a second sign": DIGITS + "#",
        "per cent": DIGITS + "%20",
    }.items():
        yield f"digits: {name}", OURS + text, Result.NOT_GENUINE, FORM
    # A letter that counted as nothing would leave the bytes as they are where a chunk begins with 0.
    place = next(place for place in range(0, len(DIGITS), 17) if DIGITS[place] == "0")
    for sign in ("O", "\u0660", "+", "-", "_"):
        text = DIGITS[:place] + sign + DIGITS[place + 1 :]
        yield f"digits: {sign} for a leading 0", OURS + text, Result.NOT_GENUINE, FORM
    whole = digits.encode(statement_of(name="Amina Hassane"))
    assert len(whole) % 17 == 0
    yield "digits: whole chunks", OURS + whole, Result.VALID
    yield "digits: whole chunks and one more", OURS + whole + "0", Result.NOT_GENUINE, FORM
    for size in range(1, 18):
        yield f"digits: {size} more", TEXT + "0" * size, Result.NOT_GENUINE, FORM


def _numbers():
    yield "the largest place in the list", statement_of(index=2**53 - 1), Result.UNCHECKED
    yield "a place too large", statement_of(index=2**53), Result.NOT_GENUINE, FORM
    yield "a place of 2^63", statement_of(index=2**63), Result.NOT_GENUINE, FORM
    yield "the largest course", statement_of(course=2**53 - 1), Result.VALID
    yield "a course too large", statement_of(course=2**53), Result.NOT_GENUINE, FORM
    yield "course 0", statement_of(course=0), Result.VALID
    yield "numbers on the steps of their heads", statement_of(course=23, index=255), Result.VALID
    yield "numbers past the steps of their heads", statement_of(course=24, index=256), Result.VALID
    yield "the largest number in two bytes", statement_of(course=65535, index=65536), Result.VALID
    yield "a course of 2^32", statement_of(course=2**32, index=2**17 - 1), Result.REVOKED
    yield "expiry at the largest number", statement_of(expires=2**53 - 1), Result.VALID
    yield "expiry too large", statement_of(expires=2**53), Result.NOT_GENUINE, FORM
    yield "it ends as it begins", statement_of(expires=ISSUED), Result.NOT_GENUINE, FORM
    yield "it ends before it begins", statement_of(expires=ISSUED - 1), Result.NOT_GENUINE, FORM
    yield "it ends a second after it begins", statement_of(expires=ISSUED + 1), Result.EXPIRED


def _bound():
    other = f"{HOST}/V/{CODE[::-1]}"
    s = int.from_bytes(AMINA[-32:], "big")
    yield "signed for another code", statement_of(address=other), Result.NOT_GENUINE, SIGNATURE
    yield "moved to another code", f"{other}#{DIGITS}", Result.NOT_GENUINE, SIGNATURE
    yield "signed for another host", statement_of(address=f"HTTPS://X/V/{CODE}"), Result.NOT_GENUINE, SIGNATURE
    yield "signed for the address in lower case", statement_of(address=ADDRESS.lower()), Result.NOT_GENUINE, SIGNATURE
    yield "signed for no address", statement_of(address=""), Result.NOT_GENUINE, SIGNATURE
    yield "signed by another key under this number", statement_of(signer=3), Result.NOT_GENUINE, SIGNATURE
    yield "under another number", statement_of(kid=1, signer=2), Result.NOT_GENUINE, SIGNATURE
    yield "a number that no key has", statement_of(kid=9), Result.CANNOT_CHECK, Why.UNKNOWN_KEY
    yield "number 0", statement_of(kid=0), Result.CANNOT_CHECK, Why.UNKNOWN_KEY
    yield "a compromised key", statement_of(kid=4), Result.CANNOT_CHECK, Why.COMPROMISED_KEY
    yield "no keys", AMINA, Result.CANNOT_CHECK, Why.UNKNOWN_KEY, {"keys": "none", "list": None}
    yield "r and s swapped", AMINA[:-64] + AMINA[-32:] + AMINA[-64:-32], Result.NOT_GENUINE, SIGNATURE
    yield "a signature of zeros", AMINA[:-64] + bytes(64), Result.NOT_GENUINE, SIGNATURE
    yield "s of 0", AMINA[:-32] + bytes(32), Result.NOT_GENUINE, SIGNATURE
    yield "r of the order", AMINA[:-64] + ORDER.to_bytes(32, "big") + AMINA[-32:], Result.NOT_GENUINE, SIGNATURE
    # ECDSA has two signatures for each; the second says nothing else.
    yield "the other s", AMINA[:-32] + (ORDER - s).to_bytes(32, "big"), Result.VALID
    for host, base in {"a port": "http://127.0.0.1:8000", "a long host": "https://vyeti.mafunzo.salama.or.ke"}.items():
        where = f"{base}/V/{CODE}".upper()
        text = f"{where}#{digits.encode(statement_of(address=where))}"
        yield f"at {host}", text, Result.VALID, Why.NONE, {"base_url": base}


def _outside():
    first, head, payload, signature = _split()
    bstr = bytes([0x58, len(payload) - 2]) if payload[0] == 0x58 else payload[:1]
    body = payload[len(bstr) :]
    short = statement_of(name="A")
    four = head + b"\xa0" + payload + b"\x58\x40" + signature
    for name, data in {
        "a byte more": AMINA + b"\x00",
        "a break more": AMINA + b"\xff",
        "tagged 18": b"\xd2" + AMINA,
        "tagged 61": b"\xd8\x3d\xd2" + AMINA,
        "tagged 55799": b"\xd9\xd9\xf7" + AMINA,
        "an array of no given length": b"\x9f" + four + b"\xff",
        "a longer head of the array": b"\x98\x04" + four,
        "five parts": b"\x85" + four + b"\x00",
        "three parts": b"\x83" + four[:-66],
        "a map": b"\xa2" + four,
        "a longer head of the header": first + b"\x58" + bytes([head[0] & 31]) + four[1:],
        "a longer head of the payload": first + head + b"\xa0\x59\x00" + payload[1:] + four[-66:],
        "a longer head of a short payload": short.replace(b"\xa0\x57", b"\xa0\x58\x17"),
        "the payload in pieces": first + head + b"\xa0\x5f" + payload + b"\xff" + four[-66:],
        "a longer head of the signature": first + four[:-66] + b"\x59\x00\x40" + signature,
        "a signature of 63 bytes": first + four[:-66] + b"\x58\x3f" + signature[:-1],
        "a signature of 65 bytes": first + four[:-66] + b"\x58\x41" + signature + b"\x00",
        "no signature": first + four[:-66] + b"\x40",
        "something unprotected": first + head + b"\xa1\x04\x41\x02" + payload + four[-66:],
        "unprotected of no given length": first + head + b"\xbf\xff" + payload + four[-66:],
        "unprotected an array": first + head + b"\x80" + payload + four[-66:],
        "unprotected nothing": first + head + b"\xf6" + payload + four[-66:],
        "no payload": first + head + b"\xa0\xf6" + four[-66:],
        "an empty payload": first + head + b"\xa0\x40" + four[-66:],
        "the payload as text": first + head + b"\xa0\x78" + payload[1:] + four[-66:],
        "the payload not in bytes": first + head + b"\xa0" + body + four[-66:],
        "the signature twice": AMINA + b"\x58\x40" + signature,
        "a length beyond the end": AMINA[:-65] + b"\xff" + signature,
    }.items():
        yield f"message: {name}", data, Result.NOT_GENUINE, FORM


def _headers():
    for name, head in {
        "numbers in other order": "a2 04 41 02 01 26",
        "a longer number": "a2 01 38 06 04 41 02",
        "a longer label": "a2 18 01 26 04 41 02",
        "of no given length": "bf 01 26 04 41 02 ff",
        "the algorithm twice": "a3 01 26 01 26 04 41 02",
        "the algorithm twice, no key": "a2 01 26 01 26",
        "the key's number twice": "a3 01 26 04 41 02 04 41 02",
        "a content type": "a3 01 26 03 00 04 41 02",
        "something critical": "a3 01 26 02 81 01 04 41 02",
        "a text as label": "a3 01 26 04 41 02 61 61 00",
        "true for the label 1": "a2 04 41 02 f5 26",
        "1.0 for the label 1": "a2 04 41 02 f9 3c 00 26",
        "no algorithm": "a1 04 41 02",
        "no key's number": "a1 01 26",
        "nothing": "a0",
        "no bytes": "",
        "a byte more": "a2 01 26 04 41 02 00",
        "two bytes of key's number": "a2 01 26 04 42 00 02",
        "no bytes of key's number": "a2 01 26 04 40",
        "the key's number as a number": "a2 01 26 04 02",
        "the key's number as text": "a2 01 26 04 61 32",
        "the algorithm as a float": "a2 01 f9 c7 00 04 41 02",
        "the algorithm as text": "a2 01 65 45 53 32 35 36 04 41 02",
        "the algorithm as a long number": "a2 01 c3 41 06 04 41 02",
        "the algorithm in an array": "a2 01 81 26 04 41 02",
        "an algorithm too far": "a2 01 3b 00 20 00 00 00 00 00 00 04 41 02",
        "an array": "82 26 41 02",
        "tagged": "c1 a2 01 26 04 41 02",
    }.items():
        yield f"header: {name}", message(bytes.fromhex(head), PAYLOAD), Result.NOT_GENUINE, FORM
    for algorithm in (-8, -35, -36, -47, -257, -999, 0, 7, 5, -(2**53)):
        data = message(header(2, algorithm), PAYLOAD, algorithm=algorithm)
        yield f"header: algorithm {algorithm}", data, Result.NOT_GENUINE, Why.ALGORITHM


def _claims():
    good = claims("Amina Hassan", 1, 7)
    exp, iat, about = good[1:7], good[7:13], good[13:]
    assert good == b"\xa3" + exp + iat + about
    name = about[6:19]
    for what, payload in {
        "in other order": b"\xa3" + iat + exp + about,
        "ours first": b"\xa3" + about + exp + iat,
        "of no given length": b"\xbf" + exp + iat + about + b"\xff",
        "longer count": b"\xb8\x03" + exp + iat + about,
        "one more": b"\xa4" + exp + iat + b"\x07\x41\x00" + about,
        "a text more": b"\xa4" + exp + iat + about + b"\x61\x61\x00",
        "one less": b"\xa2" + exp + about,
        "expiry twice": b"\xa3" + exp + exp + about,
        "ours twice": b"\xa4" + exp + iat + about + about,
        "4.0 for the label 4": b"\xa3" + iat + about[:5] + about[5:] + b"\xf9\x44\x00" + exp[1:],
        "a longer label": b"\xa3\x18\x04" + exp[1:] + iat + about,
        "dates as floats": b"\xa3\x04\xfb\x41\xda\xd2\x74\x80\x00\x00\x00" + iat + about,
        "dates tagged": b"\xa3\x04\xc1" + exp[1:] + iat + about,
        "a longer date": b"\xa3\x04\x1b\x00\x00\x00\x00" + exp[2:] + iat + about,
        "a short date in four bytes": b"\xa3" + exp + b"\x06\x1a\x00\x00\xff\xff" + about,
        "a negative date": b"\xa3" + exp + b"\x06\x20" + about,
        "a date as text": b"\xa3" + exp + b"\x06\x61\x30" + about,
        "nothing for a date": b"\xa3" + exp + b"\x06\xf6" + about,
        "a byte more": good + b"\x00",
        "an array": b"\x83" + exp[1:] + iat[1:] + about[5:],
        "two in ours": b"\xa3" + exp + iat + ABOUT + b"\x82" + name + b"\x01",
        "four in ours": b"\xa3" + exp + iat + ABOUT + b"\x84" + name + b"\x01\x07\x00",
        "ours of no given length": b"\xa3" + exp + iat + ABOUT + b"\x9f" + name + b"\x01\x07\xff",
        "ours a map": b"\xa3" + exp + iat + ABOUT + b"\xa1" + name + b"\x01",
        "a negative course": b"\xa3" + exp + iat + ABOUT + b"\x83" + name + b"\x20\x07",
        "true for a course": b"\xa3" + exp + iat + ABOUT + b"\x83" + name + b"\xf5\x07",
        "a course as a float": b"\xa3" + exp + iat + ABOUT + b"\x83" + name + b"\xf9\x3c\x00\x07",
        "a course as a long number": b"\xa3" + exp + iat + ABOUT + b"\x83" + name + b"\xc2\x41\x01\x07",
        "a longer course": b"\xa3" + exp + iat + ABOUT + b"\x83" + name + b"\x18\x01\x07",
        "a longer place": b"\xa3" + exp + iat + ABOUT + b"\x83" + name + b"\x01\x19\x00\x07",
        "a name in bytes": b"\xa3" + exp + iat + ABOUT + b"\x83\x4c" + name[1:] + b"\x01\x07",
        "a name in pieces": b"\xa3" + exp + iat + ABOUT + b"\x83\x7f" + name + b"\xff\x01\x07",
        "a longer name's head": b"\xa3" + exp + iat + ABOUT + b"\x83\x78\x0c" + name[1:] + b"\x01\x07",
        "no UTF-8": b"\xa3" + exp + iat + ABOUT + b"\x83\x63A\xffa\x01\x07",
        "a longer NUL": b"\xa3" + exp + iat + ABOUT + b"\x83\x62\xc0\x80\x01\x07",
        "half a pair in UTF-8": b"\xa3" + exp + iat + ABOUT + b"\x83\x63\xed\xa0\x80\x01\x07",
    }.items():
        yield f"claims: {what}", message(header(2), payload), Result.NOT_GENUINE, FORM


def _names():
    for name in (
        "A",
        "x" * 48,
        "Ng'ang'a wa Mũthĩnja-Gathonĩ",
        "ĩ" * 24,
        "محمد علي",
        "\u1e9b\u0323",  # composed already, for the canonical form
        "王小明",
        "\U00020bb7野家",
        "Amina \u2026",
    ):
        yield f"name: {name}", statement_of(name=name), Result.VALID
    for what, name in {
        "empty": "",
        "49 bytes": "x" * 49,
        "25 letters of two bytes": "ĩ" * 25,
        "49 letters of four bytes": "\U00020bb7" * 49,
        "not composed": "Wanjiru\u0303",
        "in another order": "a\u0301\u0323",
        "an old sign for another letter": "\u212bsa",
        "not composed, Hangul": "\u1100\u1161",
    }.items():
        yield f"name: {what}", statement_of(name=name), Result.NOT_GENUINE, FORM
    for first, last in UNSEEN:
        for sign in sorted({first, last}):
            for where, name in (("in", f"Amina{chr(sign)}Hassan"), ("before", f"{chr(sign)}Amina")):
                yield f"name: U+{sign:04X} {where} it", statement_of(name=name), Result.NOT_GENUINE, FORM
    unseen = {sign for row in UNSEEN for sign in row}
    for sign in sorted({beside for first, last in UNSEEN for beside in (first - 1, last + 1)} - unseen - {-1}):
        yield f"name: U+{sign:04X} in it", statement_of(name=f"Amina{chr(sign)}Hassan"), Result.VALID


def _windows():
    far = {"expires": NOW + YEAR}
    refused = Result.NOT_GENUINE, Why.WINDOW
    yield "past key, a second before its window", statement_of(kid=1, issued=START - 1, **far), *refused
    yield "past key, as its window opens", statement_of(kid=1, issued=START, **far), Result.VALID
    yield "past key, in its last second", statement_of(kid=1, issued=TAKEN_OVER - 1, **far), Result.VALID
    yield "past key, as its window closes", statement_of(kid=1, issued=TAKEN_OVER, **far), *refused
    yield "current key, a second before its window", statement_of(issued=TAKEN_OVER - 1, **far), *refused
    yield "current key, as its window opens", statement_of(issued=TAKEN_OVER, **far), Result.VALID
    yield "next key, now", statement_of(kid=3, issued=NOW, **far), *refused
    yield "next key, as its window opens", statement_of(kid=3, issued=TAKES_OVER, **far), Result.VALID
    yield "a key whose window is open", statement_of(kid=3, issued=NOW + YEAR - 1, **far), Result.VALID


def _times():
    yield "expires now", AMINA, Result.EXPIRED, Why.NONE, {"now": EXPIRES}
    yield "expires in a second", AMINA, Result.UNCHECKED, Why.NONE, {"now": EXPIRES - 1}
    yield "expired a second ago", AMINA, Result.EXPIRED, Why.NONE, {"now": EXPIRES + 1}
    lasting = statement_of(expires=NOW + 20 * YEAR)
    short = statement_of(expires=NOW - 2 * DAY)
    back, forward = {"now": NOW - 2 * YEAR}, {"now": NOW + 10 * YEAR}
    yield "clock back two years", AMINA, Result.VALID, Why.NONE, back
    yield "clock at its beginning", AMINA, Result.VALID, Why.NONE, {"now": 0}
    yield "clock back, expired by the list's date", short, Result.EXPIRED, Why.NONE, back | {"built": 0}
    yield "clock back, expired by the page's build", short, Result.EXPIRED, Why.NONE, back | {"list": None}
    yield "clock back, nothing newer", short, Result.UNCHECKED, Why.NONE, back | {"list": None, "built": 0}
    old = back | {"list": "week", "built": NOW}
    yield "clock back, list old by the page's build", lasting, Result.UNCHECKED, Why.NONE, old
    yield "clock forward ten years", AMINA, Result.EXPIRED, Why.NONE, forward
    yield "clock forward ten years, not expired", lasting, Result.UNCHECKED, Why.NONE, forward
    yield "issued after now by the clock", AMINA, Result.VALID, Why.NONE, {"now": ISSUED - 1}


def _lists():
    revoked = statement_of(index=777)
    for name, kept, result in (
        ("exactly seven days old", "week", Result.UNCHECKED),
        ("a second younger", "young", Result.VALID),
        ("thirty days old", "old", Result.UNCHECKED),
        ("missing", None, Result.UNCHECKED),
    ):
        yield f"list {name}", AMINA, result, Why.NONE, {"list": kept}
        if kept:
            yield f"revoked in a list {name}", revoked, Result.REVOKED, Why.NONE, {"list": kept}
    yield "revoked", revoked, Result.REVOKED
    yield "beside what is revoked", statement_of(index=776), Result.VALID
    yield "revoked, on the other side", statement_of(index=778), Result.VALID
    yield "revoked, the first place", statement_of(index=0), Result.REVOKED
    yield "revoked, the last place", statement_of(index=131_071), Result.REVOKED
    yield "a place that the list has not", statement_of(index=131_072), Result.UNCHECKED
    yield "a place that a longer list has", statement_of(index=131_072), Result.VALID, Why.NONE, {"list": "long"}
    yield "revoked far down a longer list", statement_of(index=262_143), Result.REVOKED, Why.NONE, {"list": "long"}
    yield "revoked, no list", revoked, Result.UNCHECKED, Why.NONE, {"list": None}
    yield "revoked and expired", revoked, Result.EXPIRED, Why.NONE, {"now": EXPIRES}
    yield "revoked, signed by another key", statement_of(index=777, signer=3), Result.NOT_GENUINE, SIGNATURE


GROUPS = (_addresses, _digits, _numbers, _bound, _outside, _headers, _claims, _names, _windows, _times, _lists)
