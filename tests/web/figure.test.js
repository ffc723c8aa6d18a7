// How the chosen view of a chart changes its layout.

import assert from "node:assert/strict";
import { test } from "node:test";

import { mergeLayout } from "../../ui/board/web/figure.js";

function merged(layout, change) {
  mergeLayout(layout, change);
  return layout;
}

test("a path with dots sets one leaf and leaves the rest", () => {
  const layout = { xaxis: { type: "linear", title: "N" } };
  assert.deepEqual(merged(layout, { "xaxis.type": "log" }), { xaxis: { type: "log", title: "N" } });
});

test("a path makes what is missing on its way", () => {
  assert.deepEqual(merged({ xaxis: 3 }, { "xaxis.title.text": "N" }), { xaxis: { title: { text: "N" } } });
});

test("an object is merged, a list replaces", () => {
  const layout = { yaxis: { range: [0, 1], tickvals: [1, 2, 3], ticks: "" } };
  assert.deepEqual(
    merged(layout, { yaxis: { range: [2, 3] }, "yaxis.tickvals": [] }),
    { yaxis: { range: [2, 3], tickvals: [], ticks: "" } },
  );
});

test("nothing changes nothing", () => {
  assert.deepEqual(merged({ a: 1 }, null), { a: 1 });
});

test("no path reaches what all objects share", () => {
  merged({}, JSON.parse('{"__proto__.polluted": 1, "constructor.prototype.polluted": 1, "a.__proto__.polluted": 1}'));
  assert.equal(/** @type {any} */ ({}).polluted, undefined);
});
