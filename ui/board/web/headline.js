// The sentence and the numbers at the top: as Python said them, and as a frame of a drag shows them.

import { el, forget, keyed, onChange, partsOf, say, setAttr, setText } from "./dom.js";

export function patchSentence(board, sentence) {
  board.sentence.hidden = !(sentence && sentence.length);
  onChange(board.sentence, "text", sentence || [], (pieces) => {
    board.sentence.replaceChildren(...pieces.map((piece) => (piece.strong ? el("strong", "", {}, [piece.text]) : piece.text)));
    const text = board.sentence.textContent;
    sayAloud(board, text);
  });
}

// Said only after a change, and once things have come to rest.
function sayAloud(board, text) {
  clearTimeout(board.liveTimer);
  if (board.announce) board.liveTimer = setTimeout(() => setText(board.live, text), 600);
  board.announce = true;
}

// What the run must pass, each with a tick or a cross.
export function patchAims(board, aims) {
  board.aims.hidden = !(aims && aims.length);
  board.body.classList.toggle("nd-aiming", !board.aims.hidden);
  const make = () => {
    const part = { mark: el("span", "nd-aim-mark", { "aria-hidden": "true" }), label: el("span", "nd-aim-label"),
      value: el("strong", "nd-aim-value"), limit: el("span", "nd-aim-limit"), said: el("span", "nd-unseen") };
    part.node = el("li", "nd-aim", {}, [part.mark, " ", part.label, " ", part.value, " ", part.limit, " ", part.said]);
    return part;
  };
  keyed(board.aims, aims, (aim) => aim.name, make, patchAim);
  onChange(board.aims, "aims", aims || [], () => { if (!board.aims.hidden) sayAloud(board, board.aims.textContent); });
}

function patchAim(part, aim) {
  for (const name of ["mark", "label", "value", "limit", "said"]) setText(part[name], aim[name]);
  setAttr(part.node, "data-aim", aim.name);
  setAttr(part.node, "data-said", aim.said);
}

export function showAims(board, aims) {
  const parts = partsOf(board.aims);
  for (const aim of aims || []) if (parts.has(aim.name)) patchAim(parts.get(aim.name), aim);
}

export function patchNumbers(board, numbers) {
  board.numbers.hidden = !(numbers && numbers.length);
  keyed(board.numbers, numbers, (item) => item.name, () => makeNumber(board), (part, item) => {
    setAttr(part.node, "data-number", item.name);
    setText(part.label, item.label);
    part.help.patch(item.label, item.help);
    // Where a unit was just chosen here, what Python says of it comes later.
    if (!board.channel.waits("unit")) part.chosen = Math.max(0, (item.units || []).findIndex((words) => words[0] === item.shown_in));
    patchUnits(part, item);
    patchRuler(part, item);
    show(part, [item.value, item.unit, item.detail, item.at, (item.units || []).map((words) => words.slice(2))]);
    part.band.hidden = !(board.data.bands && board.data.band_lines); // where bands will come their line is kept free
    const band = board.bands.line(item.name);
    setText(part.band, band && part.chosen ? `${band} ${item.unit}` : band);
  });
}

function makeNumber(board) {
  const help = board.bubble.button(board.words);
  const part = { help, chosen: 0, label: el("span"), value: el("span", "nd-value"), unit: el("span", "nd-number-unit"),
    choice: el("select", "nd-units", { hidden: "" }), detail: el("dd", "nd-detail"),
    ruler: el("dd", "nd-ruler", { "aria-hidden": "true", hidden: "" }), here: el("span", "nd-here"), band: el("dd", "nd-band") };
  part.choice.addEventListener("change", () => {
    board.channel.push({ type: "choose", name: "unit", value: part.choice.value });
    part.chosen = part.choice.selectedIndex;
    show(part, part.said);
    setText(part.band, "");
  });
  part.node = el("div", "nd-number", {}, [
    el("dt", "", {}, [part.label, help.node]), el("dd", "nd-figure", {}, [part.value, " ", part.unit, part.choice]),
    part.ruler, part.detail, part.band]);
  return part;
}

// Value, unit and detail in the unit that is chosen, and the place on the ruler.
function show(part, [value, unit, detail, at, others]) {
  part.said = [value, unit, detail, at, others];
  const [valueHere, detailHere] = (others || [])[part.chosen] || [value, detail];
  setText(part.value, valueHere);
  say(part.unit, part.choice.hidden ? unit : "");
  say(part.detail, detailHere);
  if (at !== undefined) part.here.style.left = `${100 * at}%`;
}

function patchUnits(part, item) {
  const units = item.units || [];
  part.choice.hidden = units.length < 2;
  setAttr(part.choice, "aria-label", item.label);
  onChange(part.choice, "units", units.map(([name, unit]) => [name, unit]), (pairs) => part.choice.replaceChildren(
    ...pairs.map(([name, unit]) => el("option", "", { value: name }, [unit]))));
  part.choice.selectedIndex = part.chosen;
}

function patchRuler(part, item) {
  const marks = item.marks || [];
  part.ruler.hidden = !marks.length;
  onChange(part.ruler, "marks", marks, (pairs) => part.ruler.replaceChildren(...pairs.map(([name, at]) =>
    el("span", "nd-known", { style: `left: ${100 * at}%` }, [el("span", "", {}, [name])])), part.here));
}

export function showNumber(board, name, said) {
  const part = partsOf(board.numbers).get(name);
  if (!part) return;
  show(part, said);
  setText(part.band, ""); // of another run
}

export function showSentence(board, pieces) {
  forget(board.sentence);
  const nodes = [...board.sentence.childNodes];
  const same = nodes.length === pieces.length && pieces.every(([, strong], i) => (nodes[i].nodeName === "STRONG") === Boolean(strong));
  if (same) pieces.forEach(([text], i) => setText(nodes[i], text));
  else board.sentence.replaceChildren(...pieces.map(([text, strong]) => (strong ? el("strong", "", {}, [text]) : text)));
}
