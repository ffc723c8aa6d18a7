// The page of a phone: the step that is open, the answer, and the key once it is shown.

import { chart, foresee } from "./chart.js";
import { clock } from "./clock.js";
import { drawn, given, h, keep, kept, main, word } from "./dom.js";
import { ask, listen, Refusal } from "./live.js";
import * as game from "./game.js";
import { fields, key, told } from "./step.js";

const code = given.code;
const ASKS = ["open", "again", "free", "closed", "plan", "results", "floor", "vote"]; // states that count answers
const ALONE_S = 10; // without the server, then lessons go on alone
let seat = "";
let label = "";
let sign = null; // what all may know
let view = null; // what all see
let own = null; // what this phone sees of itself
let shown = ""; // the step and phase that are drawn
let pause = 1500; // before coming in is tried again [ms]
let pending = null; // an answer that has not arrived

const strip = h("header", { class: "strip" });
const live = h("p", { class: "unseen", "aria-live": "polite" });
const warning = h("p", { class: "warning", role: "status", hidden: true });
const body = h("div", { class: "body" });
const left = clock();

const headers = () => ({ "X-Seat": seat });

export async function student() {
  seat = kept(`nd-seat-${code}`) || drawn();
  main().replaceChildren(strip, live, warning, body);
  await enter();
}

async function enter() {
  try {
    label = (await ask(`/room/${code}/join`, { body: {}, headers: headers() })).label;
  } catch (error) {
    if (error instanceof Refusal && error.status !== 429) return refused(error.message);
    warn(error instanceof Refusal ? error.message : word("lost"));
    setTimeout(enter, pause * (1 + Math.random()));
    pause = Math.min(2 * pause, 20_000);
    return;
  }
  keep(`nd-seat-${code}`, seat);
  warn("");
  foresee(15_000);
  setInterval(() => ask(`/room/${code}/here`, { body: {}, headers: headers() }).catch(() => {}), 60_000);
  listen(code, { heard, lost, gone: () => refused(word("gone")) });
}

function refused(sentence) {
  strip.replaceChildren(h("b", {}, code));
  body.replaceChildren(h("h1", {}, word("join_title")), h("p", {}, sentence), alone(word("hand_in")),
    h("p", {}, h("a", { href: `${given.base}/room` }, word("join_title"))));
  live.textContent = sentence;
}

function warn(sentence, ...more) {
  warning.hidden = !sentence;
  warning.replaceChildren(sentence, ...more);
}

const alone = (words) => (own && own.hand_in
  ? h("p", {}, h("a", { class: "button", href: `${given.base}/lessons?${own.hand_in}` }, words)) : "");

function lost(seconds) {
  if (seconds < ALONE_S || (view && view.game)) warn(word("lost"));
  else warn(word("alone"), alone(word("alone_link")));
}

async function heard(next) {
  const moved = !sign || sign.rev !== next.rev;
  sign = next;
  left.heard(sign);
  header();
  if (!moved && view) { warn(""); return; }
  await load();
}

async function load() {
  const at = sign.rev;
  try {
    const [all, mine] = await Promise.all([ask(`/room/${code}/view`), ask(`/room/${code}/mine`, { headers: headers() })]);
    if (at !== sign.rev) return;
    if (all.rev < at) { setTimeout(load, 200); return; } // another process has not heard of it yet
    [view, own] = [all, mine];
    label = own.label;
    warn("");
    if (pending) await send(pending.at, pending.values);
    draw();
  } catch (error) {
    if (error instanceof Refusal) return error.status === 404 ? enter() : warn(error.message);
    warn(word("lost"));
    setTimeout(load, 1000);
  }
}

function state() {
  if (sign.paused) return word("paused");
  if (sign.phase === "lobby") return word(view && view.game ? "lobby_game" : "lobby");
  return word(`${sign.phase}_state`);
}

function header() {
  const n = view ? view.n : "";
  const at = view && view.game ? view.round : word("step", { step: sign.step, steps: n });
  const step = sign.step && sign.phase !== "end" ? at : "";
  const asks = ASKS.includes(sign.phase);
  strip.replaceChildren(h("b", {}, code), h("span", {}, word("you_are", { label })), h("span", {}, step),
    h("span", {}, asks ? word("in", { in: sign.in, here: sign.here }) : word("here", { here: sign.here })), left.node);
}

function draw() {
  header();
  if (view.game) { drawGame(); return; }
  const name = `${sign.phase}.${sign.step}.${sign.round}`;
  const steps = view.steps.map((step) => part(step));
  document.body.classList.toggle("paused", sign.paused);
  body.replaceChildren(
    sign.paused ? h("p", { class: "pause" }, word("paused")) : "",
    h("p", { class: "state" }, state()),
    ...steps,
    sign.phase === "end" ? end() : "",
  );
  live.textContent = state();
  const stepNow = `${sign.step}.${sign.phase === "lobby"}`;
  if (shown && shown.split("|")[1] !== stepNow) /** @type {any} */ (body.querySelector("h1"))?.focus();
  shown = `${name}|${stepNow}`;
}

function drawGame() {
  document.body.classList.toggle("paused", sign.paused);
  const name = `${sign.phase}.${sign.step}`;
  const typing = body.contains(document.activeElement) && /^(INPUT|BUTTON)$/.test(/** @type {any} */ (document.activeElement).tagName);
  body.replaceChildren(
    sign.paused ? h("p", { class: "pause" }, word("paused")) : "",
    h("p", { class: "state" }, state()),
    game.phone({ view, own, sign,
      send: async (values) => {
        const refused = await send({ step: sign.step, round: own.round }, values);
        if (!refused && !pending) await again();
        return refused;
      },
      choose: async (team) => {
        try {
          own = await ask(`/room/${code}/team`, { body: { team }, headers: headers() });
          warn("");
          drawGame();
        } catch (error) { warn(error instanceof Refusal ? error.message : word("lost")); }
      } }));
  live.textContent = state();
  if (shown && shown !== name) /** @type {any} */ (body.querySelector("h1"))?.focus();
  else if (typing) /** @type {any} */ (body.querySelector("form button, [aria-pressed=true]"))?.focus();
  shown = name;
}

// What this phone sees of itself now, after a decision of its own.
async function again() {
  own = await ask(`/room/${code}/mine`, { headers: headers() });
  drawGame();
}

function end() {
  return h("section", {}, h("div", { class: "prose", html: view.told ? view.told.reveal : "" }), alone(word("hand_in")));
}

function mineWords(step) {
  return [1, 2].filter((round) => own.answers[`${step}.${round}`]).map((round) => {
    const two = own.answers[`${step}.2`];
    return h("p", { class: "yours" }, h("b", {}, word(two ? (round === 1 ? "first_yours" : "second_yours") : "yours")),
      h("span", { html: own.answers[`${step}.${round}`] }));
  });
}

function marks(step) {
  return [1, 2].filter((round) => own.marks[`${step}.${round}`]).map((round) => {
    const mark = own.marks[`${step}.${round}`];
    return h("div", { class: `mark ${mark.verdict}` }, h("b", {}, `${mark.words}.`), h("div", { html: mark.text }));
  });
}

function part(step) {
  const isOpen = sign.phase === "free" ? !own.told.includes(step.step)
    : step.step === sign.step && (sign.phase === "open" || sign.phase === "again");
  const node = h("section", { class: "step" }, h("h1", { tabindex: "-1" }, step.title), told(step));
  if (step.question) {
    const answer = h("div", { class: "answer" });
    node.append(answer);
    if (isOpen) form(step, answer);
    else {
      answer.append(...mineWords(step.step));
      if (!mineWords(step.step).length) answer.append(h("p", { class: "yours" }, word("none_yours")));
      if (sign.phase === "closed") answer.append(h("p", {}, word("wait")));
      answer.append(...marks(step.step));
    }
  }
  const mine = { own: own.places[step.step] };
  if (own.keys[step.step]) node.append(key(own.keys[step.step], mine));
  if (view.told && sign.phase === "key") node.append(key(view.told, mine));
  node.append(...view.pictures.map((picture) => chart(picture)));
  return node;
}

function form(step, place) {
  const round = sign.phase === "again" ? 2 : 1;
  const name = `${step.step}.${round}`;
  const held = fields(step, name);
  const said = h("p", { class: "said", role: "status" });
  const node = h("form", { onsubmit: (event) => {
    event.preventDefault();
    said.textContent = "";
    send({ step: step.step, round }, held.values()).then((sentence) => {
      if (sentence) said.textContent = sentence;
      else if (!pending) { place.replaceChildren(); form(step, place); place.querySelector("button").focus(); }
    });
  } }, held.node,
  h("button", { class: "primary" }, word(own.answers[name] ? "change" : "commit")), said);
  place.append(...mineWords(step.step), node, h("p", { class: "quiet" }, word("may_change")));
  if (sign.phase === "free" && own.answers[name]) {
    place.append(h("button", { type: "button", onclick: async () => {
      try {
        own = await ask(`/room/${code}/key`, { body: { step: step.step }, headers: headers() });
        draw();
      } catch (error) { said.textContent = error instanceof Refusal ? error.message : word("lost"); }
    } }, word("see_key")));
  }
}

// Send an answer; a sentence if it was refused. One that did not arrive is sent again by itself.
async function send(at, values) {
  pending = { at, values };
  try {
    const taken = await ask(`/room/${code}/answer`, { body: { ...at, given: values }, headers: headers() });
    pending = null;
    live.textContent = word("sent");
    if (view.game) return "";
    own.answers[`${at.step}.${at.round}`] = escaped(taken.answer);
    ask(`/room/${code}/mine`, { headers: headers() }).then((mine) => { own = mine; }, () => {});
    return "";
  } catch (error) {
    if (error instanceof Refusal && error.status !== 503) { pending = null; return error.message; }
    warn(word("lost"));
    setTimeout(() => pending && send(pending.at, pending.values).then(() => { if (!pending) { warn(""); draw(); } }), 1500);
    return "";
  }
}

function escaped(text) {
  const node = h("span", {}, text);
  return node.innerHTML;
}
