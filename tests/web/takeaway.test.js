// The words on the picture of a chart.

import assert from "node:assert/strict";
import { test } from "node:test";

import { wrapped } from "../../ui/board/web/picture.js";

test("lines are as long as they may be, and break between words", () => {
  assert.deepEqual(wrapped("one two three four", 9), ["one two", "three", "four"]);
  assert.deepEqual(wrapped("one two three four", 80), ["one two three four"]);
});

test("a word that is too long stands alone", () => {
  assert.deepEqual(wrapped("a incomprehensibilities b", 10), ["a", "incomprehensibilities", "b"]);
});

test("marks of markup are shown, not obeyed", () => {
  assert.deepEqual(wrapped("<b>a</b> & b", 80), ["&#60;b&#62;a&#60;/b&#62; &#38; b"]);
});

test("nothing is one empty line", () => {
  assert.deepEqual(wrapped(null, 80), [""]);
});
