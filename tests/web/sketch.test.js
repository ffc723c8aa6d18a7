// Sketches: where things stand, what is written beside the axes, and what is left to Plotly.

import assert from "node:assert/strict";
import test from "node:test";

import { refusal, sketch } from "../../ui/board/web/sketch.js";
import { linesOf, spans } from "../../ui/board/web/svg.js";

const PLACE = { width: 320, height: 200, id: "a" };
const HALF = (text, size) => 0.5 * size * text.length; // width of a text
const AXIS = { type: "linear", range: [0, 10], nticks: 5, showgrid: false };

function figure(traces, layout = {}) {
  const margin = { l: 20, r: 20, t: 20, b: 20 };
  return { data: traces, layout: { margin, font: { size: 13, color: "#111" }, xaxis: AXIS, yaxis: AXIS, ...layout } };
}

const line = (more = {}) => ({ type: "scatter", mode: "lines", x: [0, 5, 10], y: [0, 5, 10], line: { color: "red", width: 2 }, ...more });

function all(node, name, found = []) {
  if (typeof node === "string") return found;
  if (`${node[1].class || ""} ${node[0]}`.split(" ").includes(name)) found.push(node);
  for (const child of node[2] || []) all(child, name, found);
  return found;
}

const drawn = (given) => sketch(given, PLACE, HALF);
const wordsOf = (node) => (typeof node === "string" ? node : (node[2] || []).map(wordsOf).join(""));
const ticks = (axis) => all(drawn(figure([line()], { xaxis: axis })).node, "xtick").map(wordsOf);

test("a line lies between the margins, from one corner to the other", () => {
  const { node, layout } = drawn(figure([line()]));
  assert.deepEqual([layout.xaxis.start, layout.xaxis.long, layout.yaxis.start, layout.yaxis.long], [20, 280, 20, 160]);
  assert.equal(all(node, "js-line")[0][1].d, "M0.00,160.00L140.00,80.00L280.00,0.00");
  assert.equal(layout.xaxis.value(140), 5);
});

test("a gap lifts the pen, and what is hidden is not drawn", () => {
  const { node } = drawn(figure([line({ y: [0, null, 10] }), line({ visible: false })]));
  assert.deepEqual(all(node, "js-line").map((path) => path[1].d), ["M0.00,160.00M280.00,0.00"]);
});

test("numbers of a linear axis are round, and few", () => {
  assert.deepEqual(ticks({ type: "linear", range: [0, 104], nticks: 6 }), ["0", "20", "40", "60", "80", "100"]);
  assert.deepEqual(ticks({ type: "linear", range: [-1, 1], nticks: 4 }), ["\u22121", "\u22120.5", "0", "0.5", "1"]);
  assert.deepEqual(ticks({ type: "linear", range: [0, 4e6], dtick: 1e6, tickprefix: "$" }), ["$0", "$1M", "$2M", "$3M", "$4M"]);
  assert.deepEqual(ticks({ type: "linear", range: [1.8, 2.2], dtick: 0.2, tickformat: ".2f" }), ["1.80", "2.00", "2.20"]);
});

test("numbers of a log axis are powers, with their digits in between where it is short", () => {
  const power = { type: "log", exponentformat: "power" };
  assert.deepEqual(ticks({ ...power, range: [-1, 3], dtick: 2 }), ["1", "102\u200b"]);
  assert.deepEqual(ticks({ ...power, range: [20, 26], nticks: 8 }).slice(0, 2), ["1020\u200b", "1021\u200b"]);
  assert.deepEqual(ticks({ ...power, range: [0, 3], nticks: 8 }), ["1", "2", "5", "10", "2", "5", "102\u200b", "2", "5", "103\u200b"]);
});

test("numbers that a figure writes itself stand at its values", () => {
  const axis = { type: "log", range: [3, 9], tickvals: [1e4, 1e8, 1e20], ticktext: ["a", "<b>b</b>", "out"] };
  const { node, layout } = drawn(figure([line()], { xaxis: axis }));
  const found = all(node, "xtick").map((tick) => [wordsOf(tick), Number(tick[2][0][1].x)]);
  assert.deepEqual(found, [["a", 20 + layout.xaxis.pixel(1e4)], ["b", 20 + layout.xaxis.pixel(1e8)]].map(([text, x]) => [text, Number(x.toFixed(2))]));
});

test("the margin grows by what stands beside an axis", () => {
  const wide = { ...AXIS, automargin: true, tickfont: { size: 10 }, tickvals: [0, 10], ticktext: ["a long number", "b"] };
  const { layout } = drawn(figure([line()], { yaxis: wide, margin: { l: 8, r: 16, t: 8, b: 8 } }));
  assert.ok(layout.xaxis.start > 8 + 0.5 * 10 * 13, String(layout.xaxis.start));
  assert.equal(layout.xaxis.start + layout.xaxis.long, 320 - 16);
});

test("points and texts know which they are, and stand at their place", () => {
  const trace = { mode: "markers+text", x: [5, 50], y: [5, 5], text: ["here", "far"], textposition: "top center", marker: { color: "red", size: 10 }, textfont: { size: 12 } };
  const { node } = drawn(figure([trace]));
  const points = all(node, "point");
  assert.deepEqual(points.map((point) => [point[3].i, point[1].transform, point[1].display]), [[0, "translate(140.00,80.00)", undefined], [1, "translate(1400.00,80.00)", undefined]]);
  const kept = drawn(figure([{ ...trace, cliponaxis: false }]));
  assert.deepEqual(all(kept.node, "point").map((point) => point[1].display), [undefined, "none"]);
  assert.deepEqual(all(node, "textpoint").map(wordsOf), ["here", "far"]);
});

test("bars stand on each other, have names on their axis, and a text behind their end", () => {
  const bar = (x, more = {}) => ({ type: "bar", orientation: "h", y: ["one", "two"], x, width: 0.5, marker: { color: ["red", "blue"] }, ...more });
  const layout = { barmode: "stack", yaxis: { type: "category", autorange: "reversed", showgrid: false } };
  const given = figure([bar([2, 4]), bar([3, 1], { text: ["5", "5"], textposition: "outside", textangle: 0 })], layout);
  assert.equal(refusal(given), "");
  const { node } = drawn(given);
  const shapes = all(node, "point").map((point) => point[2][0][1].d);
  assert.deepEqual(shapes, ["M0,20V60H56V20Z", "M0,100V140H112V100Z", "M56,20V60H140V20Z", "M112,100V140H140V100Z"]);
  assert.deepEqual(all(node, "ytick").map(wordsOf), ["one", "two"]);
  assert.equal(all(node, "bartext")[0][1].transform, "translate(143.00,44.55)");
});

test("an area reaches down to the trace before it", () => {
  const { node } = drawn(figure([line({ y: [0, 0, 0] }), line({ y: [5, 5, 5], fill: "tonexty", fillcolor: "pink" })]));
  assert.equal(all(node, "js-fill")[0][1].d, "M0.00,80.00L140.00,80.00L280.00,80.00L280.00,160.00L140.00,160.00L0.00,160.00");
});

test("what a sketch cannot draw is left to Plotly, with the reason", () => {
  const reasons = (trace, layout) => refusal(figure([trace], layout));
  assert.equal(reasons(line()), "");
  assert.equal(reasons({ type: "heatmap", z: [[1]] }), "heatmap");
  assert.equal(reasons({ type: "heatmap", z: [[1]], visible: false }), "");
  assert.equal(reasons(line({ fill: "toself" })), "fill toself");
  assert.equal(reasons(line({ line: { shape: "spline" } })), "a rare shape");
  assert.equal(reasons(line(), { showlegend: true }), "a legend");
  assert.equal(reasons(line(), { yaxis: { type: "linear" } }), "y: no range");
  assert.equal(reasons(line(), { xaxis: { ...AXIS, tickangle: -50 } }), "x: turned labels");
  assert.equal(reasons(line(), { xaxis: { ...AXIS, tickformat: "~s" } }), "x: ~s");
  assert.equal(reasons(line(), { annotations: [{ text: "a" }] }), "a note with an arrow");
});

test("markup of a text becomes spans, anything else stays a text", () => {
  assert.deepEqual(spans("a < b & <c>"), ["a < b & <c>"]);
  assert.deepEqual(spans("&lt;a&gt;&nbsp;&amp;"), ["<a>\u00a0&"]);
  assert.deepEqual(spans("<b>x</b>"), [["tspan", { "font-weight": "bold" }, ["x"]]]);
  assert.deepEqual(linesOf("one<br>two").map((pieces) => pieces[0].text), ["one", "two"]);
  assert.deepEqual(spans("a<br>b", { x: 1 }).map((span) => [span[1].class, span[1].x, span[1].dy]), [["line", 1, "0em"], ["line", 1, "1.3em"]]);
});
