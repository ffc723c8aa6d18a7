// A line in a chart that a hand moves along x: a trace says in `meta.moves` which input its place is. It stands on the
// rungs of that input, so that its readings are played as those of a lever are.

import { followLever } from "./lever.js";
import { fullLayout, lengthOf, offsetOf, pixel, valueAt } from "./plotly_private.js";
import { isSketched, moveSketch } from "./sketching.js";

const REACH = 12; // px beside the line from which it is taken

/**
 * What a chart's line is to the player: a lever without a track.
 * @param {any} known what it was before, if it was
 * @param {any} hand name, rungs, place and sweep, as Python said them; nothing where no line can be moved
 * @param {any} plot what it is drawn in
 */
export function handPart(known, hand, plot) {
  if (!hand) return null;
  const part = known || { held: false, hovered: false, placed: true, isLine: true, range: { value: 0, disabled: false }, node: plot };
  part.name = hand.name;
  part.lever = { derived: false, ...hand };
  if (!part.held) part.range.value = Math.round(hand.index);
  return part;
}

// The rung that is nearest on an axis of decades.
export function nearestRung(rungs, value) {
  let best = 0;
  rungs.forEach((rung, i) => { if (Math.abs(Math.log(rung / value)) < Math.abs(Math.log(rungs[best] / value))) best = i; });
  return best;
}

// The traces that move together, the input that they say, and where they stand [px].
function lineOf(plot) {
  const moved = (plot.data || []).flatMap((trace, index) => (trace.meta?.moves ? [index] : []));
  if (!moved.length) return null;
  const axis = fullLayout(plot).xaxis, trace = plot.data[moved[0]];
  return { moved, axis, name: trace.meta.moves, at: pixel(axis, trace.x[0]) };
}

const placeOf = (plot, axis, event) => event.clientX - plot.getBoundingClientRect().left - offsetOf(axis);

// `redraw` puts the chart back to what Python said.
export function listenToHand(board, part, redraw) {
  const { plot } = part;
  let held = null, isNear = false;
  const near = (event) => {
    const line = part.hand ? lineOf(plot) : null; // where nothing can be set, nothing moves
    return line && Math.abs(placeOf(plot, line.axis, event) - line.at) <= REACH ? line : null;
  };
  // Before its sweep is here the line moves alone, its words gone: they say its old value.
  const alone = () => {
    if (held.waits) return;
    held.waits = true;
    requestAnimationFrame(() => {
      if (!held) return;
      held.waits = false;
      if (board.player.has(held.lever, held.index)) return;
      const value = part.hand.lever.rungs[held.index];
      const x = held.moved.map((index) => plot.data[index].x.map(() => value));
      const text = held.moved.map((index) => (plot.data[index].text ? [""] : undefined));
      part.pens = null;
      if (isSketched(plot)) moveSketch(plot, held.moved.flatMap((index, i) => [[index, "x", x[i]], ...(text[i] ? [[index, "text", text[i]]] : [])]));
      else globalThis.Plotly.restyle(plot, { x, text }, held.moved);
    });
  };
  const follow = (event) => {
    const place = Math.max(0, Math.min(lengthOf(held.axis), placeOf(plot, held.axis, event)));
    const index = nearestRung(part.hand.lever.rungs, Number(valueAt(held.axis, place)));
    if (index === held.index) return;
    held.index = index;
    if (held.lever.isLine) held.lever.range.value = index;
    else followLever(held.lever, held.lever.lever.rungs[index], index);
    if (!board.player.has(held.lever, index)) alone();
    board.player.play(held.lever, index);
  };
  // A lever of the same input may stand on the page too: then it is in the same hand.
  const take = (line) => {
    const lever = board.player.lever(line.name);
    lever.held = true;
    board.player.ask(lever);
    return { ...line, lever };
  };
  const letGo = () => {
    const { lever, name, index } = held || {};
    held = null;
    if (lever) lever.held = false;
    return { lever, name, index };
  };
  plot.addEventListener("pointerdown", (event) => {
    const line = event.button === 0 ? near(event) : null;
    if (!line) return;
    held = take(line);
    event.preventDefault();
    event.stopPropagation();
    plot.setPointerCapture(event.pointerId);
  }, true);
  plot.addEventListener("pointermove", (event) => {
    if (held) {
      follow(event);
      return;
    }
    const line = near(event);
    if (line && !isNear) board.player.ask(board.player.lever(line.name)); // so that it is here when the line is taken
    isNear = Boolean(line);
    plot.classList.toggle("nd-grips", isNear);
  }, true);
  plot.addEventListener("pointerup", () => {
    const { lever, name, index } = letGo();
    if (!lever) return;
    if (index !== undefined) {
      if (!board.player.has(lever, index)) redraw();
      board.channel.push({ type: "set", name, index });
    }
    board.player.finish();
  });
  plot.addEventListener("pointercancel", () => {
    if (!letGo().lever) return;
    redraw();
    board.player.finish();
  });
}
