"""A request to an ASGI app without a server: what comes back."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote


@dataclass(frozen=True)
class Answer:
    """Status, headers by lower-case name, and body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def asked(
    app: Any, path: str, query: str = "", client: str = "203.0.113.9", method: str = "GET", **headers: str
) -> Answer:
    """The answer to one request; underscores in names of headers are hyphens."""
    return asyncio.run(ask(app, path, query, client, method, **headers))


async def ask(app: Any, path: str, query: str, client: str, method: str = "GET", **headers: str) -> Answer:
    """The same, among others at once."""
    named = {"host": "example.org", **{name.replace("_", "-"): value for name, value in headers.items()}}
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": path, "raw_path": quote(path).encode(), "root_path": "",
        "query_string": query.encode("utf-8", "replace"),
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
        "client": (client, 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    found = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], found, b"".join(part.get("body", b"") for part in sent[1:]))
