// Charts: words around a div that Plotly.js draws into and that is kept from update to update.

const PHONE = "(max-width: 760px)";
const PHONE_TYPE = 14; // px, at most
const AT_ONCE = 24; // ms of drawing that nobody feels
const PLOT_CONFIG = { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false, showTips: false };

// Plotly.js is loaded once per page, whatever number of boards come and go.
function loadPlotly(url) {
  const address = new URL(url, serverBase()).href;
  const known = globalThis.__ndPlotly;
  if (known && known.address === address) return known.promise;
  const promise = new Promise((resolve, reject) => {
    const script = el("script", "", { src: address, async: "" });
    script.onload = () => (globalThis.Plotly ? resolve(globalThis.Plotly) : reject(new Error("no Plotly")));
    script.onerror = () => reject(new Error("Plotly.js did not load"));
    document.head.append(script);
  });
  promise.catch(() => { globalThis.__ndPlotly = null; }); // the next update may try again
  globalThis.__ndPlotly = { address, promise };
  return promise;
}

function makeChart(board, first) {
  const id = `nd-${board.channel.id}-${board.count++}`;
  const part = {
    id: first.id, chart: first, view: null, sent: null, drawn: null, played: false, seen: false, pens: null,
    question: el("h3", "nd-question", { id }),
    subtitle: el("p", "nd-subtitle"),
    views: el("div", "nd-views", { role: "group", "aria-label": board.words.scale }),
    plot: el("div", "nd-plot", { role: "img" }),
    missing: el("p", "nd-missing", { hidden: "" }, [board.words.noPlot]),
    note: el("p", "nd-note"),
    summary: el("p", "nd-words"),
    table: el("table", "nd-table"),
  };
  part.frame = el("div", "nd-plot-frame", {}, [part.plot, part.missing]);
  const head = el("div", "nd-chart-head", {}, [el("div", "nd-chart-title", {}, [part.question, part.subtitle]), part.views]);
  const top = el("div", "nd-chart-top", {}, [head, part.frame]);
  part.details = el("details", "nd-details", {}, [
    el("summary", "", {}, [board.words.details]), part.summary,
    el("div", "nd-table-frame", { tabindex: "0", role: "region", "aria-labelledby": id }, [part.table]),
  ]);
  part.take = makeTakeaway(board, part);
  const foot = el("div", "nd-chart-foot", {}, [part.note, part.take.node, part.details]);
  part.node = el("figure", "nd-chart", { "aria-labelledby": id }, [top, foot]);
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
  part.inView = new IntersectionObserver((entries) => { part.seen = entries.at(-1).isIntersecting; }, { rootMargin: "80px" });
  part.inView.observe(part.plot);
  return part;
}

function patchChart(board, part, chart) {
  part.chart = chart;
  const views = chart.views || [];
  if (!views.some((view) => view.name === part.view) || (chart.view !== part.sent && !board.channel.waits(chart.id))) {
    part.view = chart.view ?? (views[0] && views[0].name) ?? null;
  }
  part.sent = chart.view;
  setAttr(part.node, "data-chart", chart.id);
  part.node.classList.toggle("nd-wide", Boolean(chart.wide));
  setText(part.question, chart.question);
  say(part.subtitle, chart.subtitle);
  say(part.summary, chart.summary);
  setAttr(part.plot, "aria-label", [chart.question, chart.summary].filter(Boolean).join(" "));
  onChange(part.table, "table", chart.table, (table) => fillTable(part, table));
  part.plot.style.minWidth = chart.least_width ? `${chart.least_width}px` : "";
  part.details.hidden = !chart.summary && !chart.table;
  patchTakeaway(board, part);
  patchViews(board, part);
  queueChart(board, part);
}

// A chart that cannot be made narrower scrolls inside its frame, also with the arrow keys.
function markScrolling(part) {
  const scrolls = part.frame.scrollWidth > part.frame.clientWidth;
  setAttr(part.frame, "tabindex", scrolls ? 0 : null);
  setAttr(part.frame, "role", scrolls ? "region" : null);
  setAttr(part.frame, "aria-label", scrolls ? part.chart.question : null);
}

function openView(part) {
  return (part.chart.views || []).find((view) => view.name === part.view);
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

// The words of one frame of a drag. Where the page keeps a text back, or a view has its own, it stays.
function showWords(chart, subtitle, note) {
  if (subtitle && chart.chart.subtitle) setText(chart.subtitle, subtitle);
  if (note && chart.chart.note && !openView(chart)?.note) setText(chart.note, note);
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

// "xaxis.type": "log" sets one leaf; an object is merged into what is there.
function mergeLayout(layout, change) {
  for (const [path, value] of Object.entries(change || {})) {
    const keys = path.split(".");
    if (keys.some((key) => key === "__proto__" || key === "constructor")) continue;
    const leaf = keys.pop();
    let at = layout;
    for (const key of keys) at = at[key] && typeof at[key] === "object" ? at[key] : (at[key] = {});
    const merge = value && typeof value === "object" && !Array.isArray(value);
    if (merge) mergeLayout(at[leaf] && typeof at[leaf] === "object" ? at[leaf] : (at[leaf] = {}), value);
    else at[leaf] = value;
  }
}

// Large type is for a room: on a phone it would leave no place for the bars.
function capFonts(value) {
  if (!value || typeof value !== "object" || ArrayBuffer.isView(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    if (/font$/.test(key) && inner && inner.size > PHONE_TYPE) inner.size = PHONE_TYPE;
    else capFonts(inner);
  }
}

// The figure as Plotly gets it: colors of the theme, the chosen view, and nothing that catches a scroll.
function finalFigure(board, part) {
  const chart = part.chart;
  const figure = painted(chart.figure || {}, board.colors);
  const layout = figure.layout || {};
  const view = openView(part);
  if (view) mergeLayout(layout, painted(view.layout, board.colors));
  for (const axis of ["xaxis", "yaxis"]) layout[axis] ||= {};
  for (const [key, value] of Object.entries(layout)) {
    if (/^[xy]axis\d*$/.test(key)) value.fixedrange = true;
  }
  if (matchMedia(PHONE).matches) capFonts(figure);
  delete layout.width;
  layout.height = part.height;
  layout.autosize = true;
  layout.dragmode = false;
  layout.paper_bgcolor = layout.plot_bgcolor = "rgba(0,0,0,0)";
  layout.font = { ...layout.font, family: board.font };
  layout.hoverlabel = { ...layout.hoverlabel };
  layout.hoverlabel.font = { ...layout.hoverlabel.font, family: board.font };
  const bands = painted(board.bands.traces(chart.id), board.colors);
  return { data: [...(figure.data || []), ...bands], layout, bands: bands.length };
}

function plotHeight(board, part) {
  const wanted = part.chart.height || 300;
  if (!matchMedia(PHONE).matches || part.chart.least_width) return wanted;
  // The first chart stays in view above the levers: a low one is made lower still.
  return Math.min(wanted, part === board.firstChart && wanted <= 300 ? 170 : 290);
}

function queueChart(board, part) {
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
async function startDrawing(board) {
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

// A trace may say, in `meta.event`, what a click on one of its points chooses; `customdata` says which.
function listenToPoints(board, part) {
  if (part.listens) return;
  part.listens = true;
  const chosen = (event) => event.points.find((point) => point.data.meta?.event && point.customdata !== undefined);
  part.plot.on("plotly_click", (event) => {
    const point = chosen(event);
    if (point) board.channel.push({ type: "choose", name: point.data.meta.event, value: String(point.customdata) });
  });
  part.plot.on("plotly_hover", (event) => part.plot.classList.toggle("nd-clickable", Boolean(chosen(event))));
  part.plot.on("plotly_unhover", () => part.plot.classList.remove("nd-clickable"));
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
    part.drawn = key;
  } catch (error) {
    part.drawn = null;
    showMissing(part, true);
    console.error("Next Dollar:", part.id, error);
  }
}

function dropChart(board, part) {
  board.dirty.delete(part);
  part.observer.disconnect();
  part.framed.disconnect();
  part.inView.disconnect();
  if (globalThis.Plotly && part.plot.classList.contains("js-plotly-plot")) globalThis.Plotly.purge(part.plot);
}
