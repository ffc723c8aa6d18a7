// Work of seconds waits for a hand that rests.

import assert from "node:assert/strict";
import test from "node:test";

import { Hand, LONG_REST, rested } from "../../ui/board/web/rest.js";

// A page whose clock goes on only while somebody waits; `acts` happen at their time.
function stage(acts = []) {
  let now = 0;
  const target = new EventTarget();
  const hand = new Hand(target, () => now);
  const queue = [...acts];
  const pass = (wait) => {
    const until = now + wait;
    while (queue.length && queue[0][0] <= until) {
      const [at, name, more] = queue.shift();
      now = at;
      target.dispatchEvent(Object.assign(new Event(name), { pointerId: 1, ...more }));
    }
    now = until;
  };
  const page = { later: async (wait) => pass(wait), idle: async () => pass(10), pending: () => false };
  return { hand, page, now: () => now };
}

test("nobody touched anything: at once", async () => {
  const { hand, page, now } = stage();
  await rested(hand, LONG_REST, undefined, page);
  assert.equal(now(), 10);
});

test("never while a finger is down, and not before it has been up for long", async () => {
  const { hand, page, now } = stage([[5, "pointerdown"], [3000, "pointermove"], [4000, "pointerup"]]);
  await rested(hand, LONG_REST, undefined, page);
  assert.ok(now() >= 5000 && now() < 5600, String(now()));
});

test("a key begins the rest anew", async () => {
  const { hand, page, now } = stage([[5, "keydown"], [900, "keydown"], [1700, "keydown"]]);
  await rested(hand, LONG_REST, undefined, page);
  assert.ok(now() >= 2700 && now() < 3300, String(now()));
});

test("who points at a chart does not wait, but a finger that is down does", async () => {
  const quick = stage([[5, "keydown"]]);
  await rested(quick.hand, LONG_REST, () => true, quick.page);
  assert.ok(quick.now() < 200, String(quick.now()));
  const held = stage([[5, "pointerdown"], [2000, "pointercancel"]]);
  await rested(held.hand, LONG_REST, () => true, held.page);
  assert.ok(held.now() >= 2000 && held.now() < 2400, String(held.now()));
});

test("a button that was let go outside of the window holds nothing", async () => {
  const { hand, page, now } = stage([[5, "pointerdown"], [2000, "pointermove", { buttons: 0 }]]);
  await rested(hand, LONG_REST, undefined, page);
  assert.ok(now() >= 3000 && now() < 3500, String(now()));
});

test("input that waits goes first", async () => {
  const { hand, page, now } = stage();
  let left = 3;
  await rested(hand, LONG_REST, undefined, { ...page, pending: () => (left -= 1) > 0 });
  assert.equal(now(), 30);
});
