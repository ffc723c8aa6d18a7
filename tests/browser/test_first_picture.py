"""The first picture is there before Plotly.js, answers to the hand, and Plotly draws at the same place."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import GPT_3, drawn
from tests.browser.test_live import frames
from ui.server import scripts

PLOTLY = f"**/{scripts.PLOTLY.url}"
FINGER = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
MOST_APART = 2  # px

# Sketches every figure that Plotly drew once more, beside it, and says what of the two is not at one place.
APART = f"""async () => {{
  const {{ sketchInto }} = await import('/{scripts.FOLDER}sketching.js');
  const {{ fullLayout }} = await import('/{scripts.FOLDER}plotly_private.js');
  const found = [], seen = [];
  const ticks = (plot) => [...plot.querySelectorAll('.xtick > text, .ytick > text')].filter(text => text.textContent.trim())
    .map(text => [text.textContent.replaceAll('\\u200b', ''), text.getBoundingClientRect()])
    .sort(([a, x], [b, y]) => (a + x.left).localeCompare(b + y.left));
  const points = (plot) => [...plot.querySelectorAll('.scatterlayer path.point, .barlayer .point > path')]
    .map(node => node.getBoundingClientRect()).filter(box => box.width);
  for (const plot of document.querySelectorAll('.js-plotly-plot')) {{
    const chart = plot.closest('[data-chart]').dataset.chart;
    const copy = plot.cloneNode(false);
    copy.className = 'nd-plot';
    plot.before(copy);
    const place = {{ width: plot.clientWidth, height: plot.clientHeight, id: `copy-${{chart}}` }};
    const done = sketchInto(copy, {{ data: structuredClone(plot.data), layout: JSON.parse(JSON.stringify(plot.layout)) }}, place);
    if (done) {{
      seen.push(chart);
      const [left, top] = [plot, copy].map(node => node.getBoundingClientRect()).map(({{ left, top }}) => [left, top]);
      const axes = Object.keys(fullLayout(plot)).filter(name => /^[xy]axis/.test(name));
      for (const name of axes) {{
        const theirs = fullLayout(plot)[name], ours = fullLayout(copy)[name];
        if (theirs.visible === false) continue;
        const apart = [ours.start - theirs._offset, ours.long - theirs._length];
        if (apart.some(by => Math.abs(by) > {MOST_APART})) found.push([chart, name, ...apart]);
      }}
      const [a, b] = [ticks(plot), ticks(copy)];
      if (a.map(([text]) => text).join() !== b.map(([text]) => text).join()) found.push([chart, 'ticks', a.map(([text]) => text), b.map(([text]) => text)]);
      else a.forEach(([text, box], i) => {{
        const by = [box.left - left[0] - (b[i][1].left - top[0]), box.top - left[1] - (b[i][1].top - top[1])];
        if (by.some(one => Math.abs(one) > {MOST_APART})) found.push([chart, 'tick', text, ...by]);
      }});
      const [p, q] = [points(plot), points(copy)];
      if (p.length !== q.length) found.push([chart, 'points', p.length, q.length]);
    }}
    copy.remove();
  }}
  return [seen, found];
}}"""  # noqa: E501


def test_plotly_draws_where_the_sketch_stood(page: Page, server):
    """Axes, their numbers and points lie at one place, on a desktop and on a narrow page."""
    seen = set()
    for path, width in (("", 1440), ("laws", 1440), ("cost", 360), ("think?v=4&inf=on&k=10", 1440), ("plan", 360)):
        page.set_viewport_size({"width": width, "height": 1000})
        page.goto(f"{server}/{path or GPT_3}")
        drawn(page)
        sketched, apart = page.evaluate(APART)
        assert apart == [], path
        seen |= set(sketched)
    assert {"more", "compute", "agree", "laws-ratio", "waterfall", "auction", "isoflop"} <= seen


def test_a_lever_moves_the_first_picture_without_plotly(page: Page, server):
    """While Plotly.js is still on its way charts are there, a key moves numbers and lines; then Plotly takes over."""
    held = []
    page.route(PLOTLY, lambda route: held.append(route), times=1)
    page.goto(f"{server}/{GPT_3}")
    chart = page.locator('[data-chart="compute"]')
    expect(chart.locator(".nd-sketch path.point").last).to_be_visible()
    slider = page.get_by_role("slider", name="Parameters")
    slider.focus()
    page.wait_for_function("() => globalThis.__ndSwept")
    point = chart.locator(".nd-sketch path.point").last
    before, number = point.get_attribute("transform"), page.locator('[data-number="loss"] .nd-value').text_content()
    slider.press("ArrowRight")
    expect(point).not_to_have_attribute("transform", before)
    expect(page.locator('[data-number="loss"] .nd-value')).not_to_have_text(number)
    assert page.evaluate("globalThis.Plotly === undefined")
    box = chart.locator(".nd-plot").bounding_box()
    for route in held:
        route.continue_()
    expect(chart.locator(".js-plotly-plot, .nd-plot.js-plotly-plot").first).to_be_visible()
    expect(chart.locator(".nd-sketch")).to_have_count(0)
    assert chart.locator(".nd-plot").bounding_box() == pytest.approx(box, abs=1)


def test_a_phone_evaluates_plotly_when_a_chart_is_tapped(browser, server):
    """Without a tap it is not even asked for; a chart says that it can be tapped; what is below stays where it is."""
    context = browser.new_context(**FINGER)
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url) if scripts.PLOTLY.url in request.url else None)
    page.goto(f"{server}/{GPT_3}")
    drawn(page)
    frames(page, 5)
    assert asked == [] and page.locator(".nd-sketch").count() == 3
    button = page.get_by_role("button", name=re.compile("^Tap to explore: ")).first
    button.scroll_into_view_if_needed()
    note = page.locator("[data-chart] .nd-note").first
    before = note.bounding_box()
    button.tap()
    expect(page.locator(".js-plotly-plot")).to_have_count(1)
    expect(page.locator(".nd-sketch")).to_have_count(2)
    assert note.bounding_box() == pytest.approx(before, abs=1)
    context.close()
