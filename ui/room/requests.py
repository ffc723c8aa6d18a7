"""What a request of a phone says, read with care: its size, its words, who asks."""

import ipaddress
import json
import re
from typing import Any

from starlette.requests import Request

MOST_BODY = 1_000  # bytes: an answer has at most some two hundred
TOKEN = re.compile(r"[0-9a-f]{32}")
CODE = re.compile(r"[0-9A-Za-z]{1,12}")
SEAT, TEACHER = "x-seat", "x-teacher"  # headers: a foreign page cannot send them


class Unreadable(ValueError):
    """What was sent means nothing, as a sentence."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


async def body_of(request: Request, most: int = MOST_BODY) -> dict[str, Any]:
    """The JSON object that was sent. Raises `Unreadable`; what is too long is not read to its end."""
    content = b""
    async for piece in request.stream():
        content += piece
        if len(content) > most:
            raise Unreadable(f"That is too long: at most {most:,} bytes are read.", 413)
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Unreadable("What was sent is no JSON object.")
    return found


def code_of(text: Any) -> str:
    """A code as it is kept, however it was typed; "" if it cannot be one."""
    plain = re.sub(r"[\s-]", "", text).upper() if isinstance(text, str) and len(text) < 40 else ""
    return plain if CODE.fullmatch(plain) else ""


def whole(value: Any, name: str) -> int:
    """A small whole number. Raises `Unreadable`."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 1_000_000:
        raise Unreadable(f"“{name}” must be a whole number.")
    return value


def fields(value: Any) -> list[str]:
    """The fields of an answer. Raises `Unreadable`."""
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise Unreadable("An answer is a list of texts.")
    return value


def seat_of(request: Request) -> str:
    """The number that a phone drew for itself. Raises `Unreadable`."""
    token = request.headers.get(SEAT, "")
    if not TOKEN.fullmatch(token):
        raise Unreadable("This request does not come from the page of a room.", 403)
    return token


def place_of(request: Request) -> str:
    """Where wrong codes come from: counted for a minute as a digest, and neither kept nor written anywhere."""
    host = request.client.host if request.client else ""
    try:
        is_ours = ipaddress.ip_address(host).is_private  # the proxy in front of us adds who asked it
    except ValueError:
        is_ours = True
    last = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return last if is_ours and last else host


def base_of(request: Request, public: str | None) -> str:
    """Address of this server as phones reach it, without the path of the room's pages."""
    if public:
        return public.rstrip("/")
    scheme = request.headers.get("x-forwarded-proto", request.url.scheme).split(",")[0].strip()
    return f"{'https' if scheme == 'https' else 'http'}://{request.url.netloc}{prefix_of(request)}"


def prefix_of(request: Request) -> str:
    """The base path that we are served below, "" for none."""
    return f"{request.scope.get('root_path', '')}{_base(request)}".rstrip("/")


def _base(request: Request) -> str:
    base = request.path_params.get("base", "")
    return f"/{base}" if base else ""
