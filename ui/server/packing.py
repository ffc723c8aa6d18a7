"""Sends texts packed: what a browser loads for the first time is a third of it so, with no proxy before us.

A file that may be kept for ever (its name has its digest) is packed once for each process, as hard as it can be.
Browsers unpack other formats than gzip only where the connection is secret, which it is in few class rooms.
"""

import gzip
from functools import lru_cache

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LEAST = 200  # bytes, below which packing gains nothing
MOST = 8_000_000  # bytes of a text that is held back to be packed
MOST_FILES = 600  # that are kept packed
HARD, QUICK = 9, 5  # levels of gzip: for what is packed once, and for what is packed each time
TEXTS = (
    "text/",
    "application/javascript",
    "application/json",
    "image/svg+xml",
    "font/ttf",
    "application/manifest+json",
)


class Packing:
    """ASGI middleware that packs texts for browsers that can unpack them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        await self.app(scope, receive, _Answer(send).pass_on if _unpacks(scope) else send)


def _unpacks(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    headers = Headers(scope=scope)
    taken = {part.partition(";")[0].strip() for part in headers.get("accept-encoding", "").split(",")}
    return "gzip" in taken and "range" not in headers


class _Answer:
    """One answer: held back until it is whole, if it is a text of known length that nothing has packed."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body: list[bytes] = []

    async def pass_on(self, message: Message) -> None:
        """Take a message of the answer."""
        if message["type"] == "http.response.start" and _is_text(message):
            self._start = message
        elif self._start is not None and message["type"] == "http.response.body":
            self._body.append(message.get("body", b""))
            if not message.get("more_body"):
                await self._finish(self._start, b"".join(self._body))
        else:
            await self._send(message)

    async def _finish(self, start: Message, body: bytes) -> None:
        headers = MutableHeaders(raw=list(start["headers"]))
        headers.add_vary_header("Accept-Encoding")
        if len(body) >= LEAST:
            pack = _packed_once if "immutable" in headers.get("cache-control", "") else _packed
            body = await run_in_threadpool(pack, body)
            headers["Content-Encoding"] = "gzip"
            headers["Content-Length"] = str(len(body))
            if "etag" in headers:  # of other bytes now that mean the same
                headers["ETag"] = f"W/{headers['etag'].removeprefix('W/')}"
            del headers["accept-ranges"]
        await self._send({**start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": body})


def _packed(body: bytes) -> bytes:
    return gzip.compress(body, QUICK, mtime=0)


@lru_cache(MOST_FILES)
def _packed_once(body: bytes) -> bytes:
    return gzip.compress(body, HARD, mtime=0)


def _is_text(start: Message) -> bool:
    """Whether an answer is a whole text of known length that nothing has packed."""
    headers = Headers(raw=start["headers"])
    length = headers.get("content-length", "")
    return (
        start["status"] == 200
        and headers.get("content-type", "").startswith(TEXTS)
        and "content-encoding" not in headers
        and length.isascii()
        and length.isdigit()
        and int(length) <= MOST
    )
