// What the board says reaches Python once, in order, whatever is overtaken or left.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { APART, Channel, channelOf } from "../../ui/board/web/channel.js";
import { connection } from "../../ui/board/web/lost.js";

const hub = /** @type {any} */ (globalThis);
let channel, said;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1000 });
  hub.__ndFeeder = { speaking: false };
  channel = new Channel();
  said = [];
  channel.speakFor("board", (_, message) => said.push(message));
});

const set = (name, index) => ({ type: "set", name, index });
const last = () => said.at(-1).events.map(({ seq, ...event }) => [seq, event]);
const heard = (seq) => channel.acknowledge({ client: channel.id, seq });

test("what happens is said at once, with a number", () => {
  channel.push(set("n_params", 7));
  assert.deepEqual(last(), [[1, set("n_params", 7)]]);
  assert.equal(said[0].client, channel.id);
});

test("each message repeats what was not answered, and the answer ends that", () => {
  channel.push(set("n_params", 7));
  channel.push({ type: "press", name: "undo" });
  assert.deepEqual(last().map(([seq]) => seq), [1, 2]);
  heard(1);
  mock.timers.tick(120);
  assert.deepEqual(last().map(([seq]) => seq), [2]);
  heard(2);
  mock.timers.tick(20000);
  assert.equal(said.length, 3);
});

test("the answer to another page's question answers nothing", () => {
  channel.push(set("n_params", 7));
  mock.timers.tick(APART);
  channel.acknowledge({ client: "another", seq: 99 });
  assert.ok(!channel.rests());
});

test("a newer place of the same lever takes the place of the older; two presses stay two", () => {
  channel.push(set("n_params", 7));
  channel.push(set("n_params", 8));
  assert.deepEqual(last(), [[2, set("n_params", 8)]]);
  channel.push({ type: "press", name: "undo" });
  channel.push({ type: "press", name: "undo" });
  assert.deepEqual(last().map(([seq]) => seq), [2, 3, 4]);
});

test("a held key waits for the answer to its last step, but not for ever", () => {
  channel.push(set("n_params", 7), true);
  channel.push(set("n_params", 8), true);
  assert.equal(said.length, 1);
  mock.timers.tick(250);
  assert.deepEqual(last(), [[1, set("n_params", 7)], [2, set("n_params", 8)]]);
});

test("silence is not taken for an answer: it is said again, and given up in the end", () => {
  channel.push(set("n_params", 7));
  mock.timers.tick(2500);
  assert.equal(said.length, 2);
  mock.timers.tick(15000);
  const count = said.length;
  mock.timers.tick(60000);
  assert.equal(said.length, count);
  assert.ok(channel.rests());
});

test("board and feeder do not speak in the same moment", () => {
  hub.__ndFeeder.speaking = true;
  channel.push(set("n_params", 7));
  assert.equal(said.length, 0);
  hub.__ndFeeder.speaking = false;
  mock.timers.tick(APART);
  assert.equal(said.length, 1);
  heard(1);
  assert.ok(!channel.rests());
  mock.timers.tick(APART);
  assert.ok(channel.rests());
});

test("what is on its way is known by name", () => {
  channel.push(set("n_params", 7));
  channel.push({ type: "view", chart: "next", view: "log" });
  assert.ok(channel.waits("n_params") && channel.waits("next") && !channel.waits("n_tokens"));
  heard(2);
  assert.ok(!channel.waits("n_params"));
});

test("a board that goes is silent, and the next one says at once what was not answered", () => {
  channel.push(set("n_params", 7));
  channel.rest("board");
  mock.timers.tick(5000);
  assert.equal(said.length, 1);
  const next = [];
  channel.speakFor("next board", (_, message) => next.push(message));
  channel.rest("board"); // its end comes late
  channel.acknowledge({ client: channel.id, seq: 0 });
  assert.deepEqual(next.map(({ client, events }) => [client, events[0].seq]), [[channel.id, 1]]);
});

test("boards of a visit share one channel, a lesson's has its own", () => {
  const home = channelOf(false);
  assert.equal(channelOf(false), home);
  const lesson = channelOf(true);
  assert.notEqual(lesson, home);
  const next = channelOf(true);
  assert.notEqual(next, lesson);
  assert.notEqual(channelOf(false), next);
});

test("while the server is gone all waits, is not given up, and is said when it is back", () => {
  connection.lost = true;
  channel.push(set("n_params", 7));
  mock.timers.tick(60000);
  assert.equal(said.length, 0);
  assert.ok(channel.waits("n_params"));
  connection.lost = false;
  mock.timers.tick(400);
  assert.deepEqual(last(), [[1, set("n_params", 7)]]);
});

test("a move that nobody heard outlives its page, a press does not, and another address does not hear of it", () => {
  const kept = new Map();
  hub.sessionStorage = {
    setItem: (name, text) => kept.set(name, text), getItem: (name) => kept.get(name) ?? null, removeItem: (name) => kept.delete(name),
  };
  hub.location = { href: "http://x/plan?v=4" };
  channel.push(set("n_params", 7));
  channel.push({ type: "press", name: "undo" });
  channel.keep();
  const next = new Channel();
  next.recall();
  assert.deepEqual(next.pending.map((item) => item.event), [{ ...set("n_params", 7), seq: 1 }]);
  channel.keep();
  hub.location = { href: "http://x/plan?v=4&n=1e9" };
  const elsewhere = new Channel();
  elsewhere.recall();
  assert.deepEqual(elsewhere.pending, []);
  assert.equal(kept.size, 0);
});
