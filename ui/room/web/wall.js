// What is projected: large, without notes, and with nothing of a key before its state. The code is always there.

import { chart, foresee } from "./chart.js";
import { clock } from "./clock.js";
import { given, h, main, word } from "./dom.js";
import { ask, listen, Refusal } from "./live.js";
import * as game from "./game.js";
import { key, told, WALL as TIMES } from "./step.js";

let sign = null;
let view = null;
let address = null;

const top = h("header", { class: "wall-top" });
const body = h("div", { class: "body", "aria-live": "polite" });
const corner = h("aside", { class: "corner" });
const left = clock();

export function wall() {
  foresee(0);
  document.body.classList.add("wall");
  main().replaceChildren(top, body, corner);
  listen(given.code, {
    heard: async (next) => {
      const moved = !sign || sign.rev !== next.rev;
      sign = next;
      left.heard(sign);
      if (moved) await load();
      else count();
    },
    lost: () => { top.classList.add("lost"); },
    gone: () => { corner.replaceChildren(); top.replaceChildren(); body.replaceChildren(h("h1", {}, word("gone"))); },
  });
}

async function load() {
  const at = sign.rev;
  try {
    address ||= await ask(`/room/${given.code}/address`);
    const all = await ask(`/room/${given.code}/view`);
    if (at !== sign.rev) return;
    if (all.rev < at) { setTimeout(load, 200); return; }
    view = all;
    draw();
  } catch (error) {
    if (error instanceof Refusal) body.replaceChildren(h("h1", {}, error.message));
    else setTimeout(load, 1000);
  }
}

function count() {
  top.classList.remove("lost");
  const asks = ["open", "again", "free", "closed", "plan", "results", "floor", "vote"].includes(sign.phase);
  const at = view.game ? view.round : word("step", { step: sign.step, steps: view.n });
  top.replaceChildren(
    h("span", {}, sign.step ? at : view.lesson),
    h("b", { class: "count" }, asks ? word("in", { in: sign.in, here: sign.here }) : word("here", { here: sign.here })),
    left.node,
  );
}

function code(large) {
  return [
    address.qr ? h("img", { src: address.qr, alt: `QR: ${address.address}`, class: large ? "qr-large" : "qr" }) : "",
    h("div", {}, h("b", { class: "code" }, given.code),
      large ? h("p", {}, word("scan", { address: address.join.replace(/^https?:\/\//, "") })) : "",
      large && address.local ? h("p", { class: "warning" }, word("local")) : ""),
  ];
}

function draw() {
  count();
  document.body.classList.toggle("paused", sign.paused);
  const isLobby = sign.phase === "lobby";
  corner.replaceChildren(...(isLobby ? [] : code(false)));
  body.replaceChildren(
    sign.paused ? h("p", { class: "pause" }, word("paused")) : "",
    isLobby ? h("section", { class: "lobby" }, h("h1", {}, view.lesson), ...code(true)) : "",
    ["lobby", "open"].includes(sign.phase) ? "" : h("p", { class: "state" }, word(`${sign.phase}_state`)),
    ...(view.game ? game.wall(view, sign, TIMES) : lesson()),
  );
}

function lesson() {
  const steps = view.steps.map((step) => h("section", {}, h("h1", {}, step.title),
    view.pictures.length || sign.phase === "key" ? h("div", { class: "question", html: step.question || step.text }) : told(step, { wall: true })));
  return [
    ...(sign.phase === "free" ? [] : steps),
    ...view.pictures.map((picture) => chart(picture, TIMES)),
    view.told ? key(view.told, { wall: true }) : "",
  ];
}
