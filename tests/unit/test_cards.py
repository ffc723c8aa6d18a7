"""A figure drawn by the server says what the browser's says."""

import io
import math

import numpy as np
import pytest
from PIL import Image

from sim import Scenario, evaluate
from sim.charts import charts
from sim.charts.drawing.style import COLORS, axis, layout, line, point
from ui.server.cards.axes import axis as placed
from ui.server.cards.axes import plain
from ui.server.cards.canvas import Canvas, font, ink, lines_of
from ui.server.cards.card import card, wrapped
from ui.server.cards.drawing import draw, patched, stacked
from ui.server.cards.marks import clipped

BOX = (50, 20, 590, 380)


def drawn(traces: list[dict], **more) -> np.ndarray:
    """Pixels of a figure of 600 by 400."""
    canvas = Canvas(600, 400)
    draw(canvas, {"data": traces, "layout": layout(**more)}, BOX)
    return np.asarray(canvas.finished())


def where(pixels: np.ndarray, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of the pixels of a color."""
    return np.nonzero((pixels == np.array(ink(f"@{name}")[:3])).all(axis=2))


def test_bars_are_as_long_as_their_numbers():
    """Twice the number, twice the length; a text beside it."""
    bars = {"type": "bar", "orientation": "h", "y": [0, 1], "x": [1.0, 2.0], "width": 0.5,
            "marker": {"color": ["@params", "@tokens"]}}  # fmt: skip
    pixels = drawn([bars], xaxis=axis("", range=[0, 2.5], visible=False), yaxis=axis("", range=[1.5, -0.5]))
    short, long = (np.ptp(where(pixels, name)[1]) + 1 for name in ("params", "tokens"))
    assert long / short == pytest.approx(2, rel=0.01)
    assert where(pixels, "params")[0].max() < where(pixels, "tokens")[0].min()


@pytest.mark.parametrize("log", [False, True])
def test_points_stand_where_the_axes_say(log):
    """The middle of the range is the middle of the box, on both kinds of axis; a reversed one runs down."""
    ends, middle = ((0, 2), 10.0) if log else ((0, 20), 10.0)
    one = placed(axis("", log=log, range=list(ends)), [])
    assert one.counted([middle])[0] == pytest.approx(sum(ends) / 2)
    mark = point(middle, middle, "", "inference", marker={"size": 12, "line": {"width": 0}})
    upside = axis("", log=log, range=[ends[1], ends[0]], visible=False)
    pixels = drawn([mark], xaxis=axis("", log=log, range=list(ends), visible=False), yaxis=upside)
    rows, columns = where(pixels, "inference")
    assert rows.mean() == pytest.approx((BOX[1] + BOX[3]) / 2, abs=4)
    assert columns.mean() == pytest.approx((BOX[0] + BOX[2]) / 2, abs=8)


def test_lines_end_at_the_axes():
    """What lies outside is cut, gaps stay gaps, and a value that cannot be on a log axis is one."""
    wild = line([1.0, 10, 100, 1e9, 5, 0, -1, math.nan], [1.0, 1e12, 1e-12, 3, None, 7, 2, 1], "compute", 3)
    room = axis("", log=True, range=[0, 2], visible=False)
    rows, columns = where(drawn([wild], xaxis=room, yaxis=dict(room)), "compute")
    assert rows.size and BOX[1] - 2 <= rows.min() and rows.max() <= BOX[3] + 2
    assert BOX[0] - 2 <= columns.min() and columns.max() <= BOX[2] + 2


@pytest.mark.parametrize(
    ("a", "b", "found"),
    [
        ((1, 1), (2, 2), ((1, 1), (2, 2))),
        ((-5, 5), (15, 5), ((0, 5), (10, 5))),
        ((5, -10), (5, -1), None),
        ((-1, -1), (11, 11), ((0, 0), (10, 10))),
        ((3, 3), (3, 3), ((3, 3), (3, 3))),
    ],
)
def test_a_stretch_is_cut_at_the_edges(a, b, found):
    """Its part inside, or nothing."""
    assert clipped(a, b, (0, 0, 10, 10)) == found


def test_bars_are_stacked_where_they_are_on_the_page():
    """Each begins where those before it end."""
    bars = [{"type": "bar", "orientation": "h", "x": [3.0, 1.0], "y": ["a", "b"]}] * 2
    assert [trace["base"] for trace in stacked(bars)] == [[0.0, 0.0], [3.0, 1.0]]


@pytest.mark.parametrize(
    ("said", "texts"),
    [
        (axis("", log=True, range=[18, 24]), ["10¹⁸", "10¹⁹", "10²⁰", "10²¹", "10²²", "10²³", "10²⁴"]),
        (axis("", log=True, range=[-1, 40], dtick=1), None),
        (axis("", range=[0, 100]), ["0", "20", "40", "60", "80", "100"]),
        (axis("", range=[2, 2.02], tickformat=".3f"), ["2.000", "2.005", "2.010", "2.015", "2.020"]),
        (axis("", range=[0, 4e6], tickprefix="$"), ["$0", "$1M", "$2M", "$3M", "$4M"]),
        (axis("", range=[0, 1e6], dtick=1e-6), None),
    ],
)
def test_numbers_of_an_axis(said, texts):
    """Round ones, few of them, whatever the layout asks for."""
    found = [text for _, text in placed(said, []).ticks()]
    assert texts is None or found == texts
    assert 2 <= len(found) <= 16


def test_numbers_are_short():
    assert [plain(x) for x in (0.25, -3, 1500, 25_000, 2.5e6, 3e12)] == ["0.25", "−3", "1500", "25k", "2.5M", "3T"]


def test_a_view_changes_single_keys_of_the_layout():
    """And leaves the layout that it is made from."""
    before = {"xaxis": {"type": "log", "range": [0, 1]}, "height": 3}
    after = patched(before, {"xaxis.type": "linear", "xaxis.title": {"text": "a"}, "xaxis.title.text": "b"})
    assert after == {"xaxis": {"type": "linear", "range": [0, 1], "title": {"text": "b"}}, "height": 3}
    assert before["xaxis"]["type"] == "log"


def test_texts_lose_their_markup():
    assert lines_of("<b>big</b> &amp; small<br>two\u00a0words") == ["big & small", "two words"]


def test_a_long_sentence_is_cut_with_an_ellipsis():
    """Every line fits, and the last one says that there is more."""
    canvas = Canvas(1200, 630)
    lines = wrapped(canvas, "a long sentence that says much " * 12, 38, 900, 3)
    assert len(lines) == 3 and lines[-1].endswith("…") and not lines[0].endswith("…")
    assert wrapped(canvas, "short", 38, 900, 3) == ["short"]


def test_a_face_that_is_not_there_is_another_one():
    """A text is drawn all the same."""
    assert font(20, 400, "Nowhere").getlength("text") > 0


@pytest.mark.parametrize("inference", ["off", "on"])
@pytest.mark.parametrize("chart", charts().values(), ids=charts())
def test_every_chart_is_drawn(chart, inference):
    """With something on it in a color of ours, unless it is empty; the same figure gives the same picture."""
    now = evaluate(Scenario(inference=inference, n_params=7e10))
    if not chart.applies(now.scenario):
        pytest.skip("not on this page")
    shown = chart.picture(now)
    png = card("A sentence.", shown.question, shown.figure, {}, "Source", "NEXT DOLLAR")
    assert png == card("A sentence.", shown.question, shown.figure, {}, "Source", "NEXT DOLLAR")
    bare = card(
        "A sentence.", shown.question, {"data": [], "layout": shown.figure["layout"]}, {}, "Source", "NEXT DOLLAR"
    )
    pixels, empty = (np.asarray(Image.open(io.BytesIO(one))) for one in (png, bare))
    assert pixels.shape == (630, 1200, 3)
    differ = (pixels != empty).any(axis=2).sum()
    assert differ > 500 if shown.figure["data"] else differ == 0


def test_colors_are_those_of_the_page():
    assert ink("@params") == (*bytes.fromhex(COLORS["light"]["params"][1:]), 255)
    assert ink("@params/0.5")[3] == 128 and ink("#010203") == (1, 2, 3, 255)
    assert ink("javascript:alert(1)") == ink("@muted")
