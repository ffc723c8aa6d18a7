// A figure drawn at once, without Plotly.js: lines, points, texts and bars on axes with their numbers. It stands where
// Plotly would put it, and its parts have the same names, so that what moves, lights and places them works on both.

import { axisOf, idsOf, nameOf, refusal as axisRefusal, ticksOf } from "./sketch_axes.js";
import { axisNodes, depthsOf } from "./sketch_frame.js";
import { bars, refusal as markRefusal, scatter } from "./sketch_marks.js";
import { ASCENT, DESCENT, LINE, linesOf, spans } from "./svg.js";

const PASSES = 3; // until the numbers fit beside their axes
const MOST_PAD = 12; // px around numbers, as in Plotly
const NOTE_PAD = 2; // px around the text of a note

/** Why a figure cannot be sketched; nothing where it can.
 * @param {{data: any[], layout: any}} figure */
export function refusal({ data, layout }) {
  const seen = data.filter((trace) => trace.visible !== false);
  const reasons = seen.map(markRefusal);
  if (layout.showlegend) reasons.push("a legend");
  if (layout.barmode === "relative" || layout.barnorm) reasons.push(`bars: ${layout.barmode || layout.barnorm}`);
  for (const id of axesIn(data, layout)) reasons.push(axisRefusal(id, layout[nameOf(id)] || {}, namesOn(id, seen)));
  for (const shape of layout.shapes || []) if (!["rect", "line"].includes(shape.type)) reasons.push(`shape: ${shape.type}`);
  for (const note of layout.annotations || []) if (note.showarrow !== false) reasons.push("a note with an arrow");
  return reasons.find(Boolean) || "";
}

function axesIn(data, layout) {
  const used = data.flatMap((trace) => [trace.xaxis || "x", trace.yaxis || "y"]);
  return [...new Set(["x", "y", ...used, ...idsOf(layout)])];
}

// The names on an axis of words, in the order of their first use.
function namesOn(id, traces) {
  const on = traces.filter((trace) => (trace[`${id[0]}axis`] || id[0]) === id);
  return [...new Set(on.flatMap((trace) => Array.from(trace[id[0]] || [])).filter((value) => typeof value === "string"))];
}

function completed(trace, index) {
  return {
    mode: "lines", xaxis: "x", yaxis: "y", visible: true, type: "scatter", ...trace, index, uid: `s${index}`,
    line: { width: 2, ...trace.line }, marker: { size: 6, ...trace.marker }, textfont: { ...trace.textfont },
  };
}

/** The picture of a figure.
 * @param {{data: any[], layout: any}} figure
 * @param {{width: number, height: number, id: string}} place its size [px] and a name that no other picture has
 * @param {(text: string, size: number, bold: boolean) => number} measure width of a text [px]
 * @returns {{layout: any, traces: any[], node: any}} completed as Plotly's are, and a node for `show` of svg.js */
export function sketch(figure, { width, height, id }, measure) {
  const { layout } = figure;
  const traces = figure.data.map(completed), seen = traces.filter((full) => full.visible !== false);
  const axes = Object.fromEntries(axesIn(figure.data, layout).map((name) => [name, axisOf(name, layout[nameOf(name)] || {}, namesOn(name, seen))]));
  fit(axes, layout, width, height, measure);
  const full = { ...layout, ...Object.fromEntries(Object.entries(axes).map(([name, axis]) => [nameOf(name), axis])), width, height };
  /** @type {any[]} */
  const clips = [];
  /** @type {any[]} */
  const grids = [];
  /** @type {Record<string, any[]>} */
  const groups = { below: [], bars: [], lines: [], axes: [], above: [], notes: [] };
  for (const shape of layout.shapes || []) groups[shape.layer === "below" ? "below" : "above"].push(shapeNode(shape, axes, areaOf(axes)));
  const pairs = new Map(), pairOf = (trace) => `${trace.xaxis}${trace.yaxis}`;
  for (const trace of [...seen].sort((a, b) => pairOf(a).localeCompare(pairOf(b)))) { // one pair of axes over the other
    const key = pairOf(trace), [x, y] = [axes[trace.xaxis], axes[trace.yaxis]];
    if (!pairs.has(key)) {
      const clip = `${id}-${key}`;
      clips.push(["clipPath", { id: clip }, [["rect", { x: 0, y: 0, width: x.long, height: y.long }]]]);
      pairs.set(key, { clip: `url(#${clip})`, before: null, ends: layout.barmode === "stack" ? new Map() : null, moved: `translate(${x.start},${y.start})` });
    }
    const pair = pairs.get(key);
    if (trace.type === "bar") {
      groups.bars.push(["g", { transform: pair.moved }, [bars(trace, x, y, pair.clip, pair.ends)]]);
    } else {
      const { at, node } = scatter(trace, x, y, pair.clip, pair.before);
      pair.before = at;
      groups.lines.push(["g", { transform: pair.moved }, [node]]);
    }
  }
  for (const axis of Object.values(axes)) {
    if (!axis.visible) continue;
    const { grid, rest } = axisNodes(axis, ticksOf(axis), axes, measure);
    grids.push(...grid);
    groups.axes.push(...rest);
  }
  for (const note of layout.annotations || []) groups.notes.push(noteNode(note, axes, areaOf(axes), layout));
  const layer = (name, children) => ["g", { class: name }, children];
  const font = layout.font || {};
  return {
    layout: full, traces,
    node: ["svg", { class: "main-svg nd-sketch", width, height, viewBox: `0 0 ${width} ${height}`, "font-family": font.family, "font-size": font.size, fill: font.color }, [
      ["defs", {}, clips], layer("shapelayer", groups.below), layer("gridlayer", grids), layer("barlayer", groups.bars),
      layer("scatterlayer", groups.lines), layer("axislayer", groups.axes), layer("shapelayer above", groups.above), layer("infolayer", groups.notes),
    ]],
  };
}

// ---- where it stands ----------------------------------------------------------------------------

// Margins by what stands beside the axes, as Plotly finds them: what is seen first changes what is measured next.
function fit(axes, layout, width, height, measure) {
  const own = { l: 80, r: 80, t: 100, b: 80, ...layout.margin };
  const pad = Math.min(MOST_PAD, own.l, own.r, own.t, own.b);
  let margin = { ...own };
  for (let pass = 0; pass < PASSES; pass += 1) {
    settle(axes, margin, width, height);
    const wanted = { ...own };
    for (const axis of Object.values(axes)) {
      if (!axis.visible || !axis.said.automargin) continue;
      for (const [side, depth] of Object.entries(depthsOf(axis, ticksOf(axis), axes, measure))) {
        if (depth > 0 && reaches(axis, side, axes)) wanted[side] = Math.max(wanted[side], depth + pad);
      }
    }
    if (["l", "r", "t", "b"].every((side) => Math.abs(wanted[side] - margin[side]) < 0.5)) break;
    margin = wanted;
  }
  margin = { l: Math.ceil(margin.l), r: Math.ceil(margin.r), t: Math.floor(margin.t), b: Math.floor(margin.b) }; // as Plotly's
  settle(axes, margin, width, height);
}

// Whether an axis stands at the edge of the picture, so that what is beside it needs the margin.
function reaches(axis, side, axes) {
  const [low, high] = (side === axis.side[0] ? axes[axis.anchor]?.domain : axis.domain) || [0, 1];
  return side === "l" || side === "b" ? low <= 0 : high >= 1;
}

function settle(axes, margin, width, height) {
  const wide = Math.max(1, width - margin.l - margin.r), high = Math.max(1, height - margin.t - margin.b);
  for (const axis of Object.values(axes)) {
    const [from, to] = axis.domain;
    axis.long = (to - from) * (axis.id[0] === "x" ? wide : high);
    axis.start = axis.id[0] === "x" ? margin.l + from * wide : margin.t + (1 - to) * high;
  }
  const xs = Object.values(axes).filter(({ id }) => id[0] === "x");
  Object.assign(xs[0], { area: { left: margin.l, top: margin.t, width: wide, height: high } });
}

const areaOf = (axes) => axes.x.area;

// ---- shapes and notes ---------------------------------------------------------------------------

// A place on an axis, as an exponent where that is logarithmic, or as a share of the picture [px].
function placed(value, ref, axes, area) {
  const axis = axes[ref];
  if (axis) return axis.start + axis.placed(axis.type === "category" && typeof value === "string" ? axis.names.indexOf(value) : value);
  return ref === "x paper" ? area.left + value * area.width : area.top + (1 - value) * area.height;
}

const refOf = (said, way) => ((said || way) === "paper" ? `${way} paper` : said || way);

function shapeNode(shape, axes, area) {
  const x = (value) => placed(value, refOf(shape.xref, "x"), axes, area), y = (value) => placed(value, refOf(shape.yref, "y"), axes, area);
  const [x0, x1, y0, y1] = [x(shape.x0), x(shape.x1), y(shape.y0), y(shape.y1)];
  const width = shape.line?.width ?? 2;
  return ["path", {
    d: shape.type === "line" ? `M${x0},${y0}L${x1},${y1}` : `M${x0},${y0}H${x1}V${y1}H${x0}Z`, fill: shape.type === "line" ? "none" : shape.fillcolor || "none",
    stroke: width ? shape.line?.color || "#444" : "none", "stroke-width": width, opacity: shape.opacity,
  }];
}

// A text beside its place; without a word on its side it goes where the picture has more room, as in Plotly.
function noteNode(note, axes, area, layout) {
  const size = note.font?.size || layout.font?.size || 12, text = String(note.text ?? "");
  const high = ((linesOf(text).length - 1) * LINE + ASCENT + DESCENT) * size;
  const sideOf = (said, share, paper, [first, middle, last]) => {
    if (said && said !== "auto") return said;
    return !paper ? middle : share < 1 / 3 ? first : share > 2 / 3 ? last : middle;
  };
  const across = sideOf(note.xanchor, note.x, note.xref === "paper", ["left", "center", "right"]);
  const down = sideOf(note.yanchor, note.y, note.yref === "paper", ["bottom", "middle", "top"]);
  const left = placed(note.x, refOf(note.xref, "x"), axes, area) + (note.xshift || 0) + { left: NOTE_PAD, center: 0, right: -NOTE_PAD }[across];
  const top = placed(note.y, refOf(note.yref, "y"), axes, area) - (note.yshift || 0) + { top: NOTE_PAD, middle: -high / 2, bottom: -high - NOTE_PAD }[down];
  const spot = { x: left.toFixed(2), y: (top + ASCENT * size).toFixed(2) };
  const anchor = { left: "start", center: "middle", right: "end" }[across];
  return ["text", { class: "annotation-text", ...spot, "text-anchor": anchor, "font-size": size, fill: note.font?.color }, spans(text, spot)];
}

