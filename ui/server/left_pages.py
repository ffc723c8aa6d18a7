"""A page that was left says nothing any more: the guard between what a visitor does and where he goes.

Streamlit's browser side names, in each request, the page that it shows. From the click on a menu entry until
the new page arrives that is still the old one. So what is done just before the click, and sets out just
after it, asks for a run of the page that was left, and Streamlit obeys: it goes back there, or runs a fragment
of it whose pieces the browser then puts where no page is. Such a request for a fragment ends here; the board
repeats what was not answered, from the next page. One for the whole page goes to where the visitor is.

A connection begins with a whole page. One that was broken off does not: its browser goes on where it was, and
asks for a fragment that a server which was started anew has never heard of.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.server.streamlit_private import of_whole_page, run_request, sent_to

HANG_UP = {"type": "websocket.disconnect", "code": 1003}  # of one who says what no browser says


class LeftPages:
    """ASGI middleware that lets no page be run after its visitor asked for another one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a connection."""
        await self.app(scope, Heard(receive) if scope["type"] == "websocket" else receive, send)


class Heard:
    """What one browser says, without what it says for a page that was left."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._here = self._left = ""

    async def __call__(self) -> Message:
        """The next message that counts."""
        while True:
            message = await self._receive()
            try:
                request = run_request(message.get("bytes") or b"")
            except ValueError:  # Streamlit would write a traceback of it into its log, for everybody who sends one
                return HANG_UP
            if request is None:
                return message
            if request.fragment and not self._here:
                self._here = request.page
                return {**message, "bytes": of_whole_page(message["bytes"])}
            if request.page and request.page == self._left:
                if request.fragment:
                    continue
                if request.widgets:
                    return {**message, "bytes": sent_to(self._here, message["bytes"])}
            if request.page != self._here and not request.fragment:
                self._here, self._left = request.page, self._here
            return message
