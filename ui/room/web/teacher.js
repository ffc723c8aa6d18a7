// The teacher's console: what to do next, who answered, and what nobody else sees yet.

import { clock } from "./clock.js";
import { given, h, keep, kept, main, word } from "./dom.js";
import * as game from "./game.js";
import { ask, listen, Refusal } from "./live.js";

const code = given.code;
let key = "";
let desk = null;
let since = Date.now(); // of the state that is shown
let wanted = false; // whether something changed since the desk was asked for
let asking = false;
let acting = ""; // what was pressed and is not done yet
let sure = 0; // when closing was asked for once [ms]
let linkShown = false;
let pressed = false; // a pointer is down: what it will click must stay where it is
let late = null; // a drawing that waits for it
const SURE_MS = 8000;

const live = h("p", { class: "unseen", "aria-live": "polite" });
const warning = h("p", { class: "warning", role: "status", hidden: true });
const body = h("div", { class: "body desk" });
const left = clock();

export function teacher() {
  key = new URLSearchParams(location.hash.slice(1)).get("k") || kept(`nd-teacher-${code}`) || "";
  keep(`nd-teacher-${code}`, key);
  if (location.hash) history.replaceState(null, "", location.pathname); // not to be read off a projected screen
  main().replaceChildren(live, warning, body);
  listen(code, { heard: (sign) => { left.heard(sign); load(); }, lost: () => warn(word("lost")), gone: closed });
  setInterval(load, 60_000); // a sign that somebody is there
  document.addEventListener("pointerdown", () => { pressed = true; });
  for (const name of ["pointerup", "pointercancel"]) {
    document.addEventListener(name, () => setTimeout(() => { // after the click
      pressed = false;
      if (late) late();
    }));
  }
  body.addEventListener("focusout", () => setTimeout(() => { if (late && !pressed && !typing()) late(); }));
  document.addEventListener("keydown", (event) => {
    const busy = /^(INPUT|TEXTAREA|SELECT|BUTTON|A|SUMMARY)$/.test(/** @type {any} */ (event.target).tagName);
    if ((event.key === " " && !busy) || event.key === "PageDown") {
      event.preventDefault();
      if (desk) act(desk.first_move);
    }
  });
}

// Whether something is being typed here: what comes in meanwhile must not take the field away.
const typing = () => body.contains(document.activeElement) && Boolean(document.activeElement?.matches("input:not([readonly])"));

function warn(sentence) {
  warning.hidden = !sentence;
  warning.textContent = sentence;
}

function closed() {
  keep(`nd-teacher-${code}`, "");
  warn("");
  body.replaceChildren(h("h1", {}, word("closed_room")), h("p", {}, h("a", { href: `${given.base}/lessons` }, "Lessons")));
}

async function load() {
  if (asking) { wanted = true; return; }
  asking = true;
  await fresh();
  await new Promise((resolve) => setTimeout(resolve, 500));
  asking = false;
  if (wanted) { wanted = false; load(); }
}

// The desk as it is now.
async function fresh() {
  try {
    const next = await ask(`/room/${code}/desk`, { headers: { "X-Teacher": key } });
    if (!desk || next.rev !== desk.rev) since = Date.now();
    const moved = !desk || next.rev !== desk.rev;
    desk = next;
    warn("");
    if ((!pressed && !typing()) || moved) draw(moved);
    else late = () => draw(false);
  } catch (error) {
    if (error instanceof Refusal) body.replaceChildren(h("h1", {}, word("teacher_title")), h("p", {}, error.message));
    else { warn(word("lost")); wanted = true; }
  }
}

// While something is being done no button takes a press, those of a state that is heard of before its end neither.
function settle() {
  for (const node of body.querySelectorAll("[data-do]")) node.disabled = Boolean(acting);
}

function focusOn(name) {
  if (name && name !== "none") (body.querySelector(`[data-do="${name}"]`) || body.querySelector(".primary"))?.focus();
}

// Until the new state is here there is nothing to press: a second press would be meant for the old one.
async function act(action, step = 0) {
  if (acting) return;
  acting = /** @type {any} */ (document.activeElement)?.dataset?.do || "none";
  settle();
  let refused = "";
  try {
    const done = await ask(`/room/${code}/teach`, { body: { action, rev: desk.rev, step }, headers: { "X-Teacher": key } });
    if (done.gone) return closed();
  } catch (error) {
    refused = error instanceof Refusal ? error.message : word("lost");
  }
  await fresh();
  const done = acting;
  acting = "";
  settle();
  if (document.activeElement === document.body) focusOn(done);
  warn(refused);
}

const button = (action, more = {}) => h("button", { type: "button", onclick: () => act(action), "data-do": action, ...more },
  word(action === "next" && desk.phase === "lobby" ? "do_start" : `do_${action}`));

// What a team decided on paper; a sentence if it was refused.
async function paper(team, values) {
  try {
    await ask(`/room/${code}/paper`, { body: { team, given: values }, headers: { "X-Teacher": key } });
  } catch (error) { return error instanceof Refusal ? error.message : word("lost"); }
  await fresh();
  return "";
}

async function download() {
  const text = await ask(`/room/${code}/results`, { headers: { "X-Teacher": key }, text: true });
  const link = h("a", { href: URL.createObjectURL(new Blob([text], { type: "text/csv" })), download: `${code}.csv` });
  link.click();
  URL.revokeObjectURL(link.href);
}

function peek() {
  const seen = desk.peek;
  if (!seen) return "";
  return h("section", { class: "peek" }, h("h2", {}, word("peek")),
    seen.hint ? h("p", { class: "hint" }, h("b", {}, seen.hint)) : "",
    h("p", {}, ["right", "near", "far", "vote"].filter((name) => seen.counts[name])
      .map((name) => word(name, { n: seen.counts[name] })).join(" · ")),
    h("p", {}, seen.key ? [h("b", {}, word("key")), h("span", { html: seen.key })] : word("no_key")),
    seen.top.length ? [h("h3", {}, word("wrong")), h("ol", {}, seen.top.map((one) => h("li", {},
      h("span", { html: one.words }), ` (${word("students", { n: one.count })})`, h("div", { class: "quiet", html: one.said }))))] : "");
}

function steps() {
  if (!desk.steps.length) return "";
  const may = desk.moves.includes("go");
  return h("details", {}, h("summary", {}, word("steps")), h("ol", {}, desk.steps.map((step) => h("li", {},
    step.step === desk.step ? h("b", {}, step.title) : step.title, step.told ? " ✓" : "",
    may ? h("button", { type: "button", onclick: () => act("go", step.step) }, word("do_go", { step: step.step })) : ""))));
}

function links() {
  const own = `${desk.address}/teacher#k=${key}`;
  const field = h("input", { readonly: true, value: own, "aria-label": word("key_link"), hidden: !linkShown });
  return h("section", {},
    h("p", {}, h("a", { class: "button", href: `${desk.address}/wall`, target: "_blank" }, word("wall_link"))),
    h("label", {}, word("phone_link"), h("input", { readonly: true, value: desk.address })),
    desk.local ? h("p", { class: "warning" }, word("local")) : "",
    h("p", { class: "quiet" }, word("key_link")),
    h("button", { type: "button", onclick: () => { linkShown = true; field.hidden = false; field.select(); } }, word("show_key_link")), field);
}

const place = () => (desk.game ? desk.round_title : desk.step ? word("step", { step: desk.step, steps: desk.n }) : "");

function draw(moved) {
  late = null;
  const focused = acting || /** @type {any} */ (document.activeElement)?.dataset?.do;
  const open = [...body.querySelectorAll("details")].map((node) => node.open);
  const [, ...others] = [desk.first_move, ...desk.moves.filter((name) => name !== desk.first_move && name !== "go")];
  const minutes = h("span", {}, word("clock", { minutes: Math.floor((Date.now() - since) / 60000) }));
  body.replaceChildren(
    h("header", { class: "strip" }, h("b", { class: "code" }, desk.code), h("span", {}, desk.lesson),
      h("span", {}, place()), minutes, left.node),
    h("h1", {}, desk.paused ? word("paused") : word(desk.phase === "lobby" ? "teacher_title" : `${desk.phase}_state`)),
    h("p", { class: "count" }, ["open", "again", "free", "closed", "plan", "results", "floor", "vote"].includes(desk.phase)
      ? word("in", { in: desk.in, here: desk.here }) : word("here", { here: desk.here }),
      desk.away ? h("span", { class: "quiet" }, ` · ${word("away", { n: desk.away })}`) : ""),
    h("p", { class: "quiet" }, desk.say || word(`say_${desk.phase}`)),
    button(desk.first_move, { class: "primary large" }),
    h("div", { class: "row" }, others.map((name) => button(name))),
    desk.question ? h("div", { class: "question", html: desk.question }) : "",
    peek(), desk.game ? game.desk(desk, paper) : "", steps(), links(),
    h("div", { class: "row" },
      h("button", { type: "button", onclick: () => act("fill") }, word("fill")),
      h("button", { type: "button", onclick: download }, word("download")),
      h("button", { type: "button", class: "danger", onclick: (event) => {
        if (Date.now() - sure < SURE_MS) return act("close_room");
        sure = Date.now();
        event.target.textContent = word("close_sure");
      } }, word(Date.now() - sure < SURE_MS ? "close_sure" : "close_room"))),
  );
  [...body.querySelectorAll("details")].forEach((node, i) => { node.open = Boolean(open[i]); });
  settle();
  focusOn(focused);
  if (moved) live.textContent = word(desk.phase === "lobby" ? "teacher_title" : `${desk.phase}_state`);
}
