// A game as phones, projector and console show it: what the server told, and the fields of a decision.

import { chart } from "./chart.js";
import { folded, given, h, table, word } from "./dom.js";

const drafts = new Map(); // what was typed and not sent, by what it decides

// Pieces of words and tables, each marked as a rule of the game or as what the model says.
export function blocks(list) {
  return list.map((block) => h("section", { class: "block" },
    block.title ? h("h2", {}, block.title) : "",
    block.kind ? h("p", { class: `badge ${block.kind}` }, word(`kind_${block.kind}`)) : "",
    block.html ? h("div", { class: "prose", html: block.html }) : "",
    block.rows.length ? table(block.columns, block.rows) : ""));
}

export const pictures = (list, times = 1) => list.map((picture) => chart(picture, times));

export const address = (view) => `${given.base}/room/game#g=${encodeURIComponent(view.link)}`;

// What all see: at the end the charts come before the long tables.
function shown(view, times) {
  const first = view.link ? 2 : view.blocks.length;
  return [...blocks(view.blocks.slice(0, first)), ...pictures(view.pictures, times), ...blocks(view.blocks.slice(first))];
}

// The fields of a decision; `onsend(values)` promises a sentence if it was refused.
export function decide(form, name, button, onsend) {
  const draft = drafts.get(name) || [];
  const inputs = form.fields.map((_, i) => h("input", { type: "text", maxlength: 40, autocomplete: "off", autocapitalize: "off",
    spellcheck: "false", required: true, value: draft[i] || "" }));
  const radios = form.options.map((option) => h("input", { type: "radio", name, value: option.letter, required: true,
    checked: draft[inputs.length] === option.letter }));
  const values = () => {
    const chosen = radios.find((radio) => radio.checked);
    return [...inputs.map((input) => input.value), ...(radios.length ? [chosen ? chosen.value : ""] : [])];
  };
  const said = h("p", { class: "said", role: "status" });
  return h("form", { oninput: () => drafts.set(name, values()), onsubmit: (event) => {
    event.preventDefault();
    said.textContent = "";
    onsend(values()).then((sentence) => { if (sentence) said.textContent = sentence; else drafts.delete(name); });
  } },
  h("div", { class: "fields" }, form.fields.map((field, i) => h("label", {}, field.label, h("span", { class: "quiet" }, ` (${field.hint})`), inputs[i]))),
  radios.length ? h("fieldset", {}, h("legend", { class: form.heading ? "question" : "unseen" }, form.heading || word("choose")),
    form.options.map((option, i) => h("label", { class: "option" }, radios[i], h("span", { html: option.html })))) : "",
  h("button", { class: "primary" }, button), said);
}

// What a phone shows: its team, its decision, what its team sees, what all see.
export function phone({ view, own, sign, send, choose }) {
  const isLobby = sign.phase === "lobby";
  const isEnd = ["world", "end"].includes(sign.phase);
  const name = `${sign.step}.${own.round}`;
  const card = h("div", { class: "prose", html: own.card.html });
  return h("section", { class: "step" },
    h("h1", { tabindex: "-1" }, isLobby ? own.title : `${view.round}: ${own.title}`),
    isLobby ? [h("p", { class: "badge rule" }, word("kind_rule")), card,
      h("h2", {}, word("teams")), h("div", { class: "row" }, view.teams.map((team) => h("button",
        { type: "button", "aria-pressed": String(team.team === own.team), onclick: () => choose(team.team) }, team.title)))] : "",
    own.answer ? h("p", { class: "yours" }, h("b", {}, word("yours")), own.answer) : "",
    own.middle ? h("p", { class: "yours" }, h("b", {}, word("team_so_far")), own.middle) : "",
    own.form ? [decide(own.form, name, word(own.answer ? "change" : "send"), send), h("p", { class: "quiet" }, word("may_change_game"))] : "",
    blocks(own.blocks),
    isEnd ? h("p", {}, h("a", { class: "button", href: address(view) }, word("replay_link"))) : "",
    shown(view, 1),
    isLobby ? "" : folded(word("card"), card));
}

// What is projected.
export function wall(view, sign, times) {
  return [
    sign.phase === "lobby" ? "" : h("h1", {}, view.round),
    ...shown(view, times),
  ];
}

// The console's part: the teams, who decided, and a form for each team that plays on paper.
export function desk(seen, paper) {
  const rows = seen.teams.map((team) => [team.title, String(team.here), String(team.in), team.middle || ""]);
  const forms = seen.teams.filter((team) => team.form);
  return h("section", {},
    h("h2", {}, word("teams")), table([word("team"), word("phones"), word("decided"), word("team_middle")], rows),
    forms.length ? folded(word("paper"), ...forms.map((team) => h("section", {}, h("h3", {}, team.title),
      decide(team.form, `paper-${seen.step}.${seen.round}.${team.team}`, word("send"), (values) => paper(team.team, values))))) : "",
    h("p", {}, h("a", { class: "button", href: `${given.base}/room/cards?ga=${seen.cards}`, target: "_blank" }, word("cards"))));
}
