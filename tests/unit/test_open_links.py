"""A link gives its picture and its numbers to whoever asks, and nothing that a link says harms the server."""

import asyncio
import io
import json
import random
import struct
import sys
import time
from contextlib import redirect_stdout
from urllib.parse import quote

import pytest
from starlette.applications import Starlette

from sim.__main__ import main
from sim.charts import charts
from sim.inputs import BY_KEY, TABLE
from sim.pages import pages
from sim.teaching.claims import claims
from tests.requests import ask, asked
from ui.server import open_links, previews
from ui.server.queue import LATE_TURN
from ui.server.workshop import Busy, Rates, Workshop

APP = Starlette(routes=open_links.routes())
LINKS = 300
MOST_S = 1.0  # of the processor, for one link: a bound of the work, not a measure of speed
WORDS = (
    "", "0", "-1", "nan", "inf", "-inf", "1e308", "1e-308", "1e400", "9" * 400, "1_000", "１７５B", "0x10", "none",
    "on", "<script>alert(1)</script>", "../../etc/passwd", "%00", "\x00", "\ud800", "{}", "[]", "=1+1", "${7*7}",
    "a" * 3_000, "🦜" * 50, "70B", "1e11", "x\r\nSet-Cookie: a=b", "__class__", "1;DROP TABLE", "custom",
    "budget_optimal",
)  # fmt: skip
_written: list[str] = []
_listens = False


def _heard(event: str, arguments: tuple) -> None:
    if _listens and event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        _written.append(str(arguments[0]))
    elif _listens and event in ("os.mkdir", "os.rename", "os.remove", "tempfile.mkstemp"):
        _written.append(f"{event} {arguments[0]}")


sys.addaudithook(_heard)  # there is no way to take it back: it hears nothing outside of its test


def hostile(seed: int) -> tuple[str, str]:
    """A page and a link that nobody means well with."""
    chance = random.Random(seed)
    keys = [
        *BY_KEY,
        "v",
        "show",
        "hide",
        "lock",
        "page",
        "view",
        "l0",
        "t0",
        "claim",
        "mode",
        "lesson",
        "s",
        "a",
        "zzz",
    ]
    pairs = []
    for _ in range(chance.randint(0, 14)):
        key = chance.choice(keys)
        value = chance.choice(WORDS)
        if key in BY_KEY and chance.random() < 0.6:
            row = BY_KEY[key]
            ends = list(row.options()) if row.options else [row.low, row.high, repr(10 ** chance.uniform(-12, 30))]
            value = str(chance.choice(ends))
        elif key == "show" and chance.random() < 0.7:
            value = chance.choice(list(charts()))
        elif key == "view" and chance.random() < 0.7:
            value = "_".join(f"{name}.{view.name}" for name, one in charts().items() for view in one.views)
        elif key == "claim" and chance.random() < 0.7:
            value = chance.choice(list(claims().entries))
        elif key == "v" and chance.random() < 0.8:
            value = chance.choice("1234")
        pairs.append(f"{key}={quote(value, errors='replace')}" if chance.random() < 0.9 else f"{key}{value}&&==")
    return chance.choice(["", *pages(), "nowhere", "../.."]), "&".join(pairs)


def test_hostile_links_give_an_answer_and_nothing_else():
    """Each is a picture or data, or says what is wrong; none is dear, none writes a file, none is an error of ours."""
    global _listens
    asked(APP, "/card.png"), asked(APP, "/api/evaluate")  # what is read once is read
    statuses: dict[int, int] = {}
    for seed in range(LINKS):
        page, query = hostile(seed)
        client = f"10.0.{seed // 250}.{seed % 250}"
        for path in (f"/{page}/card.png", "/api/evaluate"):
            began, _listens = time.process_time(), True
            answer = asked(APP, path, query, client)
            _listens = False
            assert time.process_time() - began < MOST_S, (path, query)
            assert _written == [], (path, query)
            assert answer.status in (200, 400), (path, query)
            statuses[answer.status] = statuses.get(answer.status, 0) + 1
            if path.endswith("png"):
                assert answer.status == 200
                assert answer.body.startswith(b"\x89PNG") and struct.unpack(">II", answer.body[16:24]) == (1200, 630)
            else:
                found = json.loads(answer.body)
                assert ("error" in found) == (answer.status == 400)
                assert "NaN" not in answer.body.decode() and "Traceback" not in answer.body.decode()
    assert statuses[200] > LINKS and statuses[400] > 20  # both kinds came up


def test_data_of_a_link_is_what_the_command_line_prints():
    """The same text, for any site to read."""
    link = "v=4&n=7e10&d=1.4e12&inf=on"
    out = io.StringIO()
    with redirect_stdout(out):
        assert main(["evaluate", "--link", f"?{link}"]) == 0
    answer = asked(APP, "/plan/api/evaluate", link)
    assert answer.body.decode() == out.getvalue()
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["content-type"] == "application/json"


def test_a_bare_address_is_the_run_that_its_page_opens():
    """As on the page, and not the library's own default."""
    found = json.loads(asked(APP, "/api/evaluate").body)["scenario"]
    assert found == previews.scenario_of({}).scenario.model_dump()
    assert found["n_params"] != TABLE["n_params"].default


def test_a_wrong_link_is_told():
    """What it said and what is allowed, in a sentence."""
    answer = asked(APP, "/api/evaluate", "v=4&n=much")
    assert answer.status == 400
    assert "Parameters" in json.loads(answer.body)["error"]


@pytest.mark.parametrize("path", sorted({chart.page for chart in charts().values()}))
def test_each_chart_can_be_the_picture(path):
    """The first chart that a link shows is drawn: no two of one page give the same picture."""
    scenario = previews.scenario_of({"v": "4", "inf": "on"}).scenario
    mine = [chart for chart in charts().values() if chart.page == path and chart.applies(scenario)]
    cards = [asked(APP, f"/{path}/card.png", f"v=4&inf=on&show={chart.id}").body for chart in mine]
    assert len(set(cards)) == len(mine)
    assert asked(APP, f"/{path}/card.png", "v=4&inf=on&show=no-such").body == cards[0]


def test_too_many_requests_of_one_address_are_told_so():
    """A stock of them, filled again by time; another address is not concerned; few addresses are remembered."""
    rates = Rates(rate=1e-6, burst=3, most=2)
    for _ in range(3):
        rates.take("a")
    with pytest.raises(Busy, match="a second"):
        rates.take("a")
    for other in "bcdefg":
        rates.take(other)
    assert len(rates) == 2
    again = Rates(rate=1e9, burst=1)
    for _ in range(5):
        again.take("a")


def test_a_route_says_429(monkeypatch):
    """With when to ask again, as a sentence and as a header."""
    monkeypatch.setattr(open_links, "RATES", Rates(rate=0.5, burst=1))
    assert asked(APP, "/api/evaluate", "v=4").status == 200
    answer = asked(APP, "/api/evaluate", "v=4")
    assert (answer.status, answer.headers["retry-after"]) == (429, "2")
    assert "Ask again in 2 s" in json.loads(answer.body)["error"]
    assert asked(APP, "/api/evaluate", "v=4", client="198.51.100.7").status == 200


def test_few_wait_for_the_workshop():
    """Those beyond are sent away at once, those that wait too long later; after that it works as before."""
    shop = Workshop(LATE_TURN, most_waiting=2, patience=0.05)

    async def many():
        slow = [asyncio.ensure_future(shop.make(time.sleep, 0.3)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(Busy, match="Too many"):
            await shop.make(int)
        for task in slow:
            with pytest.raises(Busy, match="too long"):
                await task
        while True:  # both are done in the end
            try:
                return await shop.make(int, "7")
            except Busy:
                await asyncio.sleep(0.02)

    assert asyncio.run(many()) == 7


def test_the_loop_is_free_while_a_card_is_drawn(monkeypatch):
    """Another request is answered while one is at work."""

    def slowly(path, query):
        time.sleep(0.2)
        return b""

    async def ticks():
        monkeypatch.setattr(previews, "picture", slowly)
        task = asyncio.ensure_future(ask(APP, "/card.png", "v=4", "192.0.2.1"))
        count = 0
        while not task.done():
            await asyncio.sleep(0.01)
            count += 1
        return count

    assert asyncio.run(ticks()) > 5


def test_a_card_is_drawn_once(monkeypatch):
    """And again only when it was forgotten."""
    drawn = []
    monkeypatch.setattr(previews, "card", lambda *about: drawn.append(about) or b"png")
    monkeypatch.setattr(previews, "_CARDS", previews.KeptAnswers(2, 600))
    for query in ("v=4", "v=4", "v=4&n=1e9", "v=4&n=2e9", "v=4"):
        assert previews.picture("plan", query) == b"png"
    assert len(drawn) == 4
