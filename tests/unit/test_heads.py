"""Who runs no scripts reads in the page itself what its link shows."""

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route

from sim import Scenario, evaluate
from sim.ground import units
from sim.pages import Board, pages
from sim.teaching.claims import claims
from sim.teaching.lessons import lessons
from tests.requests import asked
from ui.server import heads, previews, scripts
from ui.server.heads import Heads
from ui.server.packing import Packing
from ui.server.workshop import Busy

INDEX = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
HEADERS = {"etag": '"x"', "last-modified": "Sun, 29 Nov 2026 10:00:00 GMT"}
APP = Starlette(
    routes=[
        Route("/text", lambda request: PlainTextResponse("<title>Streamlit</title>")),
        Route("/broken", lambda request: HTMLResponse("<title>Streamlit</title>", 500)),
        Route("/{page:path}", lambda request: HTMLResponse(INDEX, headers=HEADERS)),
    ],
    middleware=[Middleware(Packing), Middleware(Heads), Middleware(GZipMiddleware, minimum_size=100)],
)


class Told(HTMLParser):
    """Title and tags of a page, as a crawler reads them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: dict[str, str] = {}
        self.title, self._in_title = "", False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        self._in_title = tag == "title"
        if tag == "meta" and (name := said.get("property") or said.get("name")):
            self.tags[name] = said["content"]

    def handle_data(self, data):
        if self._in_title:
            self.title, self._in_title = data, False


def told(path: str, query: str = "", **headers: str) -> Told:
    answer = asked(APP, path, query, **headers)
    assert answer.status == 200
    assert int(answer.headers["content-length"]) == len(answer.body)
    return Told(answer.body.decode())


def test_a_shared_run():
    """The sentence is the title, the rest the description, and the picture is that of the link, with its address."""
    found = told("/plan", "v=4&n=7e10&d=1.4e12")
    run = evaluate(Scenario(n_params=7e10, n_tokens=1.4e12))
    assert found.title == "Plan · Next Dollar"
    assert found.tags["og:title"] == "The run has 70B parameters and 1.4T tokens."
    assert units.count(run.optimal_n_params) in found.tags["og:description"]
    assert found.tags["description"] == found.tags["og:description"]
    assert found.tags["og:image"] == "http://example.org/plan/card.png?v=4&n=7e10&d=1.4e12"
    assert found.tags["og:url"] == "http://example.org/plan?v=4&n=7e10&d=1.4e12"
    assert found.tags["twitter:card"] == "summary_large_image"
    assert (found.tags["og:image:width"], found.tags["og:image:height"]) == ("1200", "630")


@pytest.mark.parametrize("path", pages())
def test_every_page_says_what_it_is(path):
    """A title of its own in the tab, a sentence and a description."""
    found = told(f"/{path}")
    others = {told(f"/{other}").tags["description"] for other in pages() if other != path}
    assert found.tags["description"] and found.tags["description"] not in others
    assert found.tags["og:title"] and len(found.tags["og:title"]) <= previews.MOST_TITLE
    assert isinstance(pages()[path], Board) or pages()[path].title in found.title


def test_claims_and_lessons_by_their_title():
    """A lesson's link tells nothing of who answered what."""
    claim, lesson = claims().entries["wall"], lessons().entries["is-there-a-wall"]
    found = told("/claims", "claim=wall")
    assert found.tags["og:title"] == claim.title and found.title.startswith(claim.title)
    assert claim.headline in found.tags["og:description"]
    found = told("/lessons", "le=is-there-a-wall&at=2&an=b~1&who=Ada")
    assert found.tags["og:title"] == lesson.file.title and found.tags["description"] == lesson.file.goal
    assert "Ada" not in found.tags["og:url"] + found.tags["og:image"]


def test_a_class_that_votes_is_told_no_verdict():
    """Neither in words nor in the picture, until it has voted twice."""
    claim = claims().entries["wall"]
    found = told("/claims", "claim=wall&mode=class")
    assert claim.headline not in found.tags["og:description"] and claim.verdict not in found.tags["og:description"]
    assert previews.picture("claims", "claim=wall&mode=class") != previews.picture("claims", "claim=wall")
    assert claim.headline in told("/claims", "claim=wall&mode=class&cv=t~f").tags["og:description"]


def test_a_run_that_cannot_be():
    """The page says so, and its picture has no chart."""
    query = "v=4&plan=target_loss&l=1.5"
    found = told("/plan", query)
    assert found.tags["og:title"] == pages()["plan"].question
    assert found.tags["og:description"].startswith(previews.NO_PLAN)
    assert previews.picture("plan", query) == previews.picture("plan", f"{query}&n=2e9")


@pytest.mark.parametrize(
    ("headers", "public", "base"),
    [
        ({}, "", "http://example.org/"),
        ({"x_forwarded_proto": "https"}, "", "https://example.org/"),
        ({"x_forwarded_proto": "https", "x_forwarded_host": "a.example.com:8443"}, "", "https://a.example.com:8443/"),
        ({"host": "[::1]:8501"}, "", "http://[::1]:8501/"),
        ({"host": "evil.example/x"}, "https://n.example.org/x/", "https://n.example.org/x/"),
        ({"x_forwarded_proto": "javascript"}, "", "http://example.org/"),
    ],
)
def test_the_address_is_that_by_which_others_come(monkeypatch, headers, public, base):
    """What `PUBLIC_URL` says, else the host that a proxy or the browser names."""
    monkeypatch.setenv("PUBLIC_URL", public)
    assert told("/laws", "v=4", **headers).tags["og:image"] == f"{base}laws/card.png?v=4"


@pytest.mark.parametrize("host", ['"><script>', "a b", "x/y", ""])
def test_a_host_that_is_none_is_not_told(host):
    """Title and description stay, without an address."""
    found = told("/", "v=4", host=host)
    assert found.tags["og:title"] and "og:image" not in found.tags and found.tags["twitter:card"] == "summary"


def test_below_a_path():
    """Where a proxy serves us below a path, the picture stands there too."""
    assert told("/tools/dollar/plan", "v=4").tags["og:image"] == "http://example.org/tools/dollar/plan/card.png?v=4"
    assert told("/tools/dollar/", "v=4").tags["og:image"] == "http://example.org/tools/dollar/card.png?v=4"


@pytest.mark.parametrize("text", ['"><script>alert(1)</script>', "</title><b>", "'onload='x"])
def test_nothing_of_a_link_becomes_markup(text):
    """Whatever a stranger writes into it."""
    query = f"v=4&n={quote(text)}&claim={quote(text)}&{quote(text)}=1"
    for path in ("/", "/claims", "/lessons"):
        answer = asked(APP, path, query).body.decode()
        assert text not in answer and "<b>" not in answer
        assert answer.count("<script>") == INDEX.count("<script>")


def test_all_else_passes():
    """Other files, errors and the answer to HEAD are left as they are; what was said of the old page is not."""
    assert asked(APP, "/text").body == b"<title>Streamlit</title>"
    assert asked(APP, "/broken").body == b"<title>Streamlit</title>"
    assert "etag" not in asked(APP, "/plan").headers
    assert "content-length" not in asked(APP, "/plan", method="HEAD").headers


def test_a_compressed_page():
    """It is packed once it is changed, although Streamlit would have packed it before."""
    answer = asked(APP, "/plan", "v=4", accept_encoding="gzip")
    assert answer.headers["content-encoding"] == "gzip"
    assert "Plan · Next Dollar" in gzip.decompress(answer.body).decode()


@pytest.mark.parametrize("trouble", [Busy("much to do", 1), RuntimeError("a mistake of ours")])
def test_a_page_opens_whatever_its_head_does(monkeypatch, trouble):
    """It then says what it says without a link."""

    def fails(path, query):
        raise trouble

    monkeypatch.setattr(heads, "preview", fails)
    found = told("/plan", "v=4")
    assert found.title == "Plan · Next Dollar" and found.tags["og:title"] == pages()["plan"].question
    assert found.tags["og:image"].endswith("/plan/card.png?v=4")
    assert told("/lessons", "le=is-there-a-wall&who=Ada").tags["og:image"].endswith("?le=is-there-a-wall")


def test_our_first_script_runs_before_streamlits_and_asks_for_no_other():
    """It hears of the connection that Streamlit opens; a script that it asked for would keep all others waiting."""
    page = asked(APP, "/plan", "v=4").body.decode()
    assert 0 < page.index(heads.FIRST) < page.index('src="./static/js/index.')
    named = {script.url.removeprefix(scripts.FOLDER): script for script in scripts.BOARD}
    early, board = named[scripts.EARLY], named[scripts.WHOLE]
    # The board itself is read whenever it comes, and keeps nobody waiting.
    assert f'async crossorigin src="./{board.url}"' in page
    text = early.body().decode()
    assert "class Connection" in text and not re.search(r"^import\b|\bimport\(", text, re.MULTILINE)
