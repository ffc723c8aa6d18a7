// Moves what Plotly drew without asking Plotly: a line, points, their labels and bars are written
// straight into its SVG. A kind of trace that is not known here has no pen, and the player falls
// back to Plotly.restyle, which is slower and always right.

const TEXT_PAD = 3; // px between a bar and its label, as in Plotly
const TIP = 9; // px of the point of a bar that leaves the picture
const ROOM = 4; // px kept free beside a label at the edge

function axisOf(plot, id) {
  return plot._fullLayout[`${id[0]}axis${id.slice(1)}`];
}

const pixel = (axis, value) => (value === null || value === undefined ? NaN : axis.d2p(value));

// Elements by the number of the point that they draw.
function byPoint(nodes) {
  const found = new Map();
  for (const node of nodes) if (node.__data__ && Number.isInteger(node.__data__.i)) found.set(node.__data__.i, node);
  return found;
}

// A pen draws one trace of `plot`; `value(trace, key)` gives an attribute as it is in the frame.
function penFor(plot, index, keys) {
  const full = plot._fullData && plot._fullData[index];
  if (!full || full.visible !== true) return null;
  if (full.type === "scatter") return scatterPen(plot, index, full, keys);
  if (full.type === "bar") return barPen(plot, index, full, keys);
  return null;
}

function scatterPen(plot, index, full, keys) {
  if (![...keys].every((key) => ["x", "y", "text", "textposition"].includes(key))) return null;
  if ((full.fill && full.fill !== "none") || full.stackgroup || full.error_x?.visible || full.error_y?.visible) return null;
  const node = plot.querySelector(`.scatterlayer .trace${full.uid}`);
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
      lines[0].setAttribute("d", linePath(at));
      for (const more of lines.slice(1)) more.setAttribute("d", "M0,0Z");
    }
    const sure = (map) => at.every((_, i) => map.has(i) || !at[i].every(Number.isFinite));
    if ((points && !sure(points)) || (labels && !sure(labels))) return false;
    at.forEach(([left, top], i) => {
      const inside = left >= -0.5 && left <= x._length + 0.5 && top >= -0.5 && top <= y._length + 0.5;
      const shown = Number.isFinite(left + top) && (full.cliponaxis !== false || inside);
      if (points) placePoint(points.get(i), left, top, shown);
      if (labels) placeLabel(labels.get(i), full, value, index, i, left, top, shown);
    });
    return true;
  };
}

function linePath(at) {
  let path = "", pen = "M";
  for (const [x, y] of at) {
    if (Number.isFinite(x) && Number.isFinite(y)) {
      // Far outside the picture digits do not matter, but a browser's numbers end.
      path += `${pen}${clamp(x).toFixed(2)},${clamp(y).toFixed(2)}`;
      pen = "L";
    } else pen = "M";
  }
  return path || "M0,0Z";
}

function clamp(pixels) {
  return Math.max(-1e5, Math.min(1e5, pixels));
}

function placePoint(node, left, top, shown) {
  if (!node) return;
  setAttr(node, "display", shown ? null : "none");
  if (shown) node.setAttribute("transform", `translate(${left.toFixed(2)},${top.toFixed(2)})`);
}

function placeLabel(text, full, value, index, i, left, top, shown) {
  if (!text) return;
  const group = text.parentNode;
  setAttr(group, "display", shown ? null : "none");
  if (!shown) return;
  const words = value(index, "text");
  const wanted = Array.isArray(words) ? words[i] : words;
  if (!text.querySelector("tspan") && text.textContent !== String(wanted ?? "")) text.textContent = String(wanted ?? "");
  for (const node of [text, ...text.querySelectorAll("tspan.line")]) {
    node.setAttribute("x", left.toFixed(2));
    node.setAttribute("y", top.toFixed(2));
  }
  const places = value(index, "textposition");
  const place = String((Array.isArray(places) ? places[i] : places) || full.textposition || "middle center");
  if ((text.ndPlace ||= full.textposition) === place) return;
  text.ndPlace = place;
  // Plotly's own rule for the place of a label of one line beside its marker.
  const side = place.includes("left") ? -1 : place.includes("right") ? 1 : 0;
  const below = place.includes("bottom") ? 1 : place.includes("top") ? -1 : 0;
  const size = Number.parseFloat(getComputedStyle(text).fontSize);
  const reach = full.mode.includes("markers") ? full.marker.size / 2 / 0.8 + 1 : 0;
  text.setAttribute("text-anchor", ["end", "middle", "start"][side + 1]);
  group.setAttribute("transform", `translate(${side * reach},${size * 0.75 + below * reach + ((below - 1) * size) / 2})`);
}

// ---- bars ---------------------------------------------------------------------------------------

function barPen(plot, index, full, keys) {
  const across = full.orientation === "h";
  const sizes = across ? "x" : "y";
  if (![...keys].every((key) => key === sizes || key === "text") || full.base !== undefined) return null;
  const labeled = full.text !== undefined && full.textposition !== "none";
  if (labeled && (full.textposition !== "outside" || full.textangle !== 0)) return null;
  const mode = plot._fullLayout.barmode;
  if (mode === "relative" || plot._fullLayout.barnorm) return null;
  const layer = [...plot.querySelectorAll(".barlayer .trace.bars")];
  const node = layer.find((item) => item.__data__?.[0]?.trace?.uid === full.uid);
  const along = axisOf(plot, across ? full.xaxis : full.yaxis);
  const beside = axisOf(plot, across ? full.yaxis : full.xaxis);
  if (!node || !along || !beside || along.type !== "linear") return null;
  const below = mode === "stack" ? plot._fullData.filter((other) => other.type === "bar" && other.visible === true &&
    other.index < index && other.xaxis === full.xaxis && other.yaxis === full.yaxis).map((other) => other.index) : [];
  const bars = [...byPoint(node.querySelectorAll(".point"))].map(([i, bar]) => {
    const edges = [beside.c2p(bar.__data__.p0, true), beside.c2p(bar.__data__.p1, true)];
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
  const end = along.c2p(plot.data[index][sizes][i] || 0, true);
  return { x: Number(at[1]), y: Number(at[2]), end, font: `${style.fontSize} ${style.fontFamily}`, size: Number.parseFloat(style.fontSize) };
}

const RULER = document.createElement("canvas").getContext("2d");
const WIDTHS = new Map();

function textWidth(text, font) {
  const key = `${font}|${text}`;
  if (!WIDTHS.has(key)) {
    if (WIDTHS.size > 5000) WIDTHS.clear();
    RULER.font = font;
    WIDTHS.set(key, RULER.measureText(text).width);
  }
  return WIDTHS.get(key);
}

// A bar that leaves the picture ends in a point at its edge, where its label still has room.
function drawBar(bar, across, along, from, size, texts) {
  const start = along.c2p(from, true);
  const full = along.c2p(from + size, true);
  const words = bar.text ? String((Array.isArray(texts) ? texts[bar.i] : texts) ?? "") : "";
  const most = across
    ? along._length - (words ? textWidth(words, bar.label.font) + TEXT_PAD + ROOM : 0)
    : words ? 1.3 * bar.label.size + ROOM : 0;
  const end = across ? Math.min(full, most) : Math.max(full, most);
  const leaves = across ? full > along._length : full < 0;
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
