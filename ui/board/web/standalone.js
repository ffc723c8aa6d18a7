// The page as one HTML file that opens without a server and without a network: its words, charts and tables, the
// script that draws them, and the way back.

import { shareAddress } from "./address.js";
import { el, setAttr, setText } from "./dom.js";
import { finalFigure } from "./figure.js";
import { origin, renamed, today } from "./picture.js";
import { save } from "./saving.js";
import { serverBase } from "./streamlit_page.js";

// Nothing may be fetched, whoever changes the file.
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:; font-src data:";
const STYLE = `
body { margin: 0 auto; padding: 24px 20px 60px; max-width: 1040px; color: var(--ink); background: var(--paper);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }
h1, h2 { font-family: Georgia, "Times New Roman", serif; line-height: 1.25; } h1 { font-size: 30px; } h2 { font-size: 21px; margin: 0; }
.quiet, .note { color: var(--muted); font-size: 14px; } .sentence { font-size: 19px; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 14px; } dt { color: var(--muted); font-size: 14px; }
dd { margin: 0; font-size: 22px; } dd small { font-size: 14px; color: var(--muted); display: block; }
figure { margin: 34px 0 0; padding-top: 14px; border-top: 1px solid var(--grid); } .plot { overflow-x: auto; }
table { border-collapse: collapse; font-size: 14px; margin-top: 8px; } th, td { padding: 3px 14px 3px 0; text-align: left; border-bottom: 1px solid var(--grid); }
summary { cursor: pointer; } a { color: var(--ink); } footer { margin-top: 40px; border-top: 1px solid var(--grid); font-size: 14px; color: var(--muted); }
@media print { details { display: block; } }`;
const DRAW = `for (const { id, data, layout } of JSON.parse(document.getElementById("figures").textContent)) {
  Plotly.newPlot(id, data, layout, { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false, showTips: false });
}`;

export function makeFileButton(board) {
  const node = el("button", "nd-view nd-file-button", { type: "button", hidden: "" });
  node.addEventListener("click", async () => {
    node.disabled = true;
    try {
      await savePage(board);
    } finally {
      node.disabled = false;
    }
  });
  return node;
}

export function patchFileButton(board, node) {
  const words = board.data.takeaway?.file;
  node.hidden = !words;
  if (!words) return;
  setText(node, words.label);
  setAttr(node, "title", words.help);
}

async function savePage(board) {
  await board.bands.ready();
  const reply = await fetch(new URL(board.data.plotly_url, serverBase()));
  if (!reply.ok) throw new Error(`Plotly.js did not load: ${reply.status}`);
  const text = pageText(board, await reply.text(), document.title, document.querySelector("h1")?.textContent || "");
  save(new Blob([text], { type: "text/html" }), `next-dollar-${board.data.page}.html`);
}

/** A text of JSON that cannot end the script it stands in. */
export function inScript(value) {
  return JSON.stringify(value, (_, inner) => (ArrayBuffer.isView(inner) ? Array.from(/** @type {any} */ (inner)) : inner)).replace(/</g, "\\u003c");
}

function figureOf(board, part, id) {
  const { data, layout } = renamed(finalFigure(board, part), board.data.takeaway.names || {});
  layout.font = { ...layout.font, family: "system-ui, Arial, sans-serif" };
  layout.hoverlabel.font.family = layout.font.family;
  return { id, data, layout };
}

/**
 * The page as text of HTML. Every text goes through an element, so that none becomes markup.
 * @param {any} board
 * @param {string} plotly the script that draws
 * @param {string} title
 * @param {string} heading
 */
export function pageText(board, plotly, title, heading) {
  const { data, colors } = board;
  const { takeaway } = data;
  const parts = [];
  board.eachChart((part) => parts.push(part));
  const figures = parts.map((part, i) => figureOf(board, part, `plot-${i}`));
  const address = shareAddress(data.link, data.public_url);
  const body = el("body", "", {}, [
    el("header", "", {}, [
      el("p", "quiet", {}, [`Next Dollar, ${today()}. `, el("a", "", { href: address, rel: "noopener" }, [takeaway.file.back])]),
      el("h1", "", {}, [heading]),
      el("p", "sentence", {}, [board.sentence.textContent]),
      el("dl", "", {}, data.numbers.map((number) => el("div", "", {}, [
        el("dt", "", {}, [number.label]), el("dd", "", {}, [`${number.value} ${number.unit || ""}`.trim(), el("small", "", {}, [board.bands.line(number.name)])]),
      ]))),
    ]),
    el("main", "", {}, parts.map((part, i) => chartNode(board, part, `plot-${i}`))),
    el("footer", "", {}, [...(data.footer || []).map((item) => item.text), ...origin(board)].map((text) => el("p", "", {}, [text]))),
  ]);
  const vars = ["ink", "muted", "grid", "paper"].map((name) => `--${name}:${colors[name]}`).join(";");
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}"><link rel="icon" href="data:,">${el("title", "", {}, [title]).outerHTML}
<style>:root{${vars}}${STYLE}</style></head>
${body.outerHTML.replace(/<\/body>$/, "")}
<script type="application/json" id="figures">${inScript(figures)}</script>
<script>${plotly.replace(/<\/script/gi, "<\\/script")}</script>
<script>${DRAW}</script></body></html>\n`;
}

function chartNode(board, part, id) {
  const { chart } = part;
  const cells = (tag, texts) => texts.map((text) => el(tag, "", {}, [String(text ?? "")]));
  const table = chart.table && el("table", "", {}, [
    el("thead", "", {}, [el("tr", "", {}, cells("th", chart.table.columns))]),
    el("tbody", "", {}, chart.table.rows.map((row) => el("tr", "", {}, cells("td", row)))),
  ]);
  return el("figure", "", {}, [
    el("h2", "", {}, [chart.question]),
    el("p", "quiet", {}, [chart.subtitle || ""]),
    el("div", "plot", {}, [el("div", "", { id, role: "img", "aria-label": [chart.question, chart.summary].filter(Boolean).join(" ") })]),
    el("p", "note", {}, [part.note.textContent]),
    el("details", "", {}, [el("summary", "", {}, [board.words.details]), el("p", "", {}, [chart.summary || ""]), ...(table ? [table] : [])]),
  ]);
}
