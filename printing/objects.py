"""The objects of a PDF (ISO 32000-1), and the file that holds them: the same bytes for the same objects."""

import hashlib
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_PRODUCER = "Safari Salama"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"\
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag>{languages}</rdf:Bag></dc:language>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def stream(data: bytes, entries: str = "") -> bytes:
    """Return a stream object with these entries in its dictionary, beside its length."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries.encode(), data)


def deflated(data: bytes, entries: str = "", level: int = 9) -> bytes:
    """Return the same, with the data deflated at that level (1 to 9)."""
    return stream(zlib.compress(data, level), f"{entries} /Filter /FlateDecode")


def text(value: str) -> str:
    """Return a text as a string of a dictionary."""
    return f"<FEFF{value.encode('utf-16-be').hex().upper()}>"


def information(about: dict) -> bytes:
    """Return the document information dictionary: title, author, subject, creator and date."""
    names = {"Title": "title", "Author": "author", "Subject": "subject", "Creator": "creator"}
    entries = " ".join(f"/{name} {text(str(about[key]))}" for name, key in names.items())
    date = f"(D:{about['date'].astimezone(UTC):%Y%m%d%H%M%SZ})"
    return f"<< {entries} /Producer {text(_PRODUCER)} /CreationDate {date} /ModDate {date} >>".encode()


def metadata(about: dict, languages: Sequence[str]) -> bytes:
    """Return the same as XMP (ISO 16684-1), for those who look there."""
    said = {key: escape(str(value)) for key, value in about.items()}
    listed = "".join(f"<rdf:li>{language}</rdf:li>" for language in languages)
    said |= {"date": _iso(about["date"]), "languages": listed, "producer": _PRODUCER}
    return stream(_XMP.format_map(said).encode(), "/Type /Metadata /Subtype /XML")


def file(bodies: Sequence[bytes], root: int, info: int, told_apart_by: bytes) -> bytes:
    """Return the file of these objects, numbered from 1 on, with its table of where each begins.

    Files that `told_apart_by` tells apart have different identifiers.
    """
    parts, offsets, place = [_HEADER], [], len(_HEADER)
    for number, body in enumerate(bodies, start=1):
        part = b"%d 0 obj\n%s\nendobj\n" % (number, body)
        parts.append(part)
        offsets.append(place)
        place += len(part)
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    identity = hashlib.sha256(told_apart_by).hexdigest()[:32].encode()
    size = len(bodies) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, rows))
    parts.append(
        b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%s> <%s>] >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, root, info, identity, identity, place)
    )
    return b"".join(parts)


def _iso(moment: datetime):
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
