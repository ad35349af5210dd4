"""Putting a file's pictures and sounds into the bank, each once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath

from django.core.files.base import ContentFile
from wagtail.images import get_image_model

from courses.exchange import media
from courses.exchange.parsed import Content, Media
from courses.models import Narration, Question
from courses.narrating.sound import SUFFIX


class Files:
    """Stores pictures and sounds, and remembers what it stored."""

    def __init__(self):
        self.stored = []

    def picture(self, picture: Media, content: Content, user):
        """Return the image with this content, storing it where there is none yet."""
        model = get_image_model()
        found = model.objects.filter(file_hash=picture.digest).first()
        if found:
            return found
        name = f"{PurePath(picture.name).stem[:60]}{media.suffix_of(picture)}"
        title = next(iter(content.alt.values()), "") or picture.name
        image = model(title=title, uploaded_by_user=user, file=ContentFile(picture.data, name=name))
        image.file_size, image.file_hash = len(picture.data), picture.digest
        image.save()
        self.stored.append(image.file)
        return image

    def sound(self, sound: Media, question: Question, language: str, user) -> Narration:
        """Return a new narration made from the file, which was checked before; its words are the question's text."""
        small = sound.small
        text = getattr(question, f"text_{language}")
        name = media.name_of_sound(question.key, language, sound) + SUFFIX
        narration = Narration(
            title=text[:120] or question.key,
            language=language,
            file=ContentFile(small.data, name=name),
            seconds=small.seconds,
            size=small.size,
            transcript=text,
            created_by=user,
        )
        narration.save()
        self.stored.append(narration.file)
        return narration


@contextmanager
def undone_on_failure() -> Iterator[Files]:
    """Yield what stores files, and take them away again where the work fails: a database's rollback leaves them."""
    files = Files()
    try:
        yield files
    except BaseException:
        for file in files.stored:
            file.storage.delete(file.name)
        raise
