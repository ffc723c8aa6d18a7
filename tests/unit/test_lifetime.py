"""The end of a server: it comes in time, whatever is still computed or never taken."""

import signal
import socket
import subprocess
import sys
import time

import pytest

SERVER = """
import asyncio, sys, time
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route
from ui.server import lifetime

lifetime.STOP_S = 1.0

async def stream(request):
    async def lines():
        while True:
            yield "x" * 1_000_000
    return StreamingResponse(lines())

async def compute(request):
    async def lines():
        yield "begun"
        await asyncio.to_thread(time.sleep, 60)
    return StreamingResponse(lines())

async def nothing(request):
    return PlainTextResponse("nothing to wait for")

routes = [Route("/stream", stream), Route("/compute", compute), Route("/nothing", nothing)]
uvicorn.run(Starlette(routes=routes, lifespan=lifetime.lifetime), port=int(sys.argv[1]), log_level="warning")
"""


@pytest.mark.parametrize(("asked", "end"), [("nothing", -signal.SIGTERM), ("compute", 0), ("stream", 0)])
def test_a_stop_comes_in_time(asked, end):
    """With nothing to do, with an answer that is computed for a minute, and with a browser that takes no more."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(port)])
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                browser = socket.create_connection(("127.0.0.1", port), timeout=10)
                break
            except OSError:
                assert time.monotonic() < deadline and server.poll() is None
                time.sleep(0.1)
        with browser:
            browser.sendall(f"GET /{asked} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            assert b"200" in browser.recv(100)
            server.send_signal(signal.SIGTERM)
            assert server.wait(timeout=30) == end
    finally:
        server.kill()
        server.wait()
