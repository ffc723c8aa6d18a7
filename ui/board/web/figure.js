// The figure of a chart as Plotly gets it.

import { painted } from "./colors.js";
import { el } from "./dom.js";
import { serverBase } from "./streamlit_page.js";

export const PHONE = "screen and (max-width: 760px)";
export const LOW = "screen and (min-width: 560px) and (max-width: 1080px) and (max-height: 560px)";
const LOW_CHART = 190; // px: with its head and the menu it fits in the height of a phone on its side
const PHONE_TYPE = 14; // px, at most

// Plotly.js is loaded once per page, whatever number of boards come and go.
export function loadPlotly(url) {
  const address = new URL(url, serverBase()).href;
  const known = globalThis.__ndPlotly;
  if (known && known.address === address) return known.promise;
  const promise = new Promise((resolve, reject) => {
    const script = el("script", "", { src: address, async: "" });
    script.onload = () => (globalThis.Plotly ? resolve(globalThis.Plotly) : reject(new Error("no Plotly")));
    script.onerror = () => reject(new Error("Plotly.js did not load"));
    document.head.append(script);
  });
  promise.catch(() => { globalThis.__ndPlotly = globalThis.__ndPreloaded = null; }); // the next update may try again
  globalThis.__ndPlotly = { address, promise };
  return promise;
}

// Its bytes, before anything of it is evaluated: then that takes no longer than it must.
export function preloadPlotly(url) {
  const address = new URL(url, serverBase()).href;
  if (globalThis.__ndPreloaded?.address === address) return globalThis.__ndPreloaded.promise;
  const promise = new Promise((resolve) => {
    const link = el("link", "", { rel: "preload", as: "script", href: address, fetchpriority: "low" });
    link.onload = link.onerror = resolve; // what went wrong, the script says
    document.head.append(link);
  });
  globalThis.__ndPreloaded = { address, promise };
  return promise;
}

export function openView(part) {
  return (part.chart.views || []).find((view) => view.name === part.view);
}

// A trace may say, in `meta.view`, which view it belongs to alone; without an open view it is as it says itself.
export function inView(traces, view) {
  return traces.map((trace) => (view && trace.meta?.view ? { ...trace, visible: trace.meta.view === view } : trace));
}

// "xaxis.type": "log" sets one leaf; an object is merged into what is there.
export function mergeLayout(layout, change) {
  for (const [path, value] of Object.entries(change || {})) {
    const keys = path.split(".");
    if (keys.some((key) => key === "__proto__" || key === "constructor")) continue;
    const leaf = String(keys.pop());
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
export function finalFigure(board, part) {
  const chart = part.chart;
  const figure = painted(chart.figure || {}, board.colors);
  const layout = figure.layout || {};
  const view = openView(part);
  if (view) mergeLayout(layout, painted(view.layout, board.colors));
  for (const axis of ["xaxis", "yaxis"]) layout[axis] ||= {};
  for (const [key, value] of Object.entries(layout)) {
    if (/^[xy]axis\d*$/.test(key)) value.fixedrange = true;
  }
  if (board.printing || matchMedia(PHONE).matches || matchMedia(LOW).matches) capFonts(figure);
  delete layout.width;
  layout.height = part.height;
  layout.autosize = true;
  layout.dragmode = false;
  layout.paper_bgcolor = layout.plot_bgcolor = "rgba(0,0,0,0)";
  layout.font = { ...layout.font, family: board.font };
  layout.hoverlabel = { ...layout.hoverlabel };
  layout.hoverlabel.font = { ...layout.hoverlabel.font, family: board.font };
  // No sweep names a band, so those of other views need not be there.
  const bands = inView(board.bands.traces(chart.id), part.view).filter((band) => band.visible !== false);
  const data = [...inView(figure.data || [], part.view), ...painted(bands, board.colors)];
  return { data, layout, bands: bands.length };
}

export function plotHeight(board, part) {
  const wanted = part.chart.height || 300;
  if (board.data.fills && !board.printing && !matchMedia(PHONE).matches) return board.filled || wanted;
  if (!board.printing && part === board.firstChart && matchMedia(LOW).matches) return Math.min(wanted, LOW_CHART);
  if (board.printing || !matchMedia(PHONE).matches || part.chart.least_width) return wanted;
  // The first chart stays in view above the levers: a low one is made lower still.
  return Math.min(wanted, part === board.firstChart && wanted <= 300 ? 170 : 290);
}
