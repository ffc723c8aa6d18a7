// Charts: words around a div that a picture is drawn into and that is kept from update to update.

import { el, forget, keyed, newId, onChange, partsOf, say, setAttr, setText } from "./dom.js";
import { explore, forgetPicture, queueChart, resizeChart, wish } from "./drawing.js";
import { openView } from "./figure.js";
import { makeLever, patchLever, placeMarks } from "./lever.js";
import { makeLines, patchLines } from "./lines.js";
import { makeTableCopy, makeTakeaway, patchTakeaway } from "./takeaway.js";
import { handPart } from "./upright.js";

export function makeChart(board, first) {
  const id = newId();
  const part = {
    id: first.id, chart: first, view: null, sent: null, drawn: null, played: false, seen: false, pens: null, hand: null,
    sketched: null, wished: false, explored: false, // a sketch stands here or cannot; Plotly was asked for; has drawn
    question: el("h3", "nd-question", { id }),
    subtitle: el("p", "nd-subtitle"),
    views: el("div", "nd-views", { role: "group", "aria-label": board.words.scale }),
    levers: el("div", "nd-chart-levers"),
    plot: el("div", "nd-plot", { role: "img" }),
    missing: el("p", "nd-missing", { hidden: "" }, [board.words.noPlot]),
    tap: el("button", "nd-view nd-take-button nd-tap", { type: "button", hidden: "" }, [board.words.tap]),
    note: el("p", "nd-note"),
    summary: el("p", "nd-words"),
    table: el("table", "nd-table"), tableCopy: null,
  };
  part.frame = el("div", "nd-plot-frame", {}, [part.plot, part.missing]);
  part.title = el("div", "nd-chart-title", {}, [part.question, part.subtitle]);
  const head = el("div", "nd-chart-head", {}, [part.title, part.views]);
  part.top = el("div", "nd-chart-top", {}, [el("div", "", {}, [head, part.levers]), part.frame]);
  part.details = el("details", "nd-details", {}, [
    el("summary", "", {}, [board.words.details]), part.summary,
    el("div", "nd-table-frame", { tabindex: "0", role: "region", "aria-labelledby": id }, [part.table]),
    part.tableCopy = makeTableCopy(board, part),
  ]);
  part.take = makeTakeaway(board, part);
  part.lines = makeLines();
  part.foot = el("div", "nd-chart-foot", {}, [part.tap, part.note, part.take.node, part.take.panel, part.details]);
  part.node = el("figure", "nd-chart", { "aria-labelledby": id }, [part.top, part.foot, part.lines.node]);
  // Fonts, scroll bars and phones that turn change the width without a window resize.
  let width = 0;
  part.observer = new ResizeObserver(([entry]) => {
    const now = Math.round(entry.contentRect.width);
    const due = !part.drawn && !board.dirty.has(part); // neither drawn nor in the queue
    if (now && now !== width && (width || due)) resizeChart(board, part);
    width = now;
  });
  part.observer.observe(part.plot);
  part.markScrolling = () => markScrolling(part);
  part.framed = new ResizeObserver(part.markScrolling);
  part.framed.observe(part.frame);
  // What cannot be seen is not played.
  part.inView = new IntersectionObserver((entries) => {
    part.seen = entries[entries.length - 1].isIntersecting;
    if (part.seen && part.sketched === false) explore(board);
  }, { rootMargin: "80px" });
  part.inView.observe(part.plot);
  part.plot.addEventListener("pointerenter", (event) => { if (event.pointerType === "mouse") wish(board, part); });
  for (const node of [part.plot, part.tap]) node.addEventListener("click", () => wish(board, part));
  return part;
}

export function patchChart(board, part, chart) {
  part.chart = chart;
  const views = chart.views || [];
  if (!views.some((view) => view.name === part.view) || (chart.view !== part.sent && !board.channel.waits(chart.id))) {
    part.view = chart.view ?? (views[0] && views[0].name) ?? null;
  }
  part.sent = chart.view;
  setAttr(part.node, "data-chart", chart.id);
  part.node.classList.toggle("nd-wide", Boolean(chart.wide));
  part.node.classList.toggle("nd-waits", Boolean(chart.waits));
  setText(part.question, chart.question);
  say(part.subtitle, chart.subtitle);
  say(part.summary, chart.summary);
  setAttr(part.plot, "aria-label", [chart.question, chart.summary].filter(Boolean).join(" "));
  onChange(part.table, "table", chart.table, (table) => fillTable(part, table));
  part.plot.style.minWidth = chart.least_width ? `${chart.least_width}px` : "";
  part.details.hidden = !chart.summary && !chart.table;
  patchTakeaway(board, part);
  part.tableCopy.hidden = !chart.table || !board.data.takeaway;
  setText(part.tableCopy, board.data.takeaway?.table);
  patchViews(board, part);
  patchLevers(board, part);
  part.hand = handPart(part.hand, chart.hand, part.plot);
  patchLines(board, part);
  queueChart(board, part);
}

// Levers that a chart has in its head: what they change is seen right below.
function patchLevers(board, part) {
  part.levers.hidden = !part.chart.levers?.length;
  keyed(part.levers, part.chart.levers, (item) => item.name, (item) => makeLever(board, item), (lever, item) => patchLever(board, lever, item));
  placeMarks(partsOf(part.levers).values());
}

// A chart that cannot be made narrower scrolls inside its frame, also with the arrow keys.
function markScrolling(part) {
  const scrolls = part.frame.scrollWidth > part.frame.clientWidth;
  setAttr(part.frame, "tabindex", scrolls ? 0 : null);
  setAttr(part.frame, "role", scrolls ? "region" : null);
  setAttr(part.frame, "aria-label", scrolls ? part.chart.question : null);
}

function patchViews(board, part) {
  const open = openView(part);
  say(part.note, (open && open.note) || part.chart.note);
  part.views.hidden = (part.chart.views || []).length < 2;
  const make = (view) => {
    const node = el("button", "nd-view", { type: "button" });
    node.addEventListener("click", () => {
      if (part.view === view.name) return;
      part.view = view.name;
      patchViews(board, part);
      queueChart(board, part);
      board.channel.push({ type: "view", chart: part.id, view: view.name });
    });
    return { node };
  };
  keyed(part.views, part.chart.views, (view) => view.name, make, (button, view) => {
    setText(button.node, view.label);
    setAttr(button.node, "aria-pressed", String(view.name === part.view));
  });
}

// The words of one frame of a drag. Where the page keeps a text back, or a view has its own, it stays; a table that
// nobody looks at stays too.
export function showWords(chart, { subtitle, note, summary, table }, k) {
  if (subtitle && chart.chart.subtitle) setText(chart.subtitle, subtitle[k]);
  if (note && chart.chart.note && !openView(chart)?.note) setText(chart.note, note[k]);
  if (summary && chart.chart.summary) setText(chart.summary, summary[k]);
  if (!table || !chart.chart.table || !chart.details.open) return;
  forget(chart.table);
  fillTable(chart, { columns: table.columns, rows: table.of[k].map((row) => table.rows[row]) });
}

function fillTable(part, table) {
  part.table.replaceChildren();
  part.table.parentNode.hidden = !table;
  if (!table) return;
  const head = el("tr", "", {}, table.columns.map((text) => el("th", "", { scope: "col" }, [String(text ?? "")])));
  const rows = table.rows.map((row) => el("tr", "", {}, row.map((cell, i) =>
    el(i ? "td" : "th", "", i ? {} : { scope: "row" }, [String(cell ?? "")]))));
  part.table.append(el("thead", "", {}, [head]), el("tbody", "", {}, rows));
}

export function dropChart(board, part) {
  part.observer.disconnect();
  part.framed.disconnect();
  part.inView.disconnect();
  forgetPicture(board, part);
}
