"""What a browser is told of our pages: where things come from, who may frame them, what is told to others."""

import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route

from tests.requests import asked
from ui.room import pages as room
from ui.server.heads import Heads
from ui.server.safe_headers import SafeHeaders, frame_ancestors, policy
from ui.server.streamlit_private import inline_scripts

ROOT = Path(__file__).resolve().parents[2]
INDEX = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")


def app(frames: str | None = None) -> Starlette:
    """Streamlit's page, a page of a room and data, behind the headers."""
    routes = [
        Route("/room/wall", room.wall),
        Route("/data", lambda request: JSONResponse({}, headers={"Referrer-Policy": "no-referrer"})),
        Route("/{page:path}", lambda request: HTMLResponse(INDEX)),
    ]
    return Starlette(routes=routes, middleware=[Middleware(SafeHeaders, frames=frames), Middleware(Heads)])


def sources(headers) -> dict[str, set[str]]:
    """The parts of a policy by name."""
    parts = [part.split() for part in headers["content-security-policy"].split(";")]
    return {name: set(values) for name, *values in parts}


def test_a_page_says_all_of_them():
    """Nothing from elsewhere, no script within the page but those that Streamlit's own has, all sites may frame it."""
    answer = asked(app(), "/plan", "v=4")
    found = sources(answer.headers)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["permissions-policy"].startswith("camera=()")
    assert found["frame-ancestors"] == {"*"} and found["object-src"] == found["base-uri"] == {"'none'"}
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "data:"} & found["script-src"]
    allowed = re.compile(r"'self'|'none'|'unsafe-inline'|blob:|data:|'sha256-[A-Za-z0-9+/=]{44}'")
    assert all(allowed.fullmatch(source) for name in found.keys() - {"frame-ancestors"} for source in found[name])


def test_each_script_within_the_page_is_known_by_its_digest():
    """As the page leaves us, with what our head adds."""
    answer = asked(app(), "/plan", "v=4")
    within = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", answer.body.decode(), re.DOTALL)
    assert within and len(within) == len(inline_scripts())
    for text in within:
        assert (
            f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
            in answer.headers["content-security-policy"]
        )
    assert not re.search(r"<[^>]+\son\w+=", answer.body.decode())  # no handler within a tag


def test_a_page_with_a_policy_of_its_own_keeps_it():
    """That of a room is stricter; what is no page has none."""
    answer = asked(app(), "/room/wall")
    assert answer.headers["content-security-policy"] == room.POLICY
    assert answer.headers["referrer-policy"] == "no-referrer"
    data = asked(app(), "/data").headers
    assert "content-security-policy" not in data
    assert (data["x-content-type-options"], data["referrer-policy"]) == ("nosniff", "no-referrer")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        (None, "*"),
        ("", "*"),
        (" * ", "*"),
        ("none", "'none'"),
        ("https://a.example.edu", "'self' https://a.example.edu"),
        ("https://*.example.edu http://localhost:8080", "'self' https://*.example.edu http://localhost:8080"),
    ],
)
def test_who_may_frame_is_a_setting(setting, said):
    """Everybody, nobody, or listed origins beside our own."""
    assert frame_ancestors(setting) == said
    assert policy(frame_ancestors(setting)).endswith(f"; frame-ancestors {said}")
    assert sources(asked(app(setting), "/").headers)["frame-ancestors"] == set(said.split())


@pytest.mark.parametrize(
    "setting", ["example.edu", "https://a.example; script-src *", "* none", "https://a/b", "'self'"]
)
def test_a_setting_that_is_none_is_named(setting):
    """With what was got and what is allowed; nothing of it reaches a header."""
    with pytest.raises(ValueError, match="FRAME_ORIGINS: got .*allowed are"):
        frame_ancestors(setting)


def test_a_wrong_setting_stops_the_start_in_one_sentence():
    """Not with a traceback."""
    code = "import os; os.environ['FRAME_ORIGINS'] = 'evil'; import app"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 1 and ran.stderr.startswith("Not started: FRAME_ORIGINS: got evil; ")
    assert "Traceback" not in ran.stderr
