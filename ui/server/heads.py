"""Puts into the head of each page what its link says of itself, for whoever runs no scripts.

Streamlit sends one and the same page for every address, without a word of ours. Chats, search and course pages
read titles, descriptions and pictures from what is sent.
"""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import escape
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sim.pages import SITE, pages
from ui.server import scripts
from ui.server.addresses import public_base
from ui.server.cards.card import SIZE
from ui.server.open_links import CARD
from ui.server.preloads import is_room
from ui.server.previews import Preview, plain, preview
from ui.server.workshop import HEADS, Busy

TITLE = re.compile(rb"<title>[^<]*</title>")
MOST_QUERY = 8_000  # characters, of a link that is looked at
# The first hears of the page's connection, so it runs before Streamlit's script opens one. The board is read before
# Streamlit asks for it, whenever it is here.
FIRST = f"""
    <script type="module" crossorigin src="./{scripts.FOLDER}{scripts.EARLY}"></script>
    <script type="module" async crossorigin src="./{scripts.FOLDER}{scripts.WHOLE}"></script>
    <link rel="stylesheet" href="./{scripts.FOLDER}{scripts.STYLE}" />"""
OF_BEFORE = (b"content-length", b"etag", b"last-modified")  # of the page before it was changed


class Heads:
    """ASGI middleware that writes the head of every page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or is_room(scope):
            await self.app(scope, receive, send)
            return
        # Streamlit would pack some of its pages; `ui.server.packing` packs what leaves us, once it is changed.
        scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}
        held: list[Message] = []

        async def hold(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                held.append(message)
            elif not held:
                await send(message)
            elif message["type"] == "http.response.body":
                held.append(message)
                if not message.get("more_body"):
                    for changed in await _changed(scope, held):
                        await send(changed)

        await self.app(scope, receive, hold)


def _is_page(message: Message) -> bool:
    headers = Headers(raw=message["headers"])
    is_plain = "content-encoding" not in headers
    return message["status"] == 200 and is_plain and headers.get("content-type", "").startswith("text/html")


async def _changed(scope: Scope, held: list[Message]) -> list[Message]:
    """The page with our head, where it has a title to put it to."""
    start, *parts = held
    body = b"".join(part.get("body", b"") for part in parts)
    headers = start["headers"]
    if scope["method"] == "HEAD":
        headers = [(name, value) for name, value in headers if name.lower() not in OF_BEFORE]
    elif TITLE.search(body):
        named = f"{await head(scope)}{FIRST}".encode()
        body = TITLE.sub(lambda found: named, body, count=1)
        headers = [(name, value) for name, value in headers if name.lower() not in OF_BEFORE]
        headers.append((b"content-length", str(len(body)).encode()))
    return [{**start, "headers": headers}, {"type": "http.response.body", "body": body}]


@asynccontextmanager
async def ready_ahead() -> AsyncIterator[None]:
    """While the server runs: what the pages say is read and computed before the first visitor asks for it."""
    task = asyncio.gather(*(HEADS.make(preview, path, "") for path in pages()), return_exceptions=True)
    yield
    task.cancel()


async def head(scope: Scope) -> str:
    """The tags of a page."""
    path, query = scope["path"], scope["query_string"].decode("latin-1")[:MOST_QUERY]
    try:
        found = await HEADS.make(preview, path, query)
    except Busy:
        found = plain(path, query)
    except Exception:  # whatever a link does to us, its page opens
        logging.getLogger(__name__).exception("The head of a page was left plain.")
        found = plain(path, query)
    return tags(found, _folder(scope, path), path)


def _folder(scope: Scope, path: str) -> str:
    return public_base(HTTPConnection(scope), path.rstrip("/").rpartition("/")[2])


def tags(found: Preview, base: str, path: str) -> str:
    """Title, description and what OpenGraph and Twitter ask for."""
    name = path.rstrip("/").rpartition("/")[2]
    query = f"?{found.image}" if found.image else ""
    properties: dict[str, Any] = {
        "og:type": "website",
        "og:site_name": SITE,
        "og:title": found.title,
        "og:description": found.description,
    }
    if base:
        properties |= {
            "og:url": f"{base}{name}{query}",
            "og:image": f"{base}{f'{name}/' if name else ''}{CARD}{query}",
            "og:image:type": "image/png",
            "og:image:width": SIZE[0],
            "og:image:height": SIZE[1],
            "og:image:alt": found.title,
        }
    named = {"description": found.description, "twitter:card": "summary_large_image" if base else "summary"}
    lines = [f"<title>{escape(found.tab)}</title>"]
    lines += [f'<meta name="{key}" content="{escape(value)}" />' for key, value in named.items()]
    lines += [f'<meta property="{key}" content="{escape(str(value))}" />' for key, value in properties.items()]
    return "\n    ".join(lines)
