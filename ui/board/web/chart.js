// Charts: words around a div that Plotly.js draws into and that is kept from update to update.

import { el, forget, keyed, newId, nextFrame, onChange, partsOf, say, setAttr, setText } from "./dom.js";
import { finalFigure, LOW, loadPlotly, openView, PHONE, plotHeight } from "./figure.js";
import { makeLever, patchLever, placeMarks } from "./lever.js";
import { light, makeLines, patchLines, showLit } from "./lines.js";
import { keepLabels, placeLabels } from "./labels.js";
import { markBands } from "./plotly_private.js";
import { makeTableCopy, makeTakeaway, patchTakeaway } from "./takeaway.js";
import { handPart, listenToHand } from "./upright.js";

const AT_ONCE = 24; // ms of drawing that nobody feels
const PLOT_CONFIG = { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false, showTips: false };

export function makeChart(board, first) {
  const id = newId();
  const part = {
    id: first.id, chart: first, view: null, sent: null, drawn: null, played: false, seen: false, pens: null, hand: null,
    question: el("h3", "nd-question", { id }),
    subtitle: el("p", "nd-subtitle"),
    views: el("div", "nd-views", { role: "group", "aria-label": board.words.scale }),
    levers: el("div", "nd-chart-levers"),
    plot: el("div", "nd-plot", { role: "img" }),
    missing: el("p", "nd-missing", { hidden: "" }, [board.words.noPlot]),
    note: el("p", "nd-note"),
    summary: el("p", "nd-words"),
    table: el("table", "nd-table"), tableCopy: null,
  };
  part.frame = el("div", "nd-plot-frame", {}, [part.plot, part.missing]);
  part.title = el("div", "nd-chart-title", {}, [part.question, part.subtitle]);
  const head = el("div", "nd-chart-head", {}, [part.title, part.views]);
  const top = el("div", "nd-chart-top", {}, [el("div", "", {}, [head, part.levers]), part.frame]);
  part.details = el("details", "nd-details", {}, [
    el("summary", "", {}, [board.words.details]), part.summary,
    el("div", "nd-table-frame", { tabindex: "0", role: "region", "aria-labelledby": id }, [part.table]),
    part.tableCopy = makeTableCopy(board, part),
  ]);
  part.take = makeTakeaway(board, part);
  part.lines = makeLines();
  part.foot = el("div", "nd-chart-foot", {}, [part.note, part.take.node, part.take.panel, part.details]);
  part.node = el("figure", "nd-chart", { "aria-labelledby": id }, [top, part.foot, part.lines.node]);
  // Fonts, scroll bars and phones that turn change the width without a window resize.
  let width = 0;
  part.observer = new ResizeObserver(([entry]) => {
    const now = Math.round(entry.contentRect.width);
    part.pens = null;
    if (width && now && now !== width && part.drawn && globalThis.Plotly) globalThis.Plotly.Plots.resize(part.plot);
    width = now;
  });
  part.observer.observe(part.plot);
  part.framed = new ResizeObserver(() => markScrolling(part));
  part.framed.observe(part.frame);
  // What cannot be seen is not played.
  part.inView = new IntersectionObserver((entries) => { part.seen = entries[entries.length - 1].isIntersecting; }, { rootMargin: "80px" });
  part.inView.observe(part.plot);
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
  for (const lever of partsOf(part.levers).values()) placeMarks(lever);
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

// Where the first chart stays in view below a thumb there is no room above it: its subtitle comes after the plot.
function placeSubtitle(board, part) {
  const below = part === board.firstChart && !board.printing && (matchMedia(PHONE).matches || matchMedia(LOW).matches);
  if (below === part.foot.contains(part.subtitle)) return;
  if (below) part.foot.prepend(part.subtitle);
  else part.title.append(part.subtitle);
}

export function queueChart(board, part) {
  placeSubtitle(board, part);
  part.height = plotHeight(board, part);
  part.plot.style.height = `${part.height}px`;
  const key = JSON.stringify([part.chart.figure, part.chart.views, part.view, part.height, board.colors, board.font,
    board.bands.traces(part.id).length && board.data.bands]);
  if (key === part.drawn && !part.played) board.dirty.delete(part);
  else if (key !== part.wanted || !board.dirty.has(part)) board.dirty.add(part);
  part.wanted = key;
  startDrawing(board);
}

// Charts are drawn at once for as long as a hand does not feel it, then one per animation frame.
// What an update leaves unfinished is drawn with the next one's figures, oldest first; when nothing
// is left, the number of finished updates is written down.
export async function startDrawing(board) {
  if (board.drawing) return;
  board.drawing = true;
  await Promise.resolve(); // let the whole update queue its charts
  try {
    const plotly = board.dirty.size ? await loadPlotly(board.data.plotly_url) : null;
    const begun = performance.now();
    while (board.dirty.size && !board.signal.aborted) {
      if (performance.now() - begun > AT_ONCE) await nextFrame();
      if (board.player.busy()) break; // a drag began: its end draws what is left
      const [part] = board.dirty;
      if (!part) break;
      board.dirty.delete(part);
      if (part.node.isConnected) await drawChart(board, part, plotly);
    }
  } catch (error) {
    for (const part of board.dirty) showMissing(part, true);
    board.dirty.clear();
    console.error("Next Dollar:", error);
  }
  board.drawing = false;
  if (board.signal.aborted || board.player.busy()) return;
  globalThis.__ndDrawnAt = performance.now();
  document.documentElement.dataset.ndDrawn = String(globalThis.__ndUpdates || 0);
}

// After whatever Plotly draws, a resize too; what a pen moves in a drag rides with its points, and looks for no room.
function keepLabelsPlaced(part) {
  if (part.places) return;
  part.places = true;
  part.plot.on("plotly_afterplot", () => (part.played ? keepLabels : placeLabels)(part.plot));
}

// A trace may say, in `meta.event`, what a click on one of its points chooses; `customdata` says which.
function listenToPoints(board, part) {
  if (part.listens) return;
  part.listens = true;
  listenToHand(board, part, () => {
    part.drawn = null;
    queueChart(board, part);
  });
  const chosen = (event) => event.points.find((point) => point.data.meta?.event && point.customdata !== undefined);
  part.plot.on("plotly_click", (event) => {
    const point = chosen(event);
    if (point) board.channel.push({ type: "choose", name: point.data.meta.event, value: String(point.customdata) });
  });
  part.plot.on("plotly_hover", (event) => {
    part.plot.classList.toggle("nd-clickable", Boolean(chosen(event)));
    const line = event.points.map((point) => point.data.meta?.line).find(Boolean);
    if (line) light(board, line);
  });
  part.plot.on("plotly_unhover", () => {
    part.plot.classList.remove("nd-clickable");
    if (board.litLine) light(board, null);
  });
}

function showMissing(part, missing) {
  part.missing.hidden = !missing;
  part.plot.hidden = missing;
  if (missing) part.details.open = true;
}

async function drawChart(board, part, plotly) {
  const key = part.wanted;
  try {
    const { data, layout, bands } = finalFigure(board, part);
    showMissing(part, false);
    part.pens = part.waiting = null;
    part.played = false;
    await plotly.react(part.plot, data, layout, PLOT_CONFIG);
    markBands(part.plot, bands);
    markScrolling(part);
    listenToPoints(board, part);
    showLit(board, part);
    if (!part.places) placeLabels(part.plot);
    keepLabelsPlaced(part);
    part.drawn = key;
  } catch (error) {
    part.drawn = null;
    showMissing(part, true);
    console.error("Next Dollar:", part.id, error);
  }
}

// For paper, at once and as wide as its place there.
export function drawNow(board, part) {
  if (!globalThis.Plotly || !part.drawn) return;
  part.height = plotHeight(board, part);
  part.plot.style.height = `${part.height}px`;
  const { data, layout, bands } = finalFigure(board, part);
  globalThis.Plotly.react(part.plot, data, { ...layout, autosize: false, width: part.frame.clientWidth }, PLOT_CONFIG);
  markBands(part.plot, bands);
  part.drawn = "on paper"; // drawn anew for the screen
}

export function dropChart(board, part) {
  board.dirty.delete(part);
  part.observer.disconnect();
  part.framed.disconnect();
  part.inView.disconnect();
  if (globalThis.Plotly && part.plot.classList.contains("js-plotly-plot")) globalThis.Plotly.purge(part.plot);
}
