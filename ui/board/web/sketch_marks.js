// The traces of a sketch: lines, points, texts, areas and bars, as nodes of the names that Plotly.js gives them.

import { linePath } from "./paths.js";
import { LINE, spans } from "./svg.js";

const TEXT_PAD = 3; // px between a bar and its label
const MIDDLE = 0.35; // sizes of type from the base of a line to its middle
const BESIDE_MARKER = 0.8; // as Plotly has it
const HIDDEN = "M0,0Z";
const ROOT_3 = Math.sqrt(3);

const each = (value, i) => (Array.isArray(value) || ArrayBuffer.isView(value) ? value[i] : value);

// What of a trace a sketch cannot draw; nothing where it can draw all.
export function refusal(trace) {
  if (trace.visible === false) return "";
  if (trace.type === "bar") {
    if (trace.text !== undefined && trace.textposition !== "outside" && trace.textposition !== "none") return "text in bars";
    return trace.width === undefined ? "bars without a width" : "";
  }
  if ((trace.type || "scatter") !== "scatter") return trace.type;
  if (trace.fill && trace.fill !== "none" && trace.fill !== "tonexty") return `fill ${trace.fill}`;
  if (trace.stackgroup || trace.error_x || trace.error_y || trace.connectgaps || trace.marker?.colorscale) return "a scatter of a rare kind";
  return (trace.line?.shape || "linear") === "linear" && markOf(trace.marker?.symbol, 5) ? "" : "a rare shape";
}

function dashes(dash, width) {
  const unit = Math.max(width, 3);
  return { dot: `${unit} ${unit}`, dash: `${3 * unit} ${3 * unit}`, dashdot: `${3 * unit} ${unit} ${unit} ${unit}`, longdash: `${5 * unit} ${5 * unit}` }[dash];
}

function markOf(symbol, r) {
  const half = (r * 2) / ROOT_3;
  return {
    circle: `M${r},0A${r},${r} 0 1,1 0,${-r}A${r},${r} 0 0,1 ${r},0Z`,
    square: `M${r},${r}H${-r}V${-r}H${r}Z`,
    diamond: `M${1.3 * r},0L0,${1.3 * r}L${-1.3 * r},0L0,${-1.3 * r}Z`,
    "triangle-up": `M${-half},${r / 2}H${half}L0,${-r}Z`,
    "triangle-down": `M${-half},${-r / 2}H${half}L0,${r}Z`,
  }[String(symbol || "circle").replace("-open", "")];
}

// ---- scatter ------------------------------------------------------------------------------------

/** `before` is the line of the trace before, for an area down to it.
 * @param {any} full
 * @param {any} x
 * @param {any} y
 * @param {string} clip
 * @param {number[][] | null} before */
export function scatter(full, x, y, clip, before) {
  const at = Array.from(full.x || [], (value, i) => [x.pixel(value), y.pixel(full.y[i])]);
  const inside = ([left, top]) => left >= -0.5 && left <= x.long + 0.5 && top >= -0.5 && top <= y.long + 0.5;
  const seen = (spot) => Number.isFinite(spot[0] + spot[1]) && (full.cliponaxis !== false || inside(spot));
  const clipped = full.cliponaxis === false ? undefined : clip;
  const children = [];
  if (full.fill === "tonexty" && before) {
    const known = (spots) => spots.filter(([left, top]) => Number.isFinite(left + top));
    const edge = linePath([...known(at), ...known(before).reverse()]);
    children.push(["g", { class: "fills", "clip-path": clip }, [["path", { class: "js-fill", d: edge, fill: full.fillcolor, stroke: "none" }]]]);
  }
  if (full.mode.includes("lines")) {
    const width = full.line.width;
    children.push(["g", { class: "lines", "clip-path": clip }, [["path", {
      class: "js-line", d: linePath(at), fill: "none", stroke: full.line.color, "stroke-width": width,
      "stroke-dasharray": dashes(full.line.dash, width), opacity: width ? undefined : 0,
    }]]]);
  }
  if (full.mode.includes("markers")) {
    children.push(["g", { class: "points", "clip-path": clipped }, at.flatMap((spot, i) => (Number.isFinite(spot[0] + spot[1]) ? [point(full, i, spot, seen(spot))] : []))]);
  }
  if (full.mode.includes("text")) {
    children.push(["g", { class: "text", "clip-path": clipped }, at.flatMap((spot, i) => {
      const words = each(full.text, i) ?? "";
      return words !== "" && Number.isFinite(spot[0] + spot[1]) ? [label(full, i, spot, String(words), seen(spot))] : [];
    })]);
  }
  return { at, node: ["g", { class: `trace scatter trace${full.uid}`, opacity: full.opacity }, children] };
}

function point(full, i, spot, shown) {
  const { marker } = full, symbol = String(each(marker.symbol, i) || "circle"), open = symbol.endsWith("-open");
  const color = each(marker.color, i), edge = marker.line || {}, size = each(marker.size, i) ?? 6;
  return ["path", {
    class: "point", d: markOf(symbol, size / 2), transform: `translate(${spot[0].toFixed(2)},${spot[1].toFixed(2)})`, display: shown ? undefined : "none",
    opacity: each(marker.opacity, i), fill: open ? "none" : color, stroke: open ? color : each(edge.color, i) ?? "none",
    "stroke-width": open ? each(edge.width, i) || 1 : each(edge.width, i) || 0,
  }, [], { i }];
}

function label(full, i, at, words, shown) {
  const place = String(each(full.textposition, i) || "middle center"), font = full.textfont || {};
  const size = each(font.size, i) || 13, lines = (words.match(/<br\s*\/?>/gi) || []).length;
  const side = place.includes("left") ? -1 : place.includes("right") ? 1 : 0;
  const below = place.includes("bottom") ? 1 : place.includes("top") ? -1 : 0;
  const away = full.mode.includes("markers") ? each(full.marker.size, i) / 2 / BESIDE_MARKER + 1 : 0;
  const high = (lines * LINE + 1) * size;
  const shift = [side * away, size * 0.75 + below * away + ((below - 1) * high) / 2];
  const spot = { x: at[0].toFixed(2), y: at[1].toFixed(2) };
  return ["g", { class: "textpoint", transform: `translate(${shift})`, display: shown ? undefined : "none" }, [["text", {
    ...spot, "text-anchor": ["end", "middle", "start"][side + 1], "font-size": size, fill: each(font.color, i), shadow: each(font.shadow, i),
  }, spans(words, spot), { i }]]];
}

// ---- bars ---------------------------------------------------------------------------------------

// `ends` are the ends of the stacks so far, by place.
export function bars(full, x, y, clip, ends) {
  const across = full.orientation === "h", along = across ? x : y, beside = across ? y : x;
  const sizes = full[across ? "x" : "y"] || [], places = full[across ? "y" : "x"] || [];
  const points = Array.from(sizes, (size, i) => {
    const at = beside.type === "category" ? Math.max(beside.names.indexOf(places[i]), typeof places[i] === "number" ? places[i] : 0) : Number(places[i]);
    const width = each(full.width, i), from = at + (each(full.offset, i) ?? -width / 2);
    const base = (full.base === undefined ? 0 : each(full.base, i) || 0) + (ends ? ends.get(at) || 0 : 0);
    if (ends) ends.set(at, base + (size || 0));
    return bar(full, i, { across, edges: [from, from + width], spots: [beside.placed(from), beside.placed(from + width)], from: along.pixel(base), to: along.pixel(base + size) });
  });
  const held = full.cliponaxis === false ? undefined : clip;
  return ["g", { class: "trace bars", opacity: full.opacity, "clip-path": held }, [["g", { class: "points" }, points]], [{ trace: { uid: full.uid } }]];
}

function bar(full, i, { across, edges, spots: [one, two], from, to }) {
  const marker = full.marker || {}, edge = marker.line || {};
  const shape = !Number.isFinite(from + to) || from === to ? HIDDEN : across ? `M${from},${one}V${two}H${to}V${one}Z` : `M${one},${from}V${to}H${two}V${from}Z`;
  const children = [["path", {
    d: shape, fill: each(marker.color, i), opacity: each(marker.opacity, i), stroke: each(edge.width, i) ? each(edge.color, i) : "none", "stroke-width": each(edge.width, i) || 0,
  }]];
  const words = each(full.text, i);
  if (words !== undefined && words !== "" && full.textposition === "outside" && Number.isFinite(to)) children.push(beside(full, i, String(words), across, (one + two) / 2, from, to));
  return ["g", { class: "point" }, children, { i, p0: edges[0], p1: edges[1] }];
}

// The text of a bar, behind its end.
function beside(full, i, words, across, middle, from, to) {
  const font = full.textfont || {}, size = each(font.size, i) || 13;
  const lines = (words.match(/<br\s*\/?>/gi) || []).length, back = across ? to < from : to > from;
  const base = MIDDLE * size - (lines * LINE * size) / 2;
  const spot = across
    ? [to + (back ? -TEXT_PAD : TEXT_PAD), middle + base]
    : [middle, back ? to + TEXT_PAD + size : to - TEXT_PAD - 0.2 * size - lines * LINE * size];
  return ["text", {
    class: "bartext bartext-outside", transform: `translate(${spot[0].toFixed(2)},${spot[1].toFixed(2)})`, x: 0, y: 0,
    "text-anchor": across ? (back ? "end" : "start") : "middle", "font-size": size, fill: each(font.color, i), shadow: each(font.shadow, i),
  }, spans(words, { x: 0, y: 0 })];
}
