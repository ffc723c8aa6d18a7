// What we use of Plotly that it does not promise. All of its private names stand here, so that an upgrade that
// renames one is mended here; `broken` says which it was. A sketch tells the same of itself, until Plotly draws.

const SKETCH = Symbol.for("sketch"); // one name for all who look at a plot

// What a plot shows until Plotly draws it, and while a hand moves its axes; nothing otherwise.
export const sketchOf = (plot) => plot[SKETCH];

export function keepSketch(plot, sketch) {
  plot[SKETCH] = sketch;
}

// The layout as Plotly completed it.
export const fullLayout = (plot) => (sketchOf(plot) ? sketchOf(plot).layout : plot._fullLayout);

// The traces as Plotly completed them.
export const fullTraces = (plot) => (sketchOf(plot) ? sketchOf(plot).traces : plot._fullData || []);

// The axis that a trace names ("x", "y2"), with its scales.
export const axisOf = (plot, id) => fullLayout(plot)[`${id[0]}axis${id.slice(1)}`];

// Where a value of the data lies on an axis [px].
export function pixel(axis, value) {
  if (value === null || value === undefined) return NaN;
  return axis.pixel ? axis.pixel(value) : axis.d2p(value);
}

// Where a calculated value lies: the edge of a bar, the end of a stack [px].
export const calculatedPixel = (axis, value) => (axis.pixel ? axis.pixel(value) : axis.c2p(value, true));

// The value at a place on an axis [px].
export const valueAt = (axis, place) => (axis.pixel ? axis.value(place) : axis.p2d(place));

// Where an axis begins in the plot [px].
export const offsetOf = (axis) => axis.start ?? axis._offset;

// Length of an axis [px].
export const lengthOf = (axis) => axis.long ?? axis._length;

// The group of a scatter trace.
export const scatterNode = (plot, full) => plot.querySelector(`.scatterlayer .trace${full.uid}`);

// The group of a trace of bars.
export const barsNode = (plot, full) =>
  [...plot.querySelectorAll(".barlayer .trace.bars")].find((node) => node.__data__?.[0]?.trace?.uid === full.uid);

// What an element tells of what it draws, where Plotly's elements tell it.
export function tell(node, data) {
  node.__data__ = data;
}

// The number of the point that an element draws; nothing where it draws none.
export const pointOf = (node) => (Number.isInteger(node.__data__?.i) ? node.__data__.i : undefined);

// The two edges of a bar on the axis beside it, as calculated values.
export const barEdges = (node) => [node.__data__.p0, node.__data__.p1];

// Elements by the number of the point that they draw.
export function byPoint(nodes) {
  const found = new Map();
  for (const node of nodes) if (pointOf(node) !== undefined) found.set(pointOf(node), node);
  return found;
}

// The last traces of a chart are its bands: they vanish while it moves.
export function markBands(plot, count) {
  const full = fullTraces(plot);
  full.forEach((trace, i) => {
    const node = scatterNode(plot, trace);
    if (node) node.classList.toggle("nd-band-trace", i >= full.length - count);
  });
}

// Which of the names above no longer mean what we take them for, on a plot with visible traces.
export function broken(plot) {
  const wrong = new Set();
  const check = (name, holds) => {
    try {
      if (!holds()) wrong.add(name);
    } catch {
      wrong.add(name);
    }
  };
  const traces = fullTraces(plot).filter(({ type, visible }) => visible === true && ["scatter", "bar"].includes(type));
  const middleOf = ({ type, range: [from, to] }) => (type === "log" ? 10 ** ((from + to) / 2) : (from + to) / 2);
  const inTheMiddle = (axis, place) => Math.abs(2 * place - lengthOf(axis)) < 2;
  const numbered = (nodes) => [...nodes].every((node) => pointOf(node) !== undefined);
  check("_fullLayout", () => fullLayout(plot).xaxis.range.length === 2);
  check("_fullData", () => traces.length > 0 && traces.every((trace) => trace.uid && Number.isInteger(trace.index)));
  for (const trace of traces) {
    const axis = axisOf(plot, trace.xaxis);
    check("_offset", () => offsetOf(axis) >= 0 && offsetOf(axis) + lengthOf(axis) <= Math.max(plot.clientWidth, plot.clientHeight) + 1);
    check("_length", () => lengthOf(axis) > 0 && lengthOf(axis) <= plot.clientWidth);
    if (["linear", "log"].includes(axis.type)) check("p2d", () => inTheMiddle(axis, pixel(axis, valueAt(axis, lengthOf(axis) / 2))));
    if (["linear", "log"].includes(axis.type)) check("d2p", () => inTheMiddle(axis, pixel(axis, middleOf(axis))));
    if (axis.type === "linear") check("c2p", () => inTheMiddle(axis, calculatedPixel(axis, middleOf(axis))));
    if (trace.type === "scatter") {
      check(".trace<uid>", () => scatterNode(plot, trace));
      check("__data__.i", () => numbered(scatterNode(plot, trace).querySelectorAll("path.point")));
    } else {
      check("__data__[0].trace.uid", () => barsNode(plot, trace));
      check("__data__.i", () => numbered(barsNode(plot, trace).querySelectorAll(".point")));
      check("__data__.p0", () => byPoint(barsNode(plot, trace).querySelectorAll(".point")).size > 0 &&
        [...barsNode(plot, trace).querySelectorAll(".point")].every((node) => barEdges(node).every(Number.isFinite)));
    }
  }
  return [...wrong];
}
