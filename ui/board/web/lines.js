// The lines of a chart in a list beside it: names, values, and which are drawn. A name lights its line on every
// chart of the page that has it, and so does the pointer on a line.

import { el, keyed, partsOf, setAttr, setText } from "./dom.js";
import { fullTraces, scatterNode } from "./plotly_private.js";

export function makeLines() {
  const part = { title: el("p", "nd-lines-title"), list: el("ul", "nd-lines-list") };
  return { ...part, node: el("div", "nd-lines", { hidden: "" }, [part.title, part.list]) };
}

export function patchLines(board, part) {
  const { node, title, list } = part.lines;
  const lines = part.chart.lines;
  node.hidden = !lines;
  part.node.classList.toggle("nd-listed", Boolean(lines));
  if (!lines) return;
  setText(title, lines.title);
  keyed(list, lines.items, (item) => item.name, (item) => makeRow(board, item.name), (row, item) => {
    row.box.hidden = item.drawn === null;
    row.box.checked = item.drawn !== false;
    setAttr(row.box, "aria-label", board.words.draw.replace("@", item.label));
    setText(row.label, item.label);
    setText(row.value, item.value);
    row.node.classList.toggle("nd-undrawn", item.drawn === false);
    row.node.classList.toggle("nd-own", item.is_own);
  });
}

function makeRow(board, name) {
  const row = {
    box: el("input", "nd-line-box", { type: "checkbox" }),
    label: el("span", "nd-line-label"),
    value: el("span", "nd-line-value"),
  };
  const button = el("button", "nd-line", { type: "button", "aria-pressed": "false" }, [row.label, row.value]);
  const node = el("li", "", {}, [row.box, button]);
  const point = () => light(board, row.box.checked ? name : null); // what is not drawn has nothing to light
  row.box.addEventListener("change", () => {
    point();
    board.channel.push({ type: "choose", name: "line", value: name });
  });
  button.addEventListener("click", () => {
    board.heldLine = board.heldLine === name ? null : name;
    light(board, board.heldLine);
  });
  for (const begin of ["mouseenter", "focusin"]) node.addEventListener(begin, point);
  for (const end of ["mouseleave", "focusout"]) node.addEventListener(end, () => light(board, null));
  return { ...row, node, button };
}

// Light one line and dim the others; without a name the one that was pressed stays lit, if any.
export function light(board, name) {
  board.litLine = name ?? board.heldLine ?? null;
  board.eachChart((part) => showLit(board, part));
}

export function showLit(board, part) {
  for (const [name, row] of partsOf(part.lines.list)) {
    setAttr(row.button, "aria-pressed", String(board.heldLine === name));
    row.node.classList.toggle("nd-lit", board.litLine === name);
  }
  const lines = fullTraces(part.plot).filter((trace) => trace.meta?.line);
  const isHere = lines.some((trace) => trace.meta.line === board.litLine);
  for (const trace of lines) {
    const node = scatterNode(part.plot, trace);
    if (!node) continue;
    node.classList.toggle("nd-lit", trace.meta.line === board.litLine);
    node.classList.toggle("nd-dim", isHere && trace.meta.line !== board.litLine);
  }
}
