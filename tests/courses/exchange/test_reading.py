"""Bytes to text."""

import pytest

from courses.exchange import reading
from courses.exchange.formats import parse
from courses.exchange.remarks import UnreadableFile

TEXT = "Who’s the café owner? {T}"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (TEXT.encode(), "encoding_used"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "encoding_used"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "encoding_used"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "encoding_used"),
        (TEXT.encode("cp1252"), "windows_1252"),
    ],
)
def test_each_encoding_gives_the_same_text_and_is_named(data, code):
    text, notes = reading.decode(data)
    assert (text, [note.code for note in notes]) == (TEXT, [code])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"%PDF-1.4\0\x01", "binary"),
        (b"a\x01b", "binary"),
        (TEXT.encode("utf-16-le"), "utf_16_unmarked"),
        (TEXT.encode("utf-32"), "utf_32"),
        (b"\xff\xfea\0b", "encoding"),
        (b"caf\x81", "encoding"),
        ("Кто он такой?".encode("cp1251"), "encoding"),
    ],
)
def test_what_is_no_text_is_refused_by_name(data, code):
    with pytest.raises(UnreadableFile) as caught:
        reading.decode(data)
    assert caught.value.remark.code == code


def test_a_file_at_the_limit_is_read_and_one_byte_more_is_not(tmp_path):
    path = tmp_path / "big.gift"
    path.write_bytes(b"a" * reading.LIMIT)
    assert len(reading.read(path)) == reading.LIMIT
    path.write_bytes(b"a" * (reading.LIMIT + 1))
    with pytest.raises(UnreadableFile, match="10 MB"):
        reading.read(path)


def test_xml_may_declare_windows_1252():
    question = "<question type='essay'><name><text>é</text></name></question>"
    data = f"<?xml version='1.0' encoding='windows-1252'?><quiz>{question}</quiz>"
    assert parse(data.encode("cp1252"), "moodlexml").questions[0].name == "é"


def test_a_file_without_questions_says_so():
    with pytest.raises(UnreadableFile) as caught:
        parse(b"// only a comment", "gift")
    assert caught.value.remark.code == "no_questions"
