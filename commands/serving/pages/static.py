"""The style sheet and the script: files of ours, the only ones that pages may load."""

from functools import cache

from werkzeug.wrappers import Response

from commands.serving.rendering import TEMPLATES
from commands.serving.visit import Visit


def style(_visit: Visit) -> Response:
    """How pages look, on a screen, a telephone and paper."""
    return Response(_file("desk.css"), mimetype="text/css")


def script(_visit: Visit) -> Response:
    """Says when there is more to be read. Pages do without it."""
    return Response(_file("desk.js"), mimetype="text/javascript")


@cache
def _file(name: str) -> bytes:
    return (TEMPLATES / name).read_bytes()
