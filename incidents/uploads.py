"""Reading what a form of reports sends: in memory only, for a temporary file would hold it on the disk in clear."""

from io import BytesIO

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from incidents import sealing

_KB = 1024
_WORDS_BYTES = 256 * _KB
# Files somewhat too large are read past, so that the words beside them are kept; beyond this nothing is read.
_TIMES_TOO_LARGE = 2


class TooLarge(Exception):
    """More is sent than is ever read."""


class Broken(Exception):
    """What was sent breaks off, or is no form."""


class InMemoryHandler(FileUploadHandler):
    """Keep each file in memory; one that is too large, or one too many, only by its size."""

    def __init__(self, request=None):
        super().__init__(request)
        self.files = 0

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.files += 1
        self.parts, self.size = [], 0

    def receive_data_chunk(self, raw_data, start):
        self.size += len(raw_data)
        if self.size > most_bytes() or self.files > settings.REPORT_FILES:
            self.parts = []
        else:
            self.parts.append(raw_data)

    def file_complete(self, file_size):
        data = BytesIO(b"".join(self.parts))
        return InMemoryUploadedFile(data, self.field_name, self.file_name, self.content_type, file_size, self.charset)


def most_bytes() -> int:
    """Return how many bytes of one file are read: a phone may have sealed the largest that may be sent."""
    return settings.REPORT_FILE_BYTES + sealing.SEAL_BYTES


def read(request) -> tuple[QueryDict, list[InMemoryUploadedFile]]:
    """Return the fields and the files `files` of a posted form. Raises TooLarge and Broken."""
    if _length(request) > _TIMES_TOO_LARGE * settings.REPORT_FILES * settings.REPORT_FILE_BYTES:
        raise TooLarge
    is_form_alone = not request.content_type.startswith("multipart/")
    if is_form_alone and _length(request) > _WORDS_BYTES:
        raise TooLarge
    request.upload_handlers = [InMemoryHandler(request)]
    try:
        fields, uploaded = request.POST, request.FILES.getlist("files")
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent) as error:
        raise TooLarge from error
    except (MultiPartParserError, UnreadablePostError) as error:
        raise Broken from error
    # What is refused is shown again whole: no phone is sent megabytes back.
    if sum(len(value.encode(errors="replace")) for _name, values in fields.lists() for value in values) > _WORDS_BYTES:
        raise TooLarge
    return fields, uploaded


def read_body(request, most: int) -> bytes:
    """Return a body of at most so many bytes. Raises TooLarge and Broken."""
    if _length(request) > most:
        raise TooLarge
    try:
        return request.body
    except UnreadablePostError as error:
        raise Broken from error


def _length(request):
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if str(length).isdecimal() else 0
