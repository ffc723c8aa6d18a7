// What stands around a sketch: grid, lines of the axes, their numbers and titles, and the room that these need.

import { ASCENT, DESCENT, LINE, linesOf, spans, widthOf } from "./svg.js";

const CAPITAL = 0.7, MIDDLE = 0.35; // sizes of type: height of a capital, and of its middle
const AWAY = 0.2; // sizes of type between the line of an axis and its numbers

const isFlat = (axis) => axis.id[0] === "x";

// How far its numbers stand from the middle of an axis' line [px].
function standoff(axis) {
  const line = axis.said.linewidth ?? 1, shown = axis.said.linecolor !== undefined || axis.said.showline;
  return line / 2 + (shown ? AWAY * (axis.said.tickfont?.size || 12) : 0) + (axis.said.ticklabelstandoff || 0);
}

// Where the line of an axis stands [px], across it.
function lineAt(axis, axes) {
  const other = axes[axis.anchor] || axes[isFlat(axis) ? "y" : "x"];
  const half = (axis.said.linewidth ?? 1) / 2;
  const first = axis.side === "top" || axis.side === "left";
  return first ? other.start - half : other.start + other.long + half;
}

// The box of the numbers of an axis [px].
function boxOf(axis, ticks, at, measure) {
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  const out = standoff(axis);
  for (const tick of ticks) {
    if (!tick.text) continue;
    const wide = widthOf(tick.text, tick.size, measure), more = (linesOf(tick.text).length - 1) * LINE * tick.size;
    const spot = axis.start + tick.at;
    const base = isFlat(axis) ? (axis.side === "bottom" ? at + out + tick.size : at - out - AWAY * tick.size - more) : spot + MIDDLE * tick.size - more / 2;
    const left = isFlat(axis) ? spot - wide / 2 : axis.side === "left" ? at - out - wide : at + out;
    box.left = Math.min(box.left, left);
    box.right = Math.max(box.right, left + wide);
    box.top = Math.min(box.top, base - ASCENT * tick.size);
    box.bottom = Math.max(box.bottom, base + more + DESCENT * tick.size);
  }
  return box;
}

/** How much margin an axis asks for on each side [px].
 * @returns {Record<string, number>} */
export function depthsOf(axis, ticks, axes, measure) {
  const at = lineAt(axis, axes), box = boxOf(axis, ticks, at, measure);
  const title = axis.said.title || {}, size = title.font?.size || 14;
  // A title without a word has its room too, as in Plotly.
  const room = title.text !== undefined ? size * (CAPITAL + (linesOf(title.text).length - 1) * LINE) + (title.standoff || 0) : 0;
  if (box.left > box.right) return { [axis.side[0]]: room };
  const end = axis.start + axis.long;
  const depth = { b: box.bottom - at, t: at - box.top, l: at - box.left, r: box.right - at }[axis.side[0]];
  /** @type {Record<string, number>} */
  const over = isFlat(axis) ? { l: axis.start - box.left, r: box.right - end } : { t: axis.start - box.top, b: box.bottom - end };
  return { ...over, [axis.side[0]]: Math.max(0, depth) + room };
}

// The nodes of an axis: its grid, which lies under the traces, and the rest, which lies over them.
export function axisNodes(axis, ticks, axes, measure) {
  const { said, id } = axis, at = lineAt(axis, axes), flat = isFlat(axis);
  const other = axes[axis.anchor] || axes[flat ? "y" : "x"];
  const [from, to] = [other.start, other.start + other.long];
  const crisp = { "shape-rendering": "crispEdges", fill: "none" };
  const grid = said.showgrid === false || (axis.type === "category" && said.showgrid !== true) ? [] : ticks.map((tick) => ["path", {
    class: `${id}grid crisp`, ...crisp, stroke: said.gridcolor || "#eee", "stroke-width": said.gridwidth ?? 1,
    d: flat ? `M${axis.start + tick.at},${from}V${to}` : `M${from},${axis.start + tick.at}H${to}`,
  }]);
  const rest = [];
  if (said.linecolor !== undefined || said.showline) {
    const [begin, end] = [axis.start, axis.start + axis.long];
    rest.push(["path", { class: `${id}lines-above crisp`, ...crisp, stroke: said.linecolor || "#444", "stroke-width": said.linewidth ?? 1, d: flat ? `M${begin},${at}H${end}` : `M${at},${begin}V${end}` }]);
  }
  rest.push(...ticks.filter(({ text }) => text).map((tick) => ["g", { class: `${id}tick` }, [numberNode(axis, tick, at)]]));
  const title = titleNode(axis, ticks, at, measure);
  return { grid, rest: title ? [...rest, title] : rest };
}

function numberNode(axis, tick, at) {
  const { said } = axis, flat = isFlat(axis), out = standoff(axis), spot = axis.start + tick.at;
  const more = (linesOf(tick.text).length - 1) * LINE * tick.size;
  const y = flat ? (axis.side === "bottom" ? at + out + tick.size : at - out - AWAY * tick.size - more) : spot + MIDDLE * tick.size - more / 2;
  const x = flat ? spot : axis.side === "left" ? at - out : at + out;
  const place = { x: x.toFixed(2), y: y.toFixed(2) };
  return ["text", { ...place, "text-anchor": flat ? "middle" : axis.side === "left" ? "end" : "start", "font-size": tick.size, fill: said.tickfont?.color }, spans(tick.text, place)];
}

function titleNode(axis, ticks, at, measure) {
  const title = axis.said.title || {};
  if (!title.text) return null;
  const size = title.font?.size || 14, middle = axis.start + axis.long / 2;
  const box = boxOf(axis, ticks, at, measure);
  const depth = box.left > box.right ? 0 : Math.max(0, { b: box.bottom - at, t: at - box.top, l: at - box.left, r: box.right - at }[axis.side[0]]);
  const away = depth + (title.standoff || 0) + size * (axis.side === "bottom" || axis.side === "right" ? CAPITAL : MIDDLE);
  const [x, y] = { bottom: [middle, at + away], top: [middle, at - away], left: [at - away, middle], right: [at + away, middle] }[axis.side];
  const turned = isFlat(axis) ? undefined : `rotate(-90,${x.toFixed(2)},${y.toFixed(2)})`;
  const spot = { x: x.toFixed(2), y: y.toFixed(2) };
  return ["g", { class: `g-${axis.id}title` }, [["text", { class: `${axis.id}title`, ...spot, transform: turned, "text-anchor": "middle", "font-size": size, fill: title.font?.color }, spans(title.text, spot)]]];
}
