"""Pictures and films, told from tables by the head of the file, not by two letters that a table may begin with too.

Sources: the format descriptions of PNG, JPEG, GIF89a, TIFF 6.0, RIFF, the Windows bitmap header, and ISO/IEC 14496-12.
"""

_HEADS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*")
_IN_RIFF = (b"WEBP", b"AVI ", b"WAVE")


def is_picture(data: bytes) -> bool:
    """Return whether a file's bytes are a picture's or a film's."""
    is_riff = data.startswith(b"RIFF") and data[8:12] in _IN_RIFF
    # Behind the size of a bitmap stand four bytes that are zero, as no text has them.
    is_bitmap = data.startswith(b"BM") and data[6:10] == b"\0\0\0\0"
    # A film begins with the length of its first part, which is short.
    is_film = data[:2] == b"\0\0" and data[4:8] == b"ftyp"
    return data.startswith(_HEADS) or is_riff or is_bitmap or is_film
