// Where labels have room, now that Plotly drew them: one that would lie on another text, on a point or on a line, or
// would be cut, goes to another side of its point. Ticks without room are left out.

import { axisOf, fullLayout, fullTraces, offsetOf, lengthOf, pointOf, scatterNode } from "./plotly_private.js";
import { boxOf, cornersOf, crosses, divides, grown, inkOf, isInked, shared, turned, typeSize } from "./room.js";

const SIDES = ["top right", "top left", "bottom right", "bottom left", "top center", "bottom center", "middle right", "middle left"];
const FARTHER = [0, 0.9, 1.8, 2.7, 3.6, 4.5, 5.4]; // sizes of type between a point and its label: as near as possible
const LINE_SPACING = 1.3; // of labels of several lines, as in Plotly
const ABOVE = 0.8, BELOW = 0.16; // sizes of type that letters reach over their base and under it
const GAP = 2; // px beside a text that stay free
const PASSES = 2; // over all labels, since each that moves leaves room
const COST = { cut: 1000, text: 100, point: 40, line: 36, behind: 8, farther: 4, side: 0.5 };
const PUT = new WeakMap(); // label -> where it stands: its side and how far, as one text
const CHOSEN = new WeakMap(); // label -> what was found here in place of the side that the chart names

// Plotly's own rule for the place of a label beside its marker, and some way on.
function shiftOf(full, place, farther, size, lines) {
  const side = place.includes("left") ? -1 : place.includes("right") ? 1 : 0;
  const below = place.includes("bottom") ? 1 : place.includes("top") ? -1 : 0;
  const marker = full.mode.includes("markers") ? full.marker.size / 2 / 0.8 + 1 : 0;
  const reach = marker + farther * size;
  const high = (lines - 1) * LINE_SPACING + 1;
  return { side, x: side * (below ? marker : reach), y: size * 0.75 + below * reach + ((below - 1) * high * size) / 2 };
}

// Blanks before and after a label of one line, which take no ink [px].
export function blanksOf(text) {
  const said = text.textContent, begin = said.search(/\S/), end = said.trimEnd().length;
  if (linesIn(text) > 1 || (begin <= 0 && end === said.length)) return [0, 0];
  return [text.getSubStringLength(0, begin), end < said.length ? text.getSubStringLength(end, said.length - end) : 0];
}

const linesIn = (text) => Math.max(1, text.querySelectorAll("tspan.line").length);

// Puts a label where its chart says, or where there is room.
export function putLabel(text, full, named) {
  const found = CHOSEN.get(text);
  const { place, farther } = found && found.named === named ? found : { place: named, farther: 0 };
  const key = `${place} ${farther}`;
  if ((PUT.get(text) ?? `${full.textposition} 0`) === key) return;
  PUT.set(text, key);
  const { side, x, y } = shiftOf(full, place, farther, typeSize(text), linesIn(text));
  text.setAttribute("text-anchor", ["end", "middle", "start"][side + 1]);
  text.parentNode.setAttribute("transform", `translate(${x},${y})`);
}

// Which of the boxes in a row keep their place: those that are first, then one after the other.
export function withRoom(boxes, first) {
  const order = boxes.map((_, i) => i).sort((a, b) => Number(first[b]) - Number(first[a]) || a - b);
  const kept = [];
  for (const i of order) if (kept.every((other) => !shared(grown(boxes[i], GAP / 2), boxes[other]))) kept.push(i);
  return kept;
}

const axesOf = (plot) => Object.keys(fullLayout(plot)).filter((name) => /^[xy]axis\d*$/.test(name)).map((name) => name.replace("axis", ""));

// Of ticks that touch, the bold stay and the first.
function thinTicks(plot, origin) {
  for (const id of axesOf(plot)) {
    const texts = [...plot.querySelectorAll(`.${id}tick > text`)].filter((text) => !turned(text));
    for (const text of texts) text.classList.remove("nd-no-room");
    const inks = texts.map((text) => inkOf(text, origin)), told = texts.filter((_, i) => inks[i]);
    const kept = new Set(withRoom(inks.filter(Boolean), told.map((text) => /bold/.test(text.innerHTML))));
    told.forEach((text, i) => text.classList.toggle("nd-no-room", !kept.has(i)));
  }
}

// Every label of a trace: its point, the room it needs, and the place in which it may lie.
function labelsOf(plot, full, node, origin) {
  const x = axisOf(plot, full.xaxis), y = axisOf(plot, full.yaxis);
  const [left, top] = [offsetOf(x), offsetOf(y)];
  const whole = { left: 0, top: 0, right: origin.width, bottom: origin.height };
  const clip = full.cliponaxis === false ? whole : { left, top, right: left + lengthOf(x), bottom: top + lengthOf(y) };
  const texts = [...node.querySelectorAll(".textpoint text")];
  for (const text of texts) for (const known of [PUT, CHOSEN]) known.delete(text); // Plotly put them back
  return texts.filter((text) => text.textContent.trim()).map((text) => {
    const named = full.textposition, i = pointOf(text) ?? 0;
    return {
      text, full, clip, size: typeSize(text), lines: linesIn(text), width: text.getBoundingClientRect().width, blanks: blanksOf(text),
      at: [Number(text.getAttribute("x")) + left, Number(text.getAttribute("y")) + top],
      named: String((Array.isArray(named) ? named[i] : named) || "middle center"), place: "", farther: 0, box: whole,
    };
  }).filter(({ width }) => width);
}

function boxAt({ full, size, lines, width, blanks: [before, after], at: [left, top] }, place, farther) {
  const { side, x, y } = shiftOf(full, place, farther, size, lines);
  const begin = left + x - (width * (1 - side)) / 2, base = top + y;
  return { left: begin + before, right: begin + width - after, top: base - ABOVE * size, bottom: base + (BELOW + (lines - 1) * LINE_SPACING) * size };
}

// All that a label should not lie on.
function obstacles(plot, labels, origin) {
  const moved = new Set(labels.map(({ text }) => text));
  const texts = [...plot.querySelectorAll(".main-svg text:not(.nd-no-room)")].filter((text) => !moved.has(text) && !text.closest(".hoverlayer"));
  const lines = [], points = [];
  for (const full of fullTraces(plot)) {
    const node = full.type === "scatter" && full.visible === true && scatterNode(plot, full);
    if (!node) continue;
    const [left, top] = [offsetOf(axisOf(plot, full.xaxis)), offsetOf(axisOf(plot, full.yaxis))];
    for (const path of node.querySelectorAll("path.js-line")) {
      if (isInked(path, full.opacity)) lines.push(cornersOf(path.getAttribute("d") || "", left, top));
    }
    if (!(full.marker?.opacity === 0)) points.push(...[...node.querySelectorAll("path.point")].map((point) => boxOf(point, origin)));
  }
  for (const path of plot.querySelectorAll(".shapelayer path")) if (isInked(path)) lines.push(cornersOf(path.getAttribute("d") || ""));
  points.push(...[...plot.querySelectorAll(".barlayer path")].map((bar) => boxOf(bar, origin)));
  return { texts: texts.map((text) => inkOf(text, origin)).filter(Boolean), lines, points: points.filter(Boolean) };
}

function costOf(label, place, farther, labels, { texts, lines, points }) {
  const all = boxAt(label, place, farther), box = grown(all, GAP);
  const ink = { ...all, left: all.left + 1, right: all.right - 1 }; // a text that begins at a line does not lie on it
  let cost = COST.farther * farther;
  const { left, top, right, bottom } = label.clip;
  if (ink.left < left || ink.top < top || ink.right > right || ink.bottom > bottom) cost += COST.cut;
  for (const other of texts) if (shared(box, other)) cost += COST.text;
  for (const other of labels) if (other !== label && shared(box, other.box)) cost += COST.text;
  for (const point of points) if (shared(ink, point)) cost += COST.point;
  for (const line of lines) if (crosses(line, ink)) cost += COST.line;
  // Behind another line it would be read as the name of that one.
  const middle = [(ink.left + ink.right) / 2, (ink.top + ink.bottom) / 2];
  if (farther && lines.some((line) => divides(line, label.at, middle))) cost += COST.behind;
  return cost;
}

function settle(label, labels, around) {
  let least = costOf(label, label.named, 0, labels, around);
  [label.place, label.farther] = [label.named, 0];
  for (const farther of FARTHER) {
    if (least < COST.line) break;
    SIDES.forEach((place, i) => {
      const cost = costOf(label, place, farther, labels, around) + COST.side * (i + 1);
      if (cost >= least) return;
      least = cost;
      [label.place, label.farther] = [place, farther];
    });
  }
  label.box = boxAt(label, label.place, label.farther);
}

// After a drawing by Plotly in the midst of a drag: labels go back to the sides that were found for them.
export function keepLabels(plot) {
  for (const full of fullTraces(plot)) {
    const node = full.type === "scatter" && full.visible === true && full.mode?.includes("text") && scatterNode(plot, full);
    for (const text of node ? node.querySelectorAll(".textpoint text") : []) {
      PUT.delete(text);
      if (CHOSEN.has(text)) putLabel(text, full, CHOSEN.get(text).named);
    }
  }
}

// After every other drawing by Plotly; the last traces, which are the run itself, choose first.
export function placeLabels(plot) {
  const origin = plot.getBoundingClientRect();
  if (!origin.width || !fullLayout(plot)) return;
  thinTicks(plot, origin);
  const labels = fullTraces(plot).flatMap((full) => {
    const written = full.type === "scatter" && full.visible === true && full.mode?.includes("text");
    const node = written && scatterNode(plot, full);
    return node ? labelsOf(plot, full, node, origin) : [];
  }).reverse();
  if (!labels.length) return;
  for (const label of labels) label.box = boxAt(label, label.named, 0);
  const around = obstacles(plot, labels, origin);
  for (let pass = 0; pass < PASSES; pass += 1) for (const label of labels) settle(label, labels, around);
  for (const { text, full, named, place, farther } of labels) {
    if (place === named && !farther) continue;
    CHOSEN.set(text, { named, place, farther });
    putLabel(text, full, named);
  }
}
