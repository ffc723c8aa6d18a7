// What was set is not lost with a page that is loaded anew before it stands.

import assert from "node:assert/strict";
import { test } from "node:test";

import { mayReload, queryOnTheWay } from "../../ui/board/web/way.js";
import { broke } from "../../ui/board/web/streamlit_fields.js";

const NOTED = { at: 1000, query: "?v=4&n=8e9" };

test("a page that is loaded anew on the way takes up the query of the click", () => {
  assert.equal(queryOnTheWay(true, "", 9000, NOTED), "?v=4&n=8e9");
});

test("one with a query, one that was opened, and one much later do not", () => {
  assert.equal(queryOnTheWay(true, "?v=4", 9000, NOTED), "");
  assert.equal(queryOnTheWay(false, "", 9000, NOTED), "");
  assert.equal(queryOnTheWay(true, "", 40000, NOTED), "");
  assert.equal(queryOnTheWay(true, "", 9000, null), "");
});

test("a page that broke is loaded anew, and not again and again", () => {
  assert.ok(broke({ message: "Uncaught Error: Bad delta path index 6 (should be between [0, 5])" }));
  assert.ok(!broke({ message: "Uncaught TypeError: x" }) && !broke({}));
  assert.ok(mayReload(5000, null) && mayReload(20000, 5000));
  assert.ok(!mayReload(9000, 5000));
});
