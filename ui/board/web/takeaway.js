// Below each chart: its picture, its numbers, and what an article takes along with it.

import { shareAddress } from "./address.js";
import { copied } from "./copying.js";
import { el, newId, setAttr, setText } from "./dom.js";
import { openView } from "./figure.js";
import { renamed, savePicture, today } from "./picture.js";
import { save } from "./saving.js";
import { pasteable, tableText } from "./table.js";

const KINDS = ["png", "svg", "csv"];
const MOST_ROWS = 9; // of a text to be copied
const LETTERS = 55; // about, of a row

export function makeTakeaway(board, part) {
  const button = (kind, click) => {
    const node = el("button", "nd-view nd-take-button", { type: "button", "data-take": kind });
    node.addEventListener("click", click);
    return node;
  };
  const id = newId();
  const take = {
    png: button("png", () => savePicture(board, part, "png")),
    svg: button("svg", () => savePicture(board, part, "svg")),
    csv: button("csv", () => saveTable(board, part)),
    publish: button("publish", () => togglePanel(board, part)),
    panel: el("div", "nd-publish", { id, hidden: "" }),
  };
  setAttr(take.publish, "aria-expanded", "false");
  setAttr(take.publish, "aria-controls", id);
  return { ...take, node: el("div", "nd-take", { role: "group" }, [take.png, take.svg, take.csv, take.publish]) };
}

export function patchTakeaway(board, part) {
  const words = board.data.takeaway;
  part.take.node.hidden = !words;
  if (!words) return;
  setAttr(part.take.node, "aria-label", `${words.label}: ${part.chart.question}`);
  for (const kind of KINDS) {
    setText(part.take[kind], words[kind]);
    setAttr(part.take[kind], "aria-label", `${words[kind]}: ${part.chart.question}`);
    setAttr(part.take[kind], "title", words.label);
  }
  part.take.csv.hidden = !part.chart.csv;
  part.take.publish.hidden = !words.publish;
  if (words.publish) setText(part.take.publish, words.publish.label);
  if (!part.take.panel.hidden) fillPanel(board, part);
}

async function saveTable(board, part) {
  await board.bands.ready();
  const { chart } = part;
  const { takeaway, link, public_url: publicUrl } = board.data;
  const address = link && shareAddress(link, publicUrl);
  const above = ["Next Dollar", chart.question, chart.subtitle, takeaway.source, today(), address].filter(Boolean);
  const text = tableText(renamed(shownFigure(part), takeaway.names || {}), board.bands.traces(chart.id), above);
  save(new Blob([text], { type: "text/csv" }), `next-dollar-${part.id}.csv`);
}

// The axes as the open view names them.
function shownFigure(part) {
  const titles = Object.entries(openView(part)?.layout || {}).filter(([path]) => path.endsWith(".title.text"));
  const layout = structuredClone(part.chart.figure.layout || {});
  for (const [path, text] of titles) layout[path.split(".")[0]] = { ...layout[path.split(".")[0]], title: { text } };
  return { data: part.chart.figure.data, layout };
}

function togglePanel(board, part) {
  const { panel, publish } = part.take;
  panel.hidden = !panel.hidden;
  setAttr(publish, "aria-expanded", String(!panel.hidden));
  if (!panel.hidden) fillPanel(board, part);
}

/** What is to be copied, as label and text, in order. */
export function publishTexts(board, part) {
  const { takeaway, link, public_url: publicUrl } = board.data;
  const { publish } = takeaway;
  const { chart } = part;
  const address = (more) => shareAddress([link, more.replaceAll("{chart}", encodeURIComponent(chart.id))].filter(Boolean).join("&"), publicUrl);
  const alone = address(publish.alone);
  const filled = (text) => text.replaceAll("{link}", shareAddress(link, publicUrl)).replaceAll("{day}", today());
  const frame = el("iframe", "", {
    src: address(publish.frame), title: chart.question, width: "100%", height: "700", style: "border:0", loading: "lazy",
  }).outerHTML;
  return [
    [takeaway.caption, `${chart.question} ${chart.summary} ${takeaway.source} ${alone}`],
    [takeaway.alt, `${chart.question} ${chart.summary}`],
    [publish.link, alone],
    [publish.embed, frame],
    [publish.cite, filled(publish.citation)],
    [publish.bibtex, filled(publish.entry)],
  ];
}

function fillPanel(board, part) {
  const words = board.data.takeaway;
  if (!words.publish) return;
  const texts = publishTexts(board, part);
  if (part.take.panel.childElementCount !== texts.length) part.take.panel.replaceChildren(...texts.map(() => copyable(words)));
  texts.forEach(([label, text], i) => {
    const row = part.take.panel.children[i];
    const [name, field] = row.querySelectorAll("span, textarea");
    setText(name, label);
    if (field.value !== text) field.value = text;
    field.rows = Math.min(MOST_ROWS, Math.max(text.split("\n").length, Math.ceil(text.length / LETTERS)));
  });
}

function copyable(words) {
  const field = el("textarea", "nd-publish-text", { readonly: "" });
  const node = el("button", "nd-view nd-take-button", { type: "button" }, [words.copy]);
  const label = el("label", "nd-publish-label", {}, [el("span"), field]);
  node.addEventListener("click", async () => {
    const done = await copied(field.value, field);
    setText(node, done ? words.copied : words.copy);
    setTimeout(() => setText(node, words.copy), 2000);
  });
  return el("div", "nd-publish-row", {}, [label, node]);
}

/** The button that copies the table of a chart as people read it. */
export function makeTableCopy(board, part) {
  const node = el("button", "nd-view nd-take-button nd-copy-table", { type: "button" });
  node.addEventListener("click", async () => {
    const words = board.data.takeaway;
    const done = await copied(pasteable(part.chart.table));
    setText(node, done ? words.copied : words.table);
    setTimeout(() => setText(node, words.table), 2000);
  });
  return node;
}
