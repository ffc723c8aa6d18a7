"""Tells a browser with the page itself what the board will want, before anything asks for it."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.server import scripts
from ui.server.streamlit_private import component_scripts

# Relative, as Streamlit's own scripts are named: a proxy may serve us below any path.
HOW = {"text/javascript": "rel=modulepreload", "text/css": "rel=preload; as=style"}
FILES = [
    *((script.url, HOW[script.media]) for script in scripts.WANTED),
    *((url, HOW["text/javascript"]) for url in component_scripts()),
]
LINKS = ", ".join(f"<{url}>; {wanted}" for url, wanted in FILES).encode()


class Preloads:
    """ASGI middleware that adds the links to every page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""

        async def linked(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message) and not is_room(scope):
                message = {**message, "headers": [*message["headers"], (b"link", LINKS)]}
            await send(message)

        await self.app(scope, receive, linked if scope["type"] == "http" else send)


def is_room(scope: Scope) -> bool:
    """Whether a page of the class room is asked for, which is whole as it is: no board, no link to show."""
    return "/room" in scope.get("path", "")


def _is_page(message: Message) -> bool:
    kinds = [value for name, value in message["headers"] if name.lower() == b"content-type"]
    return any(kind.startswith(b"text/html") for kind in kinds)
