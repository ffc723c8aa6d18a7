// Moves what was drawn, by Plotly or as a sketch: a line, points, their labels and bars are written straight into
// its SVG. A kind of trace that is not known here has no pen, and the player falls back to Plotly.restyle or to
// another sketch, which is slower and always right.

import { setAttr, setText } from "./dom.js";
import { putLabel } from "./labels.js";
import { linePath } from "./paths.js";
import {
  axisOf, barEdges, barsNode, byPoint, calculatedPixel, fullLayout, fullTraces, lengthOf, pixel, scatterNode,
} from "./plotly_private.js";
import { textWidth } from "./ruler.js";

const TEXT_PAD = 3; // px between a bar and its label, as in Plotly
const TIP = 9; // px of the point of a bar that leaves the picture
const ROOM = 4; // px kept free beside a label at the edge

// A pen draws one trace of `plot`; `value(trace, key)` gives an attribute as it is in the frame.
export function penFor(plot, index, keys) {
  const full = fullTraces(plot)[index];
  if (full?.visible === false) return () => true; // of another view: nothing to draw
  if (!full || full.visible !== true) return null;
  if (full.type === "scatter") return scatterPen(plot, index, full, keys);
  if (full.type === "bar") return barPen(plot, index, full, keys);
  return null;
}

function scatterPen(plot, index, full, keys) {
  if (![...keys].every((key) => ["x", "y", "text", "textposition"].includes(key))) return null;
  if ((full.fill && full.fill !== "none") || full.stackgroup || full.error_x?.visible || full.error_y?.visible) return null;
  const node = scatterNode(plot, full);
  const x = axisOf(plot, full.xaxis), y = axisOf(plot, full.yaxis);
  if (!node || !x || !y) return null;
  const mode = full.mode || "";
  const lines = mode.includes("lines") ? [...node.querySelectorAll("path.js-line")] : null;
  if (lines && (!lines.length || (full.line.shape || "linear") !== "linear" || full.connectgaps)) return null;
  const points = mode.includes("markers") ? byPoint(node.querySelectorAll("path.point")) : null;
  const labels = mode.includes("text") ? byPoint(node.querySelectorAll(".textpoint text")) : null;
  return (value) => {
    const xs = value(index, "x"), ys = value(index, "y");
    const at = Array.from(xs, (item, i) => [pixel(x, item), pixel(y, ys[i])]);
    if (lines) {
      setAttr(lines[0], "d", linePath(at));
      for (const more of lines.slice(1)) setAttr(more, "d", "M0,0Z");
    }
    const sure = (map, i) => map.has(i) || !at[i].every(Number.isFinite);
    const words = labels && value(index, "text"); // one that says nothing has no label
    const says = (i) => (Array.isArray(words) ? words[i] : words) ?? "";
    if (!at.every((_, i) => (!points || sure(points, i)) && (!labels || says(i) === "" || sure(labels, i)))) return false;
    at.forEach(([left, top], i) => {
      const inside = left >= -0.5 && left <= lengthOf(x) + 0.5 && top >= -0.5 && top <= lengthOf(y) + 0.5;
      const shown = Number.isFinite(left + top) && (full.cliponaxis !== false || inside);
      if (points) placePoint(points.get(i), left, top, shown);
      if (labels) placeLabel(labels.get(i), full, value, index, i, left, top, shown);
    });
    return true;
  };
}

function placePoint(node, left, top, shown) {
  if (!node) return;
  setAttr(node, "display", shown ? null : "none");
  if (shown) setAttr(node, "transform", `translate(${left.toFixed(2)},${top.toFixed(2)})`);
}

function placeLabel(text, full, value, index, i, left, top, shown) {
  if (!text) return;
  const group = text.parentNode;
  setAttr(group, "display", shown ? null : "none");
  if (!shown) return;
  const words = value(index, "text");
  const wanted = Array.isArray(words) ? words[i] : words;
  if (!text.querySelector("tspan")) setText(text, wanted);
  for (const node of [text, ...text.querySelectorAll("tspan.line")]) {
    setAttr(node, "x", left.toFixed(2));
    setAttr(node, "y", top.toFixed(2));
  }
  const places = value(index, "textposition");
  const place = String((Array.isArray(places) ? places[i] : places) || full.textposition || "middle center");
  putLabel(text, full, place);
}

// ---- bars ---------------------------------------------------------------------------------------

function barPen(plot, index, full, keys) {
  const across = full.orientation === "h";
  const sizes = across ? "x" : "y";
  if (![...keys].every((key) => key === sizes || key === "text") || full.base !== undefined) return null;
  const labeled = full.text !== undefined && full.textposition !== "none";
  if (labeled && (full.textposition !== "outside" || full.textangle !== 0)) return null;
  const mode = fullLayout(plot).barmode;
  if (mode === "relative" || fullLayout(plot).barnorm) return null;
  const node = barsNode(plot, full);
  const along = axisOf(plot, across ? full.xaxis : full.yaxis);
  const beside = axisOf(plot, across ? full.yaxis : full.xaxis);
  if (!node || !along || !beside || along.type !== "linear") return null;
  const below = mode === "stack" ? fullTraces(plot).filter((other) => other.type === "bar" && other.visible === true &&
    other.index < index && other.xaxis === full.xaxis && other.yaxis === full.yaxis).map((other) => other.index) : [];
  const bars = [...byPoint(node.querySelectorAll(".point"))].map(([i, bar]) => {
    const edges = barEdges(bar).map((edge) => calculatedPixel(beside, edge));
    const text = labeled ? bar.querySelector("text") : null;
    return { i, edges, path: bar.querySelector("path"), text, label: text && labelOf(plot, index, text, along, sizes, i) };
  });
  if (bars.some((bar) => !bar.path || (bar.text && !bar.label))) return null;
  return (value) => {
    for (const bar of bars) {
      const from = below.reduce((sum, other) => sum + (value(other, sizes)[bar.i] || 0), 0);
      const size = value(index, sizes)[bar.i];
      if (!(size >= 0)) return false;
      drawBar(bar, across, along, from, size, value(index, "text"));
    }
    return true;
  };
}

// Where Plotly put a label, and how wide its texts are: measured without a layout of the page.
function labelOf(plot, index, text, along, sizes, i) {
  const at = /^translate\(([-\d.e]+)[ ,]+([-\d.e]+)\)$/.exec(text.getAttribute("transform") || "");
  if (!at) return null;
  const style = getComputedStyle(text);
  const end = calculatedPixel(along, plot.data[index][sizes][i] || 0);
  return { x: Number(at[1]), y: Number(at[2]), end, font: `${style.fontSize} ${style.fontFamily}`, size: Number.parseFloat(style.fontSize) };
}

// A bar that leaves the picture ends in a point at its edge, where its label still has room.
function drawBar(bar, across, along, from, size, texts) {
  const start = calculatedPixel(along, from);
  const full = calculatedPixel(along, from + size);
  const words = bar.text ? String((Array.isArray(texts) ? texts[bar.i] : texts) ?? "") : "";
  const most = across
    ? lengthOf(along) - (words ? textWidth(words, bar.label.font) + TEXT_PAD + ROOM : 0)
    : words ? 1.3 * bar.label.size + ROOM : 0;
  const end = across ? Math.min(full, most) : Math.max(full, most);
  const leaves = across ? full > lengthOf(along) : full < 0;
  const [one, two] = bar.edges;
  const [middle, neck] = [(one + two) / 2, leaves ? end + (across ? -TIP : TIP) : end];
  const tip = !leaves ? "" : across ? `L${end},${middle}` : `L${middle},${end}`;
  const shape = across
    ? `M${start},${one}H${neck}${tip}L${neck},${two}H${start}Z`
    : `M${one},${start}V${neck}${tip}L${two},${neck}V${start}Z`;
  bar.path.setAttribute("d", size === 0 ? "M0,0Z" : shape);
  if (!bar.text) return;
  setText(bar.text, words);
  if (across) {
    bar.text.setAttribute("text-anchor", "start");
    bar.text.setAttribute("transform", `translate(${(end + TEXT_PAD).toFixed(2)},${bar.label.y})`);
  } else {
    bar.text.setAttribute("transform", `translate(${bar.label.x},${(bar.label.y + end - bar.label.end).toFixed(2)})`);
  }
}
