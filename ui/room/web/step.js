// A step as phones and the projector show it.

import { chart } from "./chart.js";
import { folded, h, table, word } from "./dom.js";

export const WALL = 2.34; // how much larger the letters of charts are on the wall: 12 px become 28

export function options(form) {
  return h("ol", { class: "options" }, form.options.map((option) => h("li", {},
    h("b", { class: "letter" }, option.letter.toUpperCase()), h("span", { html: option.html }))));
}

// Text, charts and question, without the fields.
export function told(step, { wall = false } = {}) {
  return [
    wall ? "" : h("div", { class: "prose", html: step.text }),
    ...(step.charts || []).map((picture) => chart(picture, wall ? WALL : 1)),
    step.question ? h("div", { class: "question", html: step.question }) : "",
    step.targets && step.targets.length
      ? h("ul", {}, step.targets.map((target) => h("li", { html: target }))) : "",
    step.table && !wall ? folded(word("map_table"), table(step.table.columns, step.table.rows)) : "",
    wall && step.form && step.form.options.length ? options(step.form) : "",
    wall && !step.question ? h("div", { class: "prose", html: step.text }) : "",
  ];
}

// Charts that reveal the key: on the wall the one that has the class on it, on a phone its own answer over it.
function revealed(told, wall, own) {
  const list = wall ? (told.charts || []).slice(0, told.marked ? 1 : 0) : told.charts || [];
  return list.map((picture) => chart({ ...picture, figure: { ...picture.figure, data: [...picture.figure.data, ...(own[picture.id] || [])] } },
    wall ? WALL : 1));
}

export function key(told, { wall = false, own = {} } = {}) {
  return h("section", { class: "key" },
    h("p", {}, told.key ? [h("b", {}, word("key")), h("span", { html: told.key })] : word("no_key")),
    h("div", { class: "prose", html: told.reveal }),
    revealed(told, wall, own));
}

// The fields of an answer; `values()` gives what is in them.
export function fields(step, name) {
  const form = step.form;
  const inputs = [];
  const radios = (list, group, label) => h("fieldset", {},
    h("legend", { class: label ? "" : "unseen" }, label || word("yours")),
    list.map((option) => h("label", { class: "option" },
      h("input", { type: "radio", name: `${name}-${group}`, value: option.letter, required: true }),
      h("b", { class: "letter" }, option.letter.toUpperCase()), h("span", { html: option.html }))));
  const chosen = (group) => /** @type {any} */ (node.querySelector(`input[name="${name}-${group}"]:checked`))?.value || "";
  let node;
  if (form.control === "options" || form.control === "reasons") {
    node = h("div", {}, radios(form.options, "a", ""),
      form.reasons.length ? radios(form.reasons, "b", word("because")) : "");
    return { node, values: () => (form.reasons.length ? [chosen("a"), chosen("b")] : [chosen("a")]) };
  }
  for (const field of form.fields) {
    const input = form.control === "order"
      ? h("select", { required: true }, h("option", { value: "" }, word("choose")),
        form.options.map((option) => h("option", { value: option.letter }, h("span", { html: option.html }).textContent)))
      : h("input", { type: "text", maxlength: 40, autocomplete: "off", autocapitalize: "off", spellcheck: "false",
        value: field.value, required: form.control !== "points", placeholder: form.control === "points" ? "0" : form.hint });
    inputs.push(input);
  }
  node = h("div", { class: "fields" }, form.fields.map((field, i) => h("label", {}, field.label, inputs[i])));
  return { node, values: () => inputs.map((input) => input.value) };
}
