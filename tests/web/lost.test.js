// A connection that breaks is spoken of after a moment, and the page finds back by itself.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { WORDS } from "../../ui/board/web/dom.js";
import { Connection, connection as first, watched } from "../../ui/board/web/lost.js";

let seen, answers, online, connection;
const socket = () => /** @type {any} */ ({ readyState: 1 });
const settled = () => new Promise((resolve) => { setImmediate(resolve); });

async function wait(ms) {
  for (let passed = 0; passed < ms; passed += 500) {
    mock.timers.tick(500);
    await settled();
  }
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1000 });
  [seen, answers, online] = [[], false, true];
  connection = new Connection({
    show: (text) => seen.push(text),
    ready: () => {},
    closeOthers: () => {},
    back: () => seen.push("back"),
    isOnline: () => online,
    answers: () => Promise.resolve(answers),
    load: () => seen.push("load"),
  });
});

function open() {
  const one = socket();
  connection.opened(one);
  return one;
}

function close(one) {
  one.readyState = 3;
  connection.closed(one);
}

test("a break that is mended at once is not spoken of", async () => {
  close(open());
  assert.ok(connection.lost);
  mock.timers.tick(600);
  open();
  await wait(5000);
  assert.deepEqual(seen, ["back"]);
  assert.ok(!connection.lost);
});

test("a longer one is, and its end for a while", async () => {
  close(open());
  await wait(3000);
  assert.deepEqual(seen, [WORDS.lost]);
  open();
  assert.deepEqual(seen, [WORDS.lost, "back", WORDS.back]);
  await wait(4500);
  assert.deepEqual(seen.at(-1), "");
});

test("the end of an old socket says nothing of the new one", () => {
  const old = open();
  open();
  close(old);
  assert.ok(!connection.lost);
});

test("a page whose server answers and that is not connected is loaded anew, once and not before", async () => {
  close(open());
  await wait(20000);
  assert.ok(!seen.includes("load"));
  answers = true;
  await wait(12000);
  assert.ok(!seen.includes("load"));
  await wait(6000);
  assert.deepEqual(seen.filter((what) => what === "load"), ["load"]);
  await wait(30000);
  assert.deepEqual(seen.filter((what) => what === "load"), ["load"]);
});

test("a server that stops answering again is waited for again", async () => {
  close(open());
  answers = true;
  await wait(8000);
  answers = false;
  await wait(8000);
  answers = true;
  await wait(8000);
  assert.ok(!seen.includes("load"));
});

test("without a network the page says so although the socket does not know yet", async () => {
  open();
  online = false;
  connection.broken();
  await wait(2000);
  assert.deepEqual(seen, [WORDS.lost]);
  online = true;
  connection.settle();
  assert.deepEqual(seen.slice(1), ["back", WORDS.back]);
});

test("of all sockets the stream of the page counts", () => {
  class Socket extends EventTarget {
    constructor(address) { super(); this.address = address; }
  }
  const told = [];
  const Watched = watched(Socket, { opened: () => told.push("open"), closed: () => told.push("close") });
  const stream = new Watched("ws://localhost:1/below/_stcore/stream");
  const other = new Watched("ws://localhost:1/other");
  for (const one of [other, stream]) for (const name of ["open", "close"]) one.dispatchEvent(new Event(name));
  assert.deepEqual(told, ["open", "close"]);
  assert.ok(stream instanceof Socket);
});

test("a page has one connection, however often the module comes along", async () => {
  const again = await import(`../../ui/board/web/lost.js?${Date.now()}`);
  assert.equal(again.connection, /** @type {any} */ (globalThis).__ndConnection);
  assert.equal(again.connection, first);
});
