// The numbers of a chart as a file for other programs.

import assert from "node:assert/strict";
import { test } from "node:test";

import { renamed, roomAbove, roomLeft } from "../../ui/board/web/picture.js";
import { inScript } from "../../ui/board/web/standalone.js";
import { pasteable, plainText, tableText } from "../../ui/board/web/table.js";

const line = { type: "scatter", mode: "lines", x: [1e18, 2.5e18], y: [3.141592653589793, null], line: { color: "@compute" } };

function rowsOf(text) {
  return text.split("\n").filter((row) => row && !row.startsWith("#"));
}

test("every point is a row, unrounded, below comments and a head that never changes", () => {
  const layout = { xaxis: { title: { text: "Training compute,\nFLOP" } }, yaxis: { title: { text: "Loss" } }, yaxis2: { visible: false } };
  const text = tableText({ data: [{ ...line, name: "Least loss" }], layout }, [], ["A question?", "https://example.org/?v=4"]);
  assert.deepEqual(text.split("\n"), [
    "# A question?", "# https://example.org/?v=4", "# x: Training compute, FLOP", "# y: Loss",
    "series,x,y,low80,high80", "Least loss,1000000000000000000,3.141592653589793,,", "",
  ]);
});

test("series are named by themselves, by their point, or by their color, each once", () => {
  const point = { x: [1], y: [2], text: ["<b>here</b>"], marker: { color: "@here" } };
  const text = tableText({ data: [line, line, point, { ...line, name: "Own" }, { x: [1], y: [1] }] }, [], []);
  assert.deepEqual(rowsOf(text).slice(1).map((row) => row.split(",")[0]), ["compute", "compute 2", "here", "Own", "value"]);
});

test("what is not seen and what only labels is left out", () => {
  const text = tableText({ data: [{ ...line, visible: false }, { ...line, mode: "text", text: ["a", "b"] }] }, [], []);
  assert.deepEqual(rowsOf(text), ["series,x,y,low80,high80"]);
});

test("a bar that lies is told by its name and its number, with its band", () => {
  const bars = { type: "bar", orientation: "h", x: [10, 20], y: [0, 1] };
  const layout = { yaxis: { tickvals: [0, 1], ticktext: ["One, two", "Three"] } };
  const band = { x: [8, 13, null, 15, 30, null], y: [0.36, 0.36, null, 1.36, 1.36, null], meta: { band: 80, ends: "whiskers" } };
  const wide = { ...band, x: [1, 99, null, 1, 99, null], meta: { band: 95, ends: "whiskers" } };
  assert.deepEqual(rowsOf(tableText({ data: [bars], layout }, [wide, band], [])).slice(1), ['value,"One, two",10,8,13', "value,Three,20,15,30"]);
});

test("a band along a curve has rows of its own, one of a point stands beside it", () => {
  const shade = (ends, y) => ({ x: [1, 2], y, line: { color: "@compute" }, meta: { band: 80, ends } });
  const here = { x: [5], y: [7], text: ["here"] };
  const upright = { x: [5, 5, null], y: [6, 8, null], meta: { band: 80, ends: "whiskers" } };
  const text = tableText({ data: [here] }, [shade("low", [1, 2]), shade("high", [3, 4]), upright], []);
  assert.deepEqual(rowsOf(text).slice(1), ["here,5,7,6,8", '"compute, 80 % band",1,,1,3', '"compute, 80 % band",2,,2,4']);
});

test("a grid has a third number", () => {
  const grid = { type: "contour", x: [1, 2], y: [5], z: [[0.1, null]] };
  assert.deepEqual(rowsOf(tableText({ data: [grid] }, [], [])), ["series,x,y,low80,high80,z", "value,1,5,,,0.1", "value,2,5,,,"]);
});

test("no cell of a stranger is a formula, and numbers stay numbers", () => {
  for (const name of ["=1+1", "+cmd|x", "@SUM(A1)", " =1", "＝1", "|cmd", "%0A"]) {
    assert.ok(rowsOf(tableText({ data: [{ x: [-1], y: [-2e-7], name }] }, [], []))[1].startsWith("'"), name);
  }
  assert.deepEqual(rowsOf(tableText({ data: [{ x: [-1], y: [-2e-7], name: "a" }] }, [], []))[1], "a,-1,-2e-7,,");
});

test("a table is pasted cell by cell", () => {
  assert.equal(pasteable({ columns: ["Lever", "Cost"], rows: [["a\tb", "$1"], ["=1", "-5"]] }), "Lever\tCost\na b\t$1\n'=1\t-5");
});

test("markup is no part of a text", () => {
  assert.equal(plainText("<b>a</b><br>b\u00a0c"), "a b c");
});

test("a picture names the run", () => {
  const figure = { text: ["\u00a0you are here\u00a0", "other"], x: [1] };
  assert.deepEqual(renamed(figure, { "you are here": "GPT-3" }), { text: ["\u00a0GPT-3\u00a0", "other"], x: [1] });
});

test("names above and beside the axes have room", () => {
  assert.equal(roomAbove({ xaxis: {} }), 0);
  const above = roomAbove({ xaxis: { side: "top", tickangle: -50, categoryarray: ["a name of some length"] } });
  assert.ok(above > 100 && above < 160);
  assert.ok(roomLeft({ yaxis: {} }, [{ y: ["a name of some length"] }]) > roomLeft({ yaxis: {} }, [{ y: ["a"] }]));
  assert.ok(roomLeft({ yaxis: { visible: false } }, [{ y: ["a name of some length"] }]) < 40);
});

test("no text ends the script that it stands in", () => {
  const text = inScript({ name: "</script><script>alert(1)</script>", x: new Float64Array([1, 2]) });
  assert.ok(!text.includes("<"));
  assert.deepEqual(JSON.parse(text), { name: "</script><script>alert(1)</script>", x: [1, 2] });
});
