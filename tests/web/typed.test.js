// What was typed stands in its field again after the page was loaded anew, and nowhere else.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Typed } from "../../ui/board/web/typed.js";

const hub = /** @type {any} */ (globalThis);
let kept;

beforeEach(() => {
  kept = new Map();
  hub.sessionStorage = {
    setItem: (name, text) => kept.set(name, text),
    getItem: (name) => kept.get(name) ?? null,
    removeItem: (name) => kept.delete(name),
  };
});

test("it is written where it is missing, once the field is there", () => {
  new Typed("/fit").note("st-key-text", "1e8,2e9,3.4", true);
  const again = new Typed("/fit"), put = [];
  const write = (field, text, told) => put.push([field, text, told]);
  const open = again.restore(["st-key-text"], () => null, write);
  assert.deepEqual([open, put], [["st-key-text"], []]);
  const field = { value: "" };
  assert.deepEqual(again.restore(open, () => field, write), []);
  assert.deepEqual(put, [[field, "1e8,2e9,3.4", true]]);
});

test("a field that says it already, and one that takes nothing now, are left alone", () => {
  const typed = new Typed("/fit"), put = [];
  typed.note("a", "1", false);
  for (const field of [{ value: "1" }, { value: "", disabled: true }]) {
    typed.restore(["a"], () => field, (...given) => put.push(given));
  }
  assert.deepEqual(put, []);
});

test("another page has other fields", () => {
  new Typed("/fit").note("a", "1", false);
  assert.deepEqual(new Typed("/lessons").fields, {});
});

test("no more than forty are kept, the newest", () => {
  const typed = new Typed("/fit");
  for (let i = 0; i < 60; i++) typed.note(`f${i}`, "x", false);
  assert.deepEqual(Object.keys(new Typed("/fit").fields), Array.from({ length: 40 }, (_, i) => `f${i + 20}`));
});

test("a browser that keeps nothing loses nothing else", () => {
  hub.sessionStorage = { setItem() { throw new Error("full"); }, getItem() { throw new Error("closed"); } };
  new Typed("/fit").note("a", "x".repeat(300000), false);
  assert.deepEqual(new Typed("/fit").fields, {});
});
