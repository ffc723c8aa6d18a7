// The words of the clock of a room.

import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document ??= /** @type {any} */ ({ body: { dataset: {} }, getElementById: () => null, querySelector: () => null });
const { said } = await import("../../ui/room/web/clock.js");

test("what is left is said in few words, and the end as such", () => {
  const names = [300, 61, 60, 31, 30, 11, 10, 1, 0, -5].map((seconds) => said(seconds)[0]);
  assert.deepEqual(names, ["time_minutes", "time_minutes", "time_minute", "time_minute", "time_half", "time_half",
    "time_last", "time_last", "time_up", "time_up"]);
  assert.deepEqual(said(61)[1], { n: 2 });
});
