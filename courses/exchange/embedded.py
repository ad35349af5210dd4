"""Pictures and sounds inside Moodle XML: files in base64 that a text shows by their name."""

import base64
from html import escape
from urllib.parse import quote, unquote
from xml.etree.ElementTree import Element

from courses.exchange.media import decoded, is_sound, stored
from courses.exchange.parsed import Media, ParsedQuestion, Shown
from courses.exchange.plain import PLUGIN_FILE

_PICTURES = ("img", "picture")
_SOUNDS = ("audio", "source", "a")


def place(question: ParsedQuestion, shown: list[Shown], element: Element, language: str):
    """Put what the question's text shows onto the question; `element` holds the text and its files."""
    files = {_path(file.get("path", "/"), file.get("name", "")): file for file in element.iterfind("file")}
    ours = [one for one in shown if one.source.startswith(PLUGIN_FILE) and one.tag in (*_PICTURES, *_SOUNDS)]
    question.media += [one for one in shown if one not in ours]
    found = {_path("", unquote(one.source.removeprefix(PLUGIN_FILE).split("?")[0])): one for one in ours}
    sounds = [path for path, one in found.items() if one.tag in _SOUNDS and is_sound(path)]
    pictures = [path for path, one in found.items() if one.tag in _PICTURES]
    question.media += [one for path, one in found.items() if path not in (*sounds, *pictures)]
    _note_unused(question, files.keys() - found.keys())
    _place_picture(question, [(path, found[path]) for path in pictures], files, language)
    _place_sound(question, sounds, files, language)


def _path(folder, name):
    return "/".join(part for part in f"{folder}/{name}".split("/") if part)


def _note_unused(question, paths):
    for path in sorted(paths):
        question.note("file_unused", name=path[:60])


def _place_picture(question, pictures, files, language):
    if len(pictures) > 1:
        question.refuse("several_pictures", count=len(pictures))
    elif pictures:
        path, shown = pictures[0]
        question.picture = _file(question, path, files)
        if shown.alt:
            question.alt[language] = shown.alt
        else:
            question.note("picture_without_alt")


def _place_sound(question, paths, files, language):
    if len(paths) > 1:
        question.refuse("several_sounds", count=len(paths))
    elif paths:
        sound = _file(question, paths[0], files)
        if sound:
            question.sounds[language] = sound


def _file(question, path, files):
    if path not in files:
        question.refuse("file_missing", name=path[:60])
        return None
    file = files[path]
    media = decoded(path.rsplit("/", 1)[-1], file.get("encoding", ""), "".join(file.itertext()))
    if media is None:
        question.refuse("file_broken", name=path[:60])
    return media


def written_text(question: ParsedQuestion, language: str) -> str:
    """Return the question's text as XML, as HTML with its picture and sound where it has any."""
    text, picture, sound = question.text[language], question.picture, question.sounds.get(language)
    if not (picture or sound):
        return f'<questiontext format="plain_text"><text>{escape(text)}</text></questiontext>'
    paragraphs = [escape(part).replace("\n", "<br>") for part in text.split("\n\n")]
    if picture:
        alt = escape(question.alt.get(language, ""))
        paragraphs.append(f'<img src="{PLUGIN_FILE}/{quote(picture.name)}" alt="{alt}">')
    if sound:
        paragraphs.append(f'<audio controls><source src="{PLUGIN_FILE}/{quote(sound.name)}"></audio>')
    html = "".join(f"<p>{part}</p>" for part in paragraphs)
    files = "".join(_written_file(media) for media in (picture, sound) if media)
    return f'<questiontext format="html"><text>{escape(html)}</text>{files}</questiontext>'


def _written_file(media: Media) -> str:
    content = base64.b64encode(media.data).decode()
    return f'<file name="{escape(media.name)}" path="/" encoding="base64">{content}</file>'


def loaded(media: Media | None) -> Media | None:
    """Return a picture or sound of the bank with its content, or None where its file is gone."""
    data = stored(media) if media else None
    return Media(media.name, media.digest, data) if data else None
