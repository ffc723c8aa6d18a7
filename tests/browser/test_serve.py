"""Two workers behind nginx, as `make serve` starts them: sticky, compressed, metrics closed, stopped cleanly."""

import gzip
import html
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest
from playwright.sync_api import Page, expect
from websockets.sync.client import connect

from deploy.serve import NO_NGINX, free_ports
from sim import Scenario
from tests.browser.conftest import GPT_3, ROOT
from tests.browser.test_home import expect_figures
from ui.server.streamlit_private import BackMsg, ForwardMsg

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
START_S = 60


@pytest.fixture(scope="module")
def serving():
    """A door with two workers on loopback: its address and the starter's process; Ctrl-C ends all of it."""
    if NGINX is None:
        print(f"make serve is not tested: {NO_NGINX}")
        pytest.skip(NO_NGINX)
    (port,) = free_ports(1)
    command = [sys.executable, "-m", "deploy.serve", "--host", "127.0.0.1", "--port", str(port)]
    starter = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert starter.stdout is not None
    workers = []
    deadline = time.monotonic() + START_S
    for line in starter.stdout:
        workers += re.findall(r"URL: (http://127\.0\.0\.1:\d+)", line)
        if "Serving" in line or time.monotonic() > deadline:
            break
    address = f"http://127.0.0.1:{port}"
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).close()
            break
        except OSError:
            time.sleep(0.2)
    yield address, starter
    starter.send_signal(signal.SIGINT)
    assert starter.wait(timeout=20) == 0
    assert len(workers) == 2
    for gone in (address, *workers):
        with pytest.raises(OSError):
            urllib.request.urlopen(gone, timeout=1)


@pytest.fixture(scope="module")
def door(serving):
    """Address of the door."""
    return serving[0]


def answer(address: str, **headers: str):
    """Status, headers and body of one request."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=10) as reply:
            return reply.status, reply.headers, reply.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, b""


def test_a_cookie_keeps_the_worker(door):
    """A new browser gets one; a browser that has one keeps it; a forged one is replaced."""
    cookie = answer(door)[1]["Set-Cookie"]
    assert re.fullmatch(r"next_dollar=[0-9a-f]{32}; Path=/; HttpOnly; SameSite=Lax", cookie)
    assert answer(door, Cookie=cookie.split(";")[0])[1]["Set-Cookie"] is None
    assert answer(door, Cookie="next_dollar=x")[1]["Set-Cookie"] is not None


def test_scripts_are_compressed(door):
    """What Streamlit serves plain leaves compressed."""
    page = answer(door)[2].decode()
    script = re.search(r'src="\.?(/static/js/[^"]+)"', page)
    assert script is not None
    _, headers, body = answer(door + script.group(1), **{"Accept-Encoding": "gzip"})
    assert headers["Content-Encoding"] == "gzip"
    assert len(body) < 0.5 * len(gzip.decompress(body))


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/plan/_stcore/metrics", "/_stcore//metrics", "/%5fstcore/metrics"]
)
def test_metrics_are_closed(door, path):
    """Nobody outside reads the metrics, however the address is written."""
    status, _, body = answer(door + path)
    assert status in (403, 404) or b"prerenderReady" in body  # Streamlit's page


@pytest.mark.parametrize("path", ["/", "/plan", "/room", "/card.png", "/_stcore/health"])
def test_each_answer_says_each_safe_header_once(door, path):
    """The app says them, and nginx says none again."""
    headers = answer(door + path)[1]
    is_page = headers["Content-Type"].startswith("text/html")
    for name in ("X-Content-Type-Options", "Referrer-Policy"):
        assert len(headers.get_all(name)) == 1, name
    assert len(headers.get_all("Content-Security-Policy") or []) == is_page


def test_a_file_comes_from_its_own_page_and_is_small(door):
    """Without the token of the page it is refused; with it up to 1 MB is taken, whatever its length is said to be."""
    _, headers, _ = answer(f"{door}/_stcore/health")
    cookies = [cookie.split(";")[0] for cookie in headers.get_all("Set-Cookie")]
    (token,) = [cookie.partition("=")[2] for cookie in cookies if cookie.startswith("_streamlit_xsrf")]
    with connect(f"{door.replace('http', 'ws')}/_stcore/stream", origin=door, subprotocols=["streamlit"],
                 additional_headers={"Cookie": "; ".join(cookies)}) as socket:  # fmt: skip
        socket.send(BackMsg(rerun_script={}).SerializeToString())
        session = ForwardMsg.FromString(socket.recv()).new_session.initialize.session_id
        target = f"{urllib.parse.urlsplit(door).netloc}", f"/_stcore/upload_file/{session}/file"

        def put(size: int, chunked: bool = False, **more: str) -> int:
            head = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f.json"\r\n\r\n'
            body = head + b"1" * size + b"\r\n--x--\r\n"
            said = {"Content-Type": "multipart/form-data; boundary=x", "Cookie": "; ".join(cookies), **more}
            connection = http.client.HTTPConnection(target[0], timeout=20)
            connection.request("PUT", target[1], iter([body]) if chunked else body, said, encode_chunked=chunked)
            return connection.getresponse().status

        ours = {"X-Xsrftoken": token}
        assert put(1_000) == 403
        assert put(1_000, **{"X-Xsrftoken": "x"}) == 403
        assert put(1_000, **ours) == put(1_000, chunked=True, **ours) == 204
        assert put(1_500_000, **ours) == put(1_500_000, chunked=True, **ours) == 413
        assert put(3_000_000, **ours) == 413  # nginx alone says so


def test_a_foreign_origin_is_refused(door):
    """The websocket takes the server's own name, whatever it is called, and no other's."""
    stream = door.replace("http", "ws") + "/_stcore/stream"
    with connect(stream, origin=door, subprotocols=["streamlit"]):
        pass
    with pytest.raises(Exception, match="403"):
        connect(stream, origin="http://evil.example", subprotocols=["streamlit"])


def test_the_page_works_through_the_door(page: Page, door, troubles):
    """The page loads, a lever moves, and the same link opens whichever worker serves it."""
    page.goto(f"{door}/{GPT_3}")
    expect_figures(page, Scenario())
    page.get_by_role("slider", name="Parameters").press("ArrowRight")
    expect_figures(page, Scenario(n_params=2e11))
    page.wait_for_url(re.compile("n=2e11"))
    for _ in range(3):  # without its cookie a browser may reach either worker
        page.context.clear_cookies()
        page.goto(page.url)
        expect_figures(page, Scenario(n_params=2e11))
    expect(page.locator(".nd-notice")).to_have_count(0)
    assert troubles == []


def workers_of(starter: subprocess.Popen) -> set[int]:
    """The processes of the workers that live now."""
    found = subprocess.run(["pgrep", "-P", str(starter.pid), "-f", "streamlit"], capture_output=True, text=True)
    return {int(pid) for pid in found.stdout.split()}


def test_a_link_shows_itself_through_the_door(door):
    """Who runs no scripts reads its title, and finds its picture and its numbers where the page says."""
    page, deadline = "", time.monotonic() + START_S  # a worker that still loads leaves its heads plain
    while "The run has 175B parameters" not in page and time.monotonic() < deadline:
        page = answer(f"{door}/plan{GPT_3}")[2].decode()
    assert 'property="og:title" content="The run has 175B parameters and 300B tokens."' in page
    image = re.search(r'property="og:image" content="([^"]+)"', page)
    assert image is not None and image[1].startswith(f"{door}/plan/card.png")
    status, headers, body = answer(html.unescape(image[1]))
    assert (status, headers["Content-Type"], body[:4]) == (200, "image/png", b"\x89PNG")
    assert json.loads(answer(f"{door}/api/evaluate{GPT_3}")[2])["result"]["n_params"] == 1.75e11


def test_a_killed_worker_is_missed_by_nobody(serving):
    """Its visitors are answered by the other one at once, and it is started anew."""
    address, starter = serving
    visitors = [f"next_dollar={number:032x}" for number in range(12)]  # of both workers
    (dead, _) = before = sorted(workers_of(starter))
    os.kill(dead, signal.SIGKILL)
    statuses, deadline = [], time.monotonic() + START_S
    while len(workers_of(starter) - set(before)) == 0 or len(statuses) < 5 * len(visitors):
        statuses += [answer(address, Cookie=visitor)[0] for visitor in visitors]
        assert time.monotonic() < deadline
    assert set(statuses) == {200}
