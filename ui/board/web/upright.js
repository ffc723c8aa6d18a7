// A line in a chart that a hand moves along x: a trace says in `meta.moves` which input its place is.

import { fullLayout, lengthOf, offsetOf, pixel, valueAt } from "./plotly_private.js";
import { isSketched, moveSketch } from "./sketching.js";

const REACH = 12; // px beside the line from which it is taken
const DIGITS = 2; // of the value where it is let go

// The traces that move together, the input that they say, and where they stand [px].
function lineOf(plot) {
  const moved = (plot.data || []).flatMap((trace, index) => (trace.meta?.moves ? [index] : []));
  if (!moved.length) return null;
  const axis = fullLayout(plot).xaxis, trace = plot.data[moved[0]];
  return { moved, axis, name: trace.meta.moves, at: pixel(axis, trace.x[0]) };
}

const placeOf = (plot, axis, event) => event.clientX - plot.getBoundingClientRect().left - offsetOf(axis);

// `redraw` puts the chart back to what Python said.
export function listenToHand(board, plot, redraw) {
  let held = null;
  const near = (event) => {
    const line = board.data.levers ? lineOf(plot) : null; // where nothing can be set, nothing moves
    return line && Math.abs(placeOf(plot, line.axis, event) - line.at) <= REACH ? line : null;
  };
  const follow = (event) => {
    const place = Math.max(0, Math.min(lengthOf(held.axis), placeOf(plot, held.axis, event)));
    held.value = Number(valueAt(held.axis, place).toPrecision(DIGITS));
    if (held.waits) return;
    held.waits = true;
    requestAnimationFrame(() => {
      if (!held) return;
      held.waits = false;
      // Words at the line say its old value: they go until the new ones are here.
      const x = held.moved.map((index) => plot.data[index].x.map(() => held.value));
      const text = held.moved.map((index) => (plot.data[index].text ? [""] : undefined));
      if (isSketched(plot)) moveSketch(plot, held.moved.flatMap((index, i) => [[index, "x", x[i]], ...(text[i] ? [[index, "text", text[i]]] : [])]));
      else globalThis.Plotly.restyle(plot, { x, text }, held.moved);
    });
  };
  plot.addEventListener("pointerdown", (event) => {
    held = event.button === 0 ? near(event) : null;
    if (!held) return;
    event.preventDefault();
    event.stopPropagation();
    plot.setPointerCapture(event.pointerId);
  }, true);
  plot.addEventListener("pointermove", (event) => {
    if (held) follow(event);
    else plot.classList.toggle("nd-grips", Boolean(near(event)));
  }, true);
  plot.addEventListener("pointerup", () => {
    const { name, value } = held || {};
    held = null;
    if (value === undefined) return;
    redraw();
    board.channel.push({ type: "set", name, text: String(value) });
  });
  plot.addEventListener("pointercancel", () => {
    if (held) redraw();
    held = null;
  });
}
