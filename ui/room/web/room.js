// Which page this is, and the two that come before a room: typing its code, and opening it.

import { drawn, given, h, main, word } from "./dom.js";
import { ask as question } from "./ask.js";
import * as game from "./game.js";
import { ask, Refusal } from "./live.js";
import { student } from "./student.js";
import { teacher } from "./teacher.js";
import { wall } from "./wall.js";

function join() {
  const said = h("p", { class: "said", role: "status" });
  const input = h("input", { type: "text", maxlength: 12, autocomplete: "off", autocapitalize: "characters", spellcheck: "false", required: true });
  main().replaceChildren(h("h1", {}, word("join_title")), h("form", { onsubmit: async (event) => {
    event.preventDefault();
    const code = input.value.replace(/[^0-9A-Za-z]/g, "").toUpperCase();
    try {
      await ask(`/room/${code || "none"}/sign`);
      location.href = `${given.base}/room/${code}`;
    } catch (error) { said.textContent = error instanceof Refusal ? error.message : word("lost"); }
  } }, h("label", {}, word("join_label"), input), h("button", { class: "primary large" }, word("join")), said));
  input.focus();
}

function open() {
  const said = h("p", { class: "said", role: "status" });
  main().replaceChildren(h("h1", {}, word("open_title")), h("p", {}, h("b", {}, given.title)), h("p", {}, word("open_about")),
    h("button", { class: "primary large", type: "button", onclick: async () => {
      try {
        const room = await ask("/room/new", { body: given.game ? { game: given.game } : { lesson: given.lesson }, headers: { "X-Seat": drawn() } });
        location.href = `${given.base}/room/${room.code}/teacher#k=${room.key}`;
      } catch (error) { said.textContent = error instanceof Refusal ? error.message : word("lost"); }
    } }, word("open")), said);
}

async function replay() {
  const text = new URLSearchParams(location.hash.slice(1)).get("g") || "";
  try {
    const seen = await ask("/room/game", { body: { game: text } });
    main().replaceChildren(h("h1", {}, seen.lesson), h("p", {}, word("replay_about")), ...game.blocks(seen.blocks.slice(0, 2)),
      ...game.pictures(seen.pictures), ...game.blocks(seen.blocks.slice(2)));
  } catch (error) {
    main().replaceChildren(h("h1", {}, word("replay_title")), h("p", { class: "said" }, error instanceof Refusal ? error.message : word("lost")));
  }
}

({ join, new: open, ask: question, game: replay, student, wall, teacher })[document.body.dataset.page || "join"]?.();
