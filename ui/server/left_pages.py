"""A page that was left says nothing any more: the guard between what a visitor does and where he goes.

Streamlit's browser side names, in each request, the page that it shows. From the click on a menu entry until
the new page arrives that is still the old one. So what is done just before the click, and sets out just
after it, asks for a run of the page that was left, and Streamlit obeys: it goes back there, or runs a fragment
of it whose pieces the browser then puts where no page is. Such a request for a fragment ends here; the board
repeats what was not answered, from the next page. One for the whole page goes to where the visitor is.

Where a visitor is, both sides say: the browser when he leaves, the server with each whole page that it sends. At
the start of a visit the browser does not name its page, and a page may send its visitor to another one, so the
server's word is needed. While a page that was asked for is still to come, only that counts.

While the run of a whole page is under way, a request for a fragment of it waits: the browser clears a page that it
has not drawn yet where the run of a fragment follows at once. So it does after Back and Forward: what Streamlit is
asked before it begins such a run makes it forget that the address is to be read.

A connection begins with a whole page. One that was broken off does not: its browser goes on where it was, and
asks for a fragment that a server which was started anew has never heard of.
"""

import asyncio
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.server.streamlit_private import of_whole_page, run_news, run_request, sent_to

HANG_UP = {"type": "websocket.disconnect", "code": 1003}  # of one who says what no browser says
DRAWN_S = 0.1  # from the end of a page's run until a fragment of it may run


class LeftPages:
    """ASGI middleware that lets no page be run after its visitor asked for another one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a connection."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        visit = Visit(receive, send)
        try:
            await self.app(scope, visit.hear, visit.tell)
        finally:
            visit.end()


class Visit:
    """What one browser says, without what it says for a page that was left."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._here: str | None = None  # Streamlit's name of the page; "" while only the address names it
        self._left = ""
        self._known: set[str] = set()  # the pages of this visit: no other name says that one was left
        self._awaited = False  # whether a page was asked for that the server has not named
        self._running = False  # whether it was asked for and is not drawn
        self._waiting: list[Message] = []  # requests for fragments of it
        self._drawn = asyncio.Event()
        self._drawing: asyncio.TimerHandle | None = None
        self._next: asyncio.Future[Message] | None = None

    async def hear(self) -> Message:
        """The next message that counts."""
        while True:
            message = await self._next_message()
            if message is None:
                return self._waiting.pop(0)
            try:
                request = run_request(message.get("bytes") or b"")
            except ValueError:  # Streamlit would write a traceback of it into its log, for everybody who sends one
                return HANG_UP
            if request is None:
                return message
            if request.fragment and self._here is None:
                self._go(request.page)
                return {**message, "bytes": of_whole_page(message["bytes"])}
            if request.fragment and request.page in self._known - {self._here}:
                continue
            if request.fragment and self._running:
                self._waiting.append(message)
                continue
            if request.page and request.page == self._left and request.widgets:
                return {**message, "bytes": sent_to(self._here or "", message["bytes"])}
            if request.page != self._here and not request.fragment:
                self._go(request.page)
            elif request.history:
                self._run()
            return message

    async def _next_message(self) -> Message | None:
        """What the browser says next; `None` where the page is drawn before, and a request waits for that."""
        if self._waiting:
            self._next = self._next or asyncio.ensure_future(self._receive())
            drawn = asyncio.ensure_future(self._drawn.wait())
            either: set[asyncio.Future[Any]] = {self._next, drawn}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            drawn.cancel()
            if not self._next.done():
                return None
        message, self._next = await (self._next or self._receive()), None
        return message

    async def tell(self, message: Message) -> None:
        """Pass on what the server says, and note which page it names and when that is sent."""
        news = run_news(message.get("bytes") or b"")
        if news is not None and news.page:
            self._known.add(news.page)
            self._named(news.page)
        await self._send(message)
        if news is not None and news.finished and self._running and not self._awaited and not self._drawing:
            self._drawing = asyncio.get_running_loop().call_later(DRAWN_S, self._stands)

    def end(self) -> None:
        """Leave nothing behind that waits."""
        for left in (self._next, self._drawing):
            if left is not None:
                left.cancel()

    def _named(self, page: str) -> None:
        if page == self._here:
            self._awaited = False
        elif self._awaited and self._here:  # a run that was under way when he left
            self._left = self._left or page
        else:
            self._here, self._awaited = page, False

    def _go(self, page: str) -> None:
        self._here, self._left, self._awaited = page, self._here or "", True
        self._known.add(page)
        self._waiting.clear()
        self._run()

    def _run(self) -> None:
        self._running = True
        self._drawn.clear()
        if self._drawing is not None:
            self._drawing.cancel()
            self._drawing = None

    def _stands(self) -> None:
        self._running, self._drawing = False, None
        self._drawn.set()
