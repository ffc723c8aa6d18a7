"""What happens between press and release: the sweep is played, with no message, and it is exact."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from sim import Scenario, evaluate
from sim.charts import charts_of
from sim.charts.frames import moving
from sim.inputs import TABLE
from sim.links.share import link
from sim.pages import board
from sim.words.run import headlines
from tests.browser.conftest import GPT_3
from ui.server import scripts
from ui.server.payload import packed

THINKING = Scenario(inference="on", samples_per_query=10)
DRAGS = [
    ("home", Scenario(), "n_params", 40),
    ("home", Scenario(), "n_tokens", -35),
    ("home", Scenario(), "usd_per_chip_hour", 25),
    ("home", Scenario(plan="budget_optimal"), "budget_usd", 30),
    ("plan", Scenario(), "n_tokens", 30),
    ("think", THINKING, "n_params", 30),
    ("think", THINKING, "samples_per_query", 30),
]
STEADY = ("compute", "think-map", "tasks")  # charts that keep their axes
# What a plot shows, be it Plotly's or the sketch that a drag goes on as.
PICTURES = f"""
  const {{ axisOf, fullTraces, keepSketch, lengthOf, offsetOf, sketchOf }} =
    await import('/{scripts.FOLDER}plotly_private.js');
  const plots = [...document.querySelectorAll('.nd-plot')].filter(plot => plot.querySelector('.main-svg'));
  const chartOf = (plot) => plot.closest('[data-chart]').dataset.chart;
"""
LINES = f"""async () => {{{PICTURES}
  return plots.flatMap(plot => fullTraces(plot).map((trace, i) => [chartOf(plot), i, trace]).filter(([, , trace]) =>
    trace.type === 'scatter' && trace.visible === true).map(([chart, i, trace]) => {{
      const node = plot.querySelector(`.scatterlayer .trace${{trace.uid}}`);
      const points = [...node.querySelectorAll('path.point')].map(p => p.getAttribute('transform'));
      return {{ chart, i, points, shown: points.length > 0 }};
    }}));
}}"""

QUIET = """() => {
  const idle = document.querySelector('.stApp')?.dataset.testScriptState === 'notRunning';
  return globalThis.__ndOpenChannel.rests() && !globalThis.__ndFeeder?.speaking && idle;
}"""
# No chart changes for five frames.
STILL = """() => new Promise(done => {
  let frames = 0;
  const seen = new MutationObserver(() => { frames = 0; });
  for (const plot of document.querySelectorAll('.nd-plot')) {
    seen.observe(plot, { subtree: true, childList: true, attributes: true });
  }
  requestAnimationFrame(function look() {
    frames += 1;
    if (frames <= 5) return requestAnimationFrame(look);
    seen.disconnect();
    return done(true);
  });
})"""


@pytest.fixture
def wire(page: Page):
    """Times of the websocket messages, both ways."""
    messages: list[str] = []

    def opened(socket):
        socket.on("framesent", lambda data: messages.append("out"))
        socket.on("framereceived", lambda data: messages.append("in"))

    page.on("websocket", opened)
    return messages


def ready(page: Page, address: str):
    """Open a page and wait until all its charts are drawn and the bands are there: then nothing is under way."""
    page.goto(address)
    page.wait_for_function("() => Number(document.documentElement.dataset.ndDrawn) > 0")
    expect(page.locator(".nd-plot .main-svg").first).to_be_visible()
    if "/think" not in address:  # where no chart has bands
        page.wait_for_function("() => document.documentElement.dataset.ndBands")
    quiet(page)


def quiet(page: Page):
    """Wait until nothing is under way between board and Python."""
    page.wait_for_function(QUIET)


def frames(page: Page, count: int):
    """As many frames of the browser: the pace of a hand."""
    for _ in range(count):
        page.evaluate("() => new Promise(requestAnimationFrame)")


def played(page: Page, name: str) -> dict:
    """What was played last, once that is where the handle of the lever stands and the charts are still."""
    page.wait_for_function(
        "name => Number(document.querySelector(`[data-lever=${name}] .nd-range`).value) === __ndPlayed?.index", arg=name
    )
    page.wait_for_function(STILL)
    return page.evaluate("globalThis.__ndPlayed")


def handle(page: Page, name: str) -> tuple[float, float]:
    """Where the handle of a lever is."""
    lever = page.locator(f'[data-lever="{name}"]')
    box = lever.locator(".nd-range").bounding_box()
    at = float(lever.locator(".nd-range").evaluate("node => getComputedStyle(node).getPropertyValue('--nd-at')"))
    return box["x"] + 12 + at * (box["width"] - 24), box["y"] + box["height"] / 2


def hover(page: Page, name: str) -> tuple[float, float]:
    """Rest on a lever until its sweep is here."""
    x, y = handle(page, name)
    page.evaluate("globalThis.__ndSwept = null")
    page.mouse.move(x, y)
    page.wait_for_function("name => globalThis.__ndSwept?.lever === name", arg=name)
    return x, y


def shown(page: Page) -> dict:
    """What the page says: numbers, sentence and levers."""
    return page.evaluate(
        """() => ({
          numbers: [...document.querySelectorAll('.nd-value')].map(node => node.textContent),
          details: [...document.querySelectorAll('.nd-detail')].map(node => node.textContent),
          sentence: document.querySelector('.nd-sentence').textContent,
          boxes: [...document.querySelectorAll('.nd-lever .nd-box')].map(node => node.value),
          words: [...document.querySelectorAll('.nd-chart')]
            .filter(node => node.querySelector('.nd-plot').getBoundingClientRect().bottom < innerHeight)
            .map(node => [node.querySelector('.nd-subtitle').textContent, node.querySelector('.nd-note').textContent]),
        })"""
    )


def points(page: Page) -> dict[tuple[str, int], list[list[float]]]:
    """Places of the markers of the charts that keep their axes [px]."""
    found = {}
    for item in page.evaluate(LINES):
        if item["shown"] and item["chart"] in STEADY:
            places = [text.removeprefix("translate(").removesuffix(")").split(",") for text in item["points"]]
            found[item["chart"], item["i"]] = [[float(part) for part in place] for place in places]
    return found


def address(server: str, path: str, scenario: Scenario) -> str:
    """Where a page shows a scenario."""
    return f"{server}/{'' if path == 'home' else path}?{link(scenario)}"


@pytest.mark.parametrize("path, scenario, name, distance", DRAGS, ids=[f"{path}-{name}" for path, _, name, _ in DRAGS])
def test_drag_is_silent_and_exact(page: Page, server, troubles, wire, path, scenario, name, distance):
    """Nothing is said to Python during the drag; what was played at the last position is what release computes."""
    page.set_viewport_size({"width": 1440, "height": 900 if path == "home" else 3200})
    page.goto(f"{server}/{GPT_3}")  # the first visit of a new server knows the main page only
    ready(page, address(server, path, scenario))
    before = shown(page)
    x, y = hover(page, name)
    quiet(page)
    messages = wire.count("out")
    page.mouse.down()
    for step in range(1, 21):
        page.mouse.move(x + distance * step / 20, y)
        frames(page, 1)
    at = played(page, name)
    assert at["lever"] == name and at["frames"] >= 5
    assert wire.count("out") == messages
    seen, marks = shown(page), points(page)
    assert seen["numbers"] != before["numbers"]
    assert marks or path == "plan"
    assert seen["words"] != before["words"] or path != "plan"

    updates = page.evaluate("globalThis.__ndUpdates")
    page.mouse.up()
    page.wait_for_function("n => Number(document.documentElement.dataset.ndDrawn) > n", arg=updates)
    released = scenario.changed(**{name: TABLE[name].rungs()[at["index"]]})
    result = evaluate(released)
    exact = shown(page)
    # While a lever moves, the sentence speaks for the law in use; once the page rests, for all of them.
    by_law, by_all = (
        "".join(piece.text for piece in board(path).sentence(result, moving=moving)) for moving in (True, False)
    )
    assert seen.pop("sentence") == by_law and exact.pop("sentence") in (by_law, by_all)
    assert exact == seen
    assert exact["numbers"] == [number.value for number in board(path).headlines(result)]
    expect(page.locator(".nd-sentence")).to_have_text(by_all)
    for place, expected in points(page).items():
        assert marks[place] == [pytest.approx(pair, abs=1) for pair in expected]
    assert troubles == []


def test_leaving_and_coming_back_restores_the_exact_page(page: Page, server, wire):
    """A handle put back where it was sends nothing, and the page shows what it showed."""
    ready(page, f"{server}/{GPT_3}")
    before = shown(page)
    x, y = hover(page, "n_params")
    page.mouse.down()
    page.mouse.move(x + 30, y, steps=8)
    played(page, "n_params")
    assert shown(page) != before
    page.mouse.move(x, y, steps=8)
    page.mouse.up()
    expect(page.locator(".nd-sentence")).to_have_text(before["sentence"])
    assert shown(page) == before


# Draws the frame of `frames` with Plotly, over ours or in the place of our sketch, and says how far apart the two are.
DIRECT_AND_PLOTLY = f"""async (frames) => {{{PICTURES}
  const far = {{}};
  for (const plot of plots) {{
    const chart = chartOf(plot), sketched = Boolean(sketchOf(plot));
    const all = (query) => [...plot.querySelectorAll(query)];
    const visible = (node) => node.getAttribute('display') !== 'none';
    const boxes = () => [
      ...all('.barlayer .point > path').map(node => node.getBBox())
        .filter(b => b.width * b.height > 0).map(b => [b.x, b.y, b.width, b.height]), // no length, nothing to see
      // Labels of points go where they have room, which test_overlap looks at.
      ...all('.scatterlayer path.point, .barlayer .point > text').filter(visible).map(node => {{
        const b = node.getBoundingClientRect(); return [b.x, b.y]; }}),
    ];
    const path = (node) => [...node.querySelectorAll('path.js-line')].map(path => path.getAttribute('d')).join('');
    const lines = () => fullTraces(plot).filter(({{ type, visible }}) => type === 'scatter' && visible === true)
      .map(full => [full.index, path(plot.querySelector(`.scatterlayer .trace${{full.uid}}`))]);
    const [ours, ourLines] = [boxes(), new Map(lines())];
    if (sketched) {{
      const {{ data, layout }} = sketchOf(plot).figure;
      plot.querySelector('.nd-sketch').remove();
      keepSketch(plot, null);
      const plain = (_, item) => (ArrayBuffer.isView(item) ? [...item] : item);
      await Plotly.newPlot(plot, ...JSON.parse(JSON.stringify([data, layout], plain)), {{ displayModeBar: false }});
    }}
    for (const [trace, change] of frames[chart] || []) await Plotly.restyle(plot, change, [trace]);
    const [theirs, theirLines] = [boxes(), lines()];
    let most = ours.length === theirs.length ? 0 : 999;
    if (ours.length === theirs.length) {{
      ours.forEach((box, i) => box.forEach((side, j) => {{ most = Math.max(most, Math.abs(side - theirs[i][j])); }}));
    }}
    // Plotly leaves out points of a line and cuts it at the edge: those it keeps must lie on ours.
    let off = 0, vertices = 0;
    const {{ width, height }} = plot.querySelector('.plotclip rect').getBBox();
    for (const [name, d] of theirLines) {{
      if (!d || d === ourLines.get(name)) continue;
      const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      path.setAttribute('d', ourLines.get(name));
      path.setAttribute('style', 'stroke-width: 3px; stroke: black; fill: none; vector-effect: none');
      plot.querySelector('.main-svg').append(path);
      const numbers = d.match(/-?[\\d.]+/g).map(Number);
      for (let i = 0; i + 1 < numbers.length; i += 2) {{
        const point = new DOMPoint(numbers[i], numbers[i + 1]);
        if (point.x < 0 || point.y < 0 || point.x > width || point.y > height) continue;
        vertices += 1;
        if (!path.isPointInStroke(point)) off += 1;
      }}
      path.remove();
    }}
    far[chart] = {{ most, off, vertices, sketched }};
  }}
  return far;
}}"""


@pytest.mark.parametrize("path", ["home", "plan", "think"])
def test_direct_drawing_is_plotlys(page: Page, server, path):
    """One frame drawn by us, then by Plotly: bars with their labels, points and lines agree within a pixel."""
    scenario = THINKING if path == "think" else Scenario()
    page.set_viewport_size({"width": 1440, "height": 3200 if path == "think" else 2200})
    page.goto(f"{server}/{GPT_3}")  # the first visit of a new server knows the main page only
    ready(page, address(server, path, scenario))
    x, y = hover(page, "n_params")
    page.mouse.down()
    # To where every bar stays inside its axis: fewer parameters, or more where what a dollar buys is counted.
    page.mouse.move(x + (12 if path == "think" else -12), y, steps=4)
    index = played(page, "n_params")["index"]
    exact, there = evaluate(scenario), evaluate(scenario.changed(n_params=TABLE["n_params"].rungs()[index]))
    shown_charts = [chart for chart in charts_of(path) if chart.applies(scenario)]
    frames = {}
    for chart in shown_charts:
        moved = moving(chart, exact, [exact, there])
        frames[chart.id] = [[item.trace, {item.path: [json.loads(packed(item.values[1]))]}] for item in moved or []]
    found = page.evaluate(DIRECT_AND_PLOTLY, frames)
    page.mouse.up()
    assert set(found) == {chart.id for chart in shown_charts}
    for chart, far in found.items():
        assert far["most"] <= 1.5, (chart, far)
        assert far["off"] == 0, (chart, far)
    if path == "plan":
        assert found["isoflop"]["vertices"] > 10
    if path == "home":  # whose axes moved
        assert found["more"]["sketched"] and found["more"]["vertices"] > 10


def test_held_arrow_keys_play_and_send_the_last_value(page: Page, server, troubles):
    """Keys play frames too, and what they end on is what Python computes."""
    ready(page, f"{server}/{GPT_3}")
    slider = page.get_by_role("slider", name="Tokens")
    slider.focus()
    page.wait_for_function("() => globalThis.__ndSwept?.lever === 'n_tokens'")
    for _ in range(8):
        page.keyboard.down("ArrowRight")
        frames(page, 2)
    page.keyboard.up("ArrowRight")
    rungs = TABLE["n_tokens"].rungs()
    result = evaluate(Scenario(n_tokens=rungs[rungs.index(300e9) + 8]))
    assert page.evaluate("globalThis.__ndPlayed.frames") >= 4
    for number in headlines(result):
        expect(page.locator(f'[data-number="{number.name}"] .nd-value')).to_have_text(number.value)
    expect(page).to_have_url(re.compile("d=1.5e12"))
    assert shown(page)["numbers"] == [number.value for number in headlines(result)]
    assert troubles == []


def test_touch_drags_play_on_a_phone(browser, server):
    """A finger on a lever: the sweep is asked for at touch and played before release."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    ready(page, f"{server}/{GPT_3}")
    # Below the sentence and the bars, which stay in view.
    page.locator('[data-lever="n_tokens"]').evaluate("lever => lever.scrollIntoView({block: 'end'})")
    x, y = handle(page, "n_tokens")
    touch = context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 31):
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x + step, "y": y}]})
        frames(page, 1)
    at = played(page, "n_tokens")
    assert at["lever"] == "n_tokens"
    seen = shown(page)["numbers"]
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    result = evaluate(Scenario(n_tokens=TABLE["n_tokens"].rungs()[at["index"]]))
    assert seen == [number.value for number in headlines(result)]
    expect(page).to_have_url(re.compile("d="))
    assert shown(page)["numbers"] == seen
    context.close()


def test_pages_and_dark_mode_stay_live(page: Page, server, troubles):
    """After a page switch, in dark mode, the levers of the other page play its charts."""
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 1440, "height": 1100})
    ready(page, f"{server}/{GPT_3}")
    hover(page, "n_params")
    page.get_by_role("link", name="Plan").click()
    expect(page.get_by_role("heading", name="Plan the run")).to_be_visible()
    page.wait_for_function("() => document.querySelectorAll('.js-plotly-plot .main-svg').length >= 3")
    quiet(page)
    x, y = hover(page, "n_params")
    page.mouse.down()
    page.mouse.move(x + 20, y, steps=10)
    index = played(page, "n_params")["index"]
    result = evaluate(Scenario(n_params=TABLE["n_params"].rungs()[index]))
    assert shown(page)["numbers"] == [number.value for number in headlines(result)]
    page.mouse.up()
    assert troubles == []


def test_keep_undo_redo_and_replay(page: Page, server, troubles):
    """Kept figures stand beside the current ones; Undo and Redo walk; Replay plays and restores."""
    page.set_viewport_size({"width": 1440, "height": 1100})
    ready(page, f"{server}/{GPT_3}")
    before = evaluate(Scenario())
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("textbox", name="Name of run A")).to_have_value("GPT-3 175B")
    page.get_by_role("slider", name="Parameters").press("ArrowRight")
    after = evaluate(Scenario(n_params=2e11))
    for number, old in zip(headlines(after), headlines(before), strict=True):
        node = page.locator(f'[data-number="{number.name}"]')
        expect(node.locator(".nd-value")).to_have_text(number.value)
        expect(node.locator(".nd-detail")).to_have_text(f"A\u00a0{old.value}")
    expect(page.locator(".nd-sentence")).to_contain_text("than in A (GPT-3 175B)")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator('[data-number="loss"] .nd-value')).to_have_text(headlines(before)[0].value)
    page.get_by_role("button", name="Redo").click()
    expect(page.locator('[data-number="loss"] .nd-value')).to_have_text(headlines(after)[0].value)
    page.get_by_role("button", name="Drop run A").click()
    expect(page.locator(".nd-sentence")).not_to_contain_text("than in A")
    seen = shown(page)
    frames = page.evaluate("globalThis.__ndPlayed?.frames || 0")
    page.get_by_role("button", name="Replay last change").click()
    page.wait_for_function("n => (globalThis.__ndPlayed?.frames || 0) > n + 10", arg=frames)
    page.keyboard.press("Escape")
    expect(page.locator(".nd-sentence")).to_have_text(seen["sentence"])
    assert shown(page) == seen
    assert troubles == []


def test_a_click_on_a_model_loads_it(page: Page, server, troubles):
    """A point of the landscape is a real model: clicking it starts from it."""
    page.set_viewport_size({"width": 1440, "height": 1100})
    page.goto(f"{server}/{GPT_3}")  # the first visit of a new server knows the main page only
    ready(page, f"{server}/plan")
    place = page.evaluate(
        """() => {
          const plot = document.querySelector('[data-chart="landscape"] .js-plotly-plot');
          const trace = plot._fullData.find(item => item.meta && item.meta.event);
          const at = trace.customdata.indexOf('palm-540b');
          const node = [...plot.querySelectorAll(`.trace${trace.uid} path.point`)].find(p => p.__data__.i === at);
          const box = node.getBoundingClientRect();
          return [box.x + box.width / 2, box.y + box.height / 2];
        }"""
    )
    page.mouse.move(place[0] - 3, place[1])
    page.mouse.move(*place)
    page.locator('[data-chart="landscape"] .nd-plot.nd-clickable').wait_for()
    page.mouse.click(*place)
    expect(page.get_by_label("Start from")).to_have_value("palm-540b")
    assert troubles == []
