// Where a teacher with an open room asks the class about a board: what kind of question, and of what.

import { drawn, given, h, keep, kept, main, rooms, word } from "./dom.js";
import { ask as request, Refusal } from "./live.js";

const KINDS = ["levers", "number", "interval", "choice", "vote"];

export function ask() {
  const said = h("p", { class: "said", role: "status" });
  const codes = rooms();
  const room = h("select", { "aria-label": word("ask_room") }, codes.map((code) => h("option", { value: code }, code)));
  const kind = h("select", { "aria-label": word("ask_kind"), onchange: draw }, KINDS.map((name) => h("option", { value: name }, word(`ask_${name}`))));
  const more = h("div", {});
  let chosen = () => ({});

  const select = (label, list) => h("label", {}, label, h("select", {}, list.map((one) => h("option", { value: one.name }, one.label))));
  function draw() {
    if (kind.value === "levers") {
      const boxes = given.levers.map((lever, i) => h("input", { type: "checkbox", value: lever.name, checked: i < 2 }));
      more.replaceChildren(h("fieldset", {}, h("legend", {}, word("ask_which")),
        given.levers.map((lever, i) => h("label", { class: "option" }, boxes[i], lever.label))));
      chosen = () => ({ levers: boxes.filter((box) => box.checked).map((box) => box.value) });
    } else if (kind.value === "vote") {
      const field = select(word("ask_side"), given.sides);
      more.replaceChildren(field);
      chosen = () => ({ side: field.querySelector("select").value });
    } else if (kind.value !== "choice" || given.compares) {
      const field = select(word("ask_output"), given.outputs);
      more.replaceChildren(field);
      chosen = () => ({ output: field.querySelector("select").value });
    } else {
      more.replaceChildren(h("p", { class: "quiet" }, word("ask_gain")));
      chosen = () => ({});
    }
  }

  async function send(code, key) {
    const headers = { "X-Teacher": key };
    const { rev } = await request(`/room/${code}/desk`, { headers });
    await request(`/room/${code}/ask`, { body: { rev, kind: kind.value, page: given.page, query: given.query, ...chosen() }, headers });
    location.href = `${given.base}/room/${code}/teacher`;
  }
  async function submit(event) {
    event.preventDefault();
    try {
      if (codes.length) { await send(room.value, kept(`nd-teacher-${room.value}`)); return; }
      const made = await request("/room/new", { body: { lesson: given.lesson }, headers: { "X-Seat": drawn() } });
      keep(`nd-teacher-${made.code}`, made.key);
      await send(made.code, made.key);
    } catch (error) { said.textContent = error instanceof Refusal ? error.message : word("lost"); }
  }

  draw();
  main().replaceChildren(h("h1", {}, word("ask_title")), h("p", {}, h("b", {}, given.title)), h("form", { onsubmit: submit },
    h("label", {}, word("ask_kind"), kind), more,
    codes.length ? h("label", {}, word("ask_room"), room) : h("p", { class: "quiet" }, word("ask_no_room")),
    h("button", { class: "primary large" }, word(codes.length ? "ask" : "ask_open")), said));
}
