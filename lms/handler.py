"""How a request is read: as UTF-8, whatever it says of itself, for our pages ask for nothing else."""

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest


class Request(WSGIRequest):
    """A request whose charset is not the sender's to choose.

    Some that Python knows decode no text at all, or fail at bytes that would have to be replaced: an error page, where
    a form has a plain answer.
    """

    encoding = property(lambda self: None, lambda self, value: None)


class Handler(WSGIHandler):
    request_class = Request
