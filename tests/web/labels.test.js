import assert from "node:assert/strict";
import { test } from "node:test";
import { blanksOf, withRoom } from "../../ui/board/web/labels.js";
import { cornersOf, crosses, divides, meets, shared } from "../../ui/board/web/room.js";

const box = { left: 10, right: 20, top: 10, bottom: 20 };

test("a place is behind a line that passes between it and its point", () => {
  const line = cornersOf("M0,20L40,20");
  assert.ok(divides(line, [20, 0], [20, 40]));
  assert.ok(!divides(line, [20, 0], [20, 15])); // before it
  assert.ok(!divides(line, [20, 0], [90, 40])); // past its end
  assert.ok(!divides(line, [20, 20], [20, 40])); // its own
});

test("a line meets a box that it crosses, and none that it passes", () => {
  assert.ok(meets(0, 15, 30, 15, box));
  assert.ok(meets(15, 0, 15, 30, box));
  assert.ok(meets(12, 12, 13, 13, box)); // inside
  assert.ok(!meets(0, 0, 9, 30, box));
  assert.ok(!meets(0, 5, 30, 5, box));
  assert.ok(!meets(0, 25, 25, 50, box));
});

test("where the pen is lifted nothing is crossed", () => {
  assert.ok(crosses(cornersOf("M0,15L30,15"), box));
  assert.ok(crosses(cornersOf("M0,5L30,5", 0, 10), box)); // moved to where its axes lie
  assert.ok(!crosses(cornersOf("M0,15L5,15M25,15L30,15"), box));
  assert.ok(!crosses(cornersOf("M0,0Z"), box));
});

test("boxes that touch do not share room", () => {
  assert.ok(shared(box, { left: 19, right: 30, top: 19, bottom: 30 }));
  assert.ok(!shared(box, { left: 20, right: 30, top: 10, bottom: 20 }));
});

test("of ticks in a row the bold keep their place, then the first", () => {
  const row = [0, 8, 16, 24].map((left) => ({ left, right: left + 10, top: 0, bottom: 10 }));
  assert.deepEqual(withRoom(row, [false, false, false, false]).sort(), [0, 2]);
  assert.deepEqual(withRoom(row, [false, true, false, false]).sort(), [1, 3]);
});

test("blanks beside a label take no room", () => {
  const text = (said, lines = 0) => ({
    textContent: said, querySelectorAll: () => ({ length: lines }), getSubStringLength: (_, letters) => 6 * letters,
  });
  assert.deepEqual(blanksOf(text("\u2002\u200210x")), [12, 0]);
  assert.deepEqual(blanksOf(text("\u2002you are here\u2002")), [6, 6]);
  assert.deepEqual(blanksOf(text("10x")), [0, 0]);
  assert.deepEqual(blanksOf(text(" two lines", 2)), [0, 0]);
});
