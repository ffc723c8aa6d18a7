// Lines and labels that are drawn without Plotly.

import assert from "node:assert/strict";
import { test } from "node:test";

import { linePath } from "../../ui/board/web/paths.js";

test("a line goes through its points", () => {
  assert.equal(linePath([[0, 1], [2.345, 3], [4, 5.5]]), "M0.00,1.00L2.35,3.00L4.00,5.50");
});

test("a line breaks where a point is missing, and goes on after it", () => {
  assert.equal(linePath([[0, 0], [1, NaN], [2, 2], [3, 3]]), "M0.00,0.00M2.00,2.00L3.00,3.00");
});

test("a line without points is drawn as nothing, and still is a path", () => {
  assert.equal(linePath([]), "M0,0Z");
  assert.equal(linePath([[NaN, 1]]), "M0,0Z");
});

test("a place far outside stays a number that a browser can draw", () => {
  assert.equal(linePath([[-1e12, 0], [1e300, 4]]), "M-100000.00,0.00L100000.00,4.00");
});
