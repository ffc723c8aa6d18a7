// Draws one frame of a sweep into a chart: by a pen where only numbers of its traces move; where its axes do, as
// another sketch or by Plotly.

import { painted } from "./colors.js";
import { penFor } from "./draw.js";
import { backToSketch } from "./drawing.js";
import { keepLabels } from "./labels.js";
import { showLit } from "./lines.js";
import { fullLayout, fullTraces } from "./plotly_private.js";
import { isSketched, moveSketch } from "./sketching.js";

// The numbers of one frame: frames that are alike share a row.
export function valuesOf(item, body, k) {
  if (item.values) return item.values[k];
  const row = item.rows ? item.rows[k] : k;
  return body.subarray(item.at + row * item.width, item.at + (row + 1) * item.width);
}

// What of the axes is not in this frame as it is drawn.
export function movedAxes(layout, axes, k) {
  const moved = {};
  for (const [path, frames] of Object.entries(axes || {})) {
    const [axis, key] = path.split(".");
    if (JSON.stringify(layout[axis]?.[key] ?? null) !== JSON.stringify(frames[k])) moved[path] = frames[k];
  }
  return moved;
}

// Whether it may go on as a sketch: not while Plotly draws in it.
const leavesPlotly = (chart) => chart.explored && chart.sketched && !chart.restyling;

export function drawFrame(board, chart, sweep, { traces, axes }, k) {
  const plot = chart.plot;
  const movedNow = () => movedAxes(plot.layout, axes?.[chart.view ?? ""], k);
  let moved = movedNow();
  if (leavesPlotly(chart) && Object.keys(moved).length) {
    backToSketch(board, chart);
    moved = movedNow(); // of the sketch
  }
  chart.played = true;
  plot.classList.add("nd-moving");
  const all = [...new Set(traces.map((item) => item.trace))];
  const now = new Map();
  for (const item of traces) now.set(`${item.trace}:${item.path}`, valuesOf(item, sweep.body, k));
  const moves = Object.keys(moved).length > 0;
  if (moves && isSketched(plot)) {
    sketchAnew(board, chart, traces, now, moved);
    return;
  }
  if (chart.moving || (moves && chart.restyling)) {
    chart.moving = true; // until Plotly is done no pen knows where things are
    restyle(board, chart, all, traces, now, moved);
    return;
  }
  if (moves) {
    // The axes alone, at once and before anything is painted: the pens draw the frame on them.
    chart.pens = null;
    globalThis.Plotly.relayout(plot, moved);
  }
  if (chart.pens?.sweep !== sweep) chart.pens = pensOf(plot, sweep, traces);
  const value = (trace, key) => now.get(`${trace}:${key}`) ?? plot.data[trace][key];
  let slow = false;
  for (const pen of chart.pens.of) {
    let drawn = false;
    try {
      drawn = Boolean(pen && !board.slow && pen(value));
    } catch (error) {
      console.warn("Next Dollar:", chart.id, error);
    }
    slow ||= !drawn;
  }
  if (!slow) return;
  if (leavesPlotly(chart)) backToSketch(board, chart);
  // Plotly draws all of them anew when it draws one, from what it knows: so it must know this frame of all.
  if (isSketched(plot)) sketchAnew(board, chart, traces, now, movedNow());
  else restyle(board, chart, all, traces, now);
}

// A sketch with the values of a frame: no pen knows its axes any more.
function sketchAnew(board, chart, traces, now, moved) {
  const values = traces.map(({ trace, path }) => {
    const value = now.get(`${trace}:${path}`);
    return [trace, path, ArrayBuffer.isView(value) ? value : painted(value, board.colors)];
  });
  moveSketch(chart.plot, values, painted(moved, board.colors));
  chart.pens = null;
  keepLabels(chart.plot); // the release looks for room
  showLit(board, chart);
}

function pensOf(plot, sweep, traces) {
  const keys = new Map();
  for (const { trace, path } of traces) keys.set(trace, (keys.get(trace) || new Set()).add(path));
  // Bars that stand on moving ones move too.
  if (fullLayout(plot).barmode === "stack" && [...keys.keys()].some((trace) => plot.data[trace].type === "bar")) {
    plot.data.forEach((trace, i) => { if (trace.type === "bar" && !keys.has(i)) keys.set(i, new Set()); });
  }
  // What another view shows is not seen: the release draws it.
  const seen = [...keys].filter(([trace]) => fullTraces(plot)[trace]?.visible === true);
  return { sweep, of: seen.map(([trace, names]) => penFor(plot, trace, names)) };
}

// What no pen knows: Plotly draws it, one frame after the other, and the newest wins.
async function restyle(board, chart, slow, traces, now, layout = {}) {
  const paths = [...new Set(traces.filter((item) => slow.includes(item.trace)).map((item) => item.path))];
  const change = Object.fromEntries(paths.map((path) => [path, slow.map((trace) => {
    const values = now.get(`${trace}:${path}`);
    return values instanceof Float32Array ? Array.from(values) : painted(values, board.colors);
  })]));
  chart.waiting = [change, slow, layout];
  if (chart.restyling) return;
  chart.restyling = true;
  try {
    while (chart.waiting && globalThis.Plotly) {
      const [update, indices, relayout] = chart.waiting;
      chart.waiting = null;
      await globalThis.Plotly.update(chart.plot, update, relayout, indices);
    }
  } catch (error) {
    console.warn("Next Dollar:", chart.id, error);
  }
  chart.restyling = false;
  if (chart.moving) chart.moving = chart.pens = null;
}
