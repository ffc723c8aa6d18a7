// What one frame of a sweep has.

import assert from "node:assert/strict";
import { test } from "node:test";

import { movedAxes, valuesOf } from "../../ui/board/web/frame.js";

test("each frame has its row of numbers, or its own texts", () => {
  const body = new Float32Array([9, 1, 2, 3, 4]);
  assert.deepEqual([...valuesOf({ at: 1, width: 2 }, body, 1)], [3, 4]);
  assert.deepEqual(valuesOf({ values: [["a"], ["b"]] }, body, 1), ["b"]);
});

test("frames that are alike share a row", () => {
  const body = new Float32Array([1, 2, 3, 4]);
  assert.deepEqual([...valuesOf({ at: 0, width: 2, rows: [0, 0, 1] }, body, 1)], [1, 2]);
  assert.deepEqual([...valuesOf({ at: 0, width: 2, rows: [0, 0, 1] }, body, 2)], [3, 4]);
});

test("only what differs from the axes as they are drawn is moved", () => {
  const axes = { "xaxis.range": [[0, 1], [0, 2]], "yaxis.dtick": [1, 1] };
  const layout = { xaxis: { range: [0, 1] }, yaxis: { dtick: 1 } };
  assert.deepEqual(movedAxes(layout, axes, 0), {});
  assert.deepEqual(movedAxes(layout, axes, 1), { "xaxis.range": [0, 2] });
  assert.deepEqual(movedAxes(layout, undefined, 1), {});
});
