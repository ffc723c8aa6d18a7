"""Texts go out packed, once for those that may be kept, and nothing else is touched."""

import asyncio
import gzip

import pytest

from ui.server import packing
from ui.server.packing import Packing

TEXT = b"const answer = 42;\n" * 400
FOR_EVER = (b"cache-control", b"public, immutable, max-age=31536000")


def answered(
    body: bytes, kind: bytes, *more: tuple[bytes, bytes], asked: tuple[tuple[bytes, bytes], ...] = (),
    accept: bytes = b"gzip, deflate", status: int = 200, parts: int = 1, method: str = "GET",
) -> tuple[dict, bytes]:  # fmt: skip
    """Headers and body of an answer that an app gives in parts, as it leaves the middleware."""
    messages: list[dict] = []

    async def app(scope, receive, send):
        headers = [(b"content-type", kind), (b"content-length", b"%d" % len(body)), *more]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        size = -(-len(body) // parts)
        for start in range(0, size * parts, size):
            last = start + size >= len(body)
            await send({"type": "http.response.body", "body": body[start : start + size], "more_body": not last})
            if last:
                break

    async def send(message):
        messages.append(message)

    scope = {"type": "http", "method": method, "path": "/x", "headers": [(b"accept-encoding", accept), *asked]}
    asyncio.run(Packing(app)(scope, None, send))
    headers = {name.decode().lower(): value.decode() for name, value in messages[0]["headers"]}
    return headers, b"".join(message["body"] for message in messages[1:])


@pytest.mark.parametrize("parts", [1, 3])
def test_a_text_is_packed(parts):
    """With its new length, and a mark that the same text may come unpacked to others."""
    headers, body = answered(
        TEXT, b"application/javascript", (b"etag", b'"a"'), (b"accept-ranges", b"bytes"), parts=parts
    )
    assert gzip.decompress(body) == TEXT
    assert headers["content-encoding"] == "gzip" and headers["content-length"] == str(len(body))
    assert headers["vary"] == "Accept-Encoding" and headers["etag"] == 'W/"a"' and "accept-ranges" not in headers


def test_what_may_be_kept_is_packed_once(monkeypatch):
    """However many ask for it."""
    packing._packed_once.cache_clear()
    calls = []
    whole = gzip.compress
    monkeypatch.setattr(packing.gzip, "compress", lambda *given, **more: calls.append(1) or whole(*given, **more))
    for _ in range(5):
        assert gzip.decompress(answered(TEXT, b"text/css", FOR_EVER)[1]) == TEXT
    assert len(calls) == 1


@pytest.mark.parametrize(
    "given",
    [
        {"kind": b"image/png"},
        {"kind": b"text/html", "accept": b"br"},
        {"kind": b"text/html", "asked": ((b"range", b"bytes=0-99"),)},
        {"kind": b"text/html", "status": 404},
        {"kind": b"text/html", "method": "HEAD"},
    ],
    ids=["picture", "cannot unpack", "a part", "not found", "no body asked for"],
)
def test_the_rest_is_left_alone(given):
    """Byte for byte."""
    headers, body = answered(TEXT, given.pop("kind"), **given)
    assert body == TEXT and "content-encoding" not in headers


def test_an_endless_answer_flows():
    """One without a length is not held back."""
    sent = []

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
        await send({"type": "http.response.body", "body": b"data: 1\n\n", "more_body": True})
        assert sent[-1]["body"] == b"data: 1\n\n"

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/x", "headers": [(b"accept-encoding", b"gzip")]}
    asyncio.run(Packing(app)(scope, None, send))
    assert len(sent) == 2
