// A line of a chart that a hand moves.

import assert from "node:assert/strict";
import { test } from "node:test";

import { handPart, nearestRung } from "../../ui/board/web/upright.js";

const hand = { name: "extra_usd", rungs: [1, 1.2, 1.5, 2], index: 1.4, token: "a" };

test("a line stands on the rung that is nearest on an axis of decades", () => {
  assert.equal(nearestRung(hand.rungs, 1.21), 1);
  assert.equal(nearestRung(hand.rungs, 1.73), 2); // the middle of 1.5 and 2 is 1.732
  assert.equal(nearestRung(hand.rungs, 1.74), 3);
  assert.equal(nearestRung(hand.rungs, 9e9), 3);
  assert.equal(nearestRung(hand.rungs, 0), 0);
});

test("a line is a lever without a track, and keeps its place while it is held", () => {
  const part = handPart(null, hand, {});
  assert.deepEqual([part.name, part.lever.token, part.lever.derived, part.range.value], ["extra_usd", "a", false, 1]);
  part.held = true;
  assert.equal(handPart(part, { ...hand, index: 3, token: "b" }, {}), part);
  assert.deepEqual([part.lever.token, part.range.value], ["b", 1]);
  assert.equal(handPart(part, null, {}), null);
});
