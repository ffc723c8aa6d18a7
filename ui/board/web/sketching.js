// Sketches on the page: drawn into the place of a plot, moved with a lever, and taken away when Plotly draws there.

import { keepSketch, markBands, sketchOf } from "./plotly_private.js";
import { textWidth } from "./ruler.js";
import { refusal, sketch } from "./sketch.js";
import { show } from "./svg.js";

export const isSketched = (plot) => Boolean(sketchOf(plot));

const measureIn = (family) => (text, size, bold) => textWidth(text, `${bold ? "bold " : ""}${size}px ${family}`);

// Draws a figure; returns whether it can be sketched.
export function sketchInto(plot, figure, place) {
  if (refusal(figure)) {
    erase(plot);
    return false;
  }
  draw(plot, figure, place);
  return true;
}

function draw(plot, figure, place) {
  const drawn = sketch(figure, place, measureIn(figure.layout.font.family));
  show(plot, [drawn.node]);
  plot.data = figure.data;
  plot.layout = figure.layout;
  keepSketch(plot, { ...drawn, figure, place });
  markBands(plot, figure.bands); // each time: they are those of the run before while a lever moves
}

/** Draws it anew with other values of its traces and axes.
 * @param {any} plot
 * @param {[number, string, any][]} values trace, path and value
 * @param {Record<string, any>} [layout] by path */
export function moveSketch(plot, values, layout = {}) {
  const { figure, place } = sketchOf(plot);
  const moved = { ...figure, data: [...figure.data], layout: { ...figure.layout } };
  for (const [trace, path, value] of values) moved.data[trace] = withLeaf(moved.data[trace], path.split("."), value);
  for (const [path, value] of Object.entries(layout)) moved.layout = withLeaf(moved.layout, path.split("."), value);
  draw(plot, moved, place);
}

/** @param {any} whole @param {string[]} path @param {any} value */
function withLeaf(whole, path, value) {
  const [key, ...rest] = path;
  return { ...whole, [key]: rest.length ? withLeaf(whole[key], rest, value) : value };
}

export function erase(plot) {
  if (!isSketched(plot)) return;
  keepSketch(plot, null);
  plot.querySelector(":scope > .nd-sketch")?.remove();
}
