// What takes room in a plot: boxes [px from its corner] of texts, points and bars, and the corners of lines.

const INK = 0.18; // of a line of type, above its capitals and again below its base
const FAINT = 0.35; // of full strength: what is fainter is a shade, on which one reads as on paper
const OWN = 5; // px from a point within which a line is its own

export const shared = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

export const grown = (box, by) => ({ left: box.left - by, right: box.right + by, top: box.top - by, bottom: box.bottom + by });

// Whether a line from one point to another meets a box (Liang and Barsky).
export function meets(x, y, toX, toY, box) {
  let from = 0, to = 1;
  for (const [step, room] of [[x - toX, x - box.left], [toX - x, box.right - x], [y - toY, y - box.top], [toY - y, box.bottom - y]]) {
    if (step === 0 && room < 0) return false;
    if (step < 0) from = Math.max(from, room / step);
    else if (step > 0) to = Math.min(to, room / step);
  }
  return from <= to;
}

// The corners of a path of straight lines, moved to where its axes lie; NaN where the pen is lifted.
export function cornersOf(path, left = 0, top = 0) {
  const found = [];
  for (const part of path.split("M").slice(1)) {
    const numbers = (part.match(/-?[\d.]+(?:e-?\d+)?/g) || []).map(Number);
    for (let i = 0; i + 1 < numbers.length; i += 2) found.push(numbers[i] + left, numbers[i + 1] + top);
    found.push(NaN, NaN);
  }
  return found;
}

export function crosses(line, box) {
  for (let i = 0; i + 3 < line.length; i += 2) {
    if (!Number.isNaN(line[i] + line[i + 2]) && meets(line[i], line[i + 1], line[i + 2], line[i + 3], box)) return true;
  }
  return false;
}

// Whether a line passes between a point, through which it does not go itself, and a place.
/** @param {number[]} line @param {number[]} from @param {number[]} to */
export function divides(line, [x, y], [toX, toY]) {
  const side = (px, py, qx, qy, rx, ry) => Math.sign((qx - px) * (ry - py) - (qy - py) * (rx - px));
  for (let i = 0; i + 3 < line.length; i += 2) {
    const [ax, ay, bx, by] = line.slice(i, i + 4);
    if (Number.isNaN(ax + bx) || meets(ax, ay, bx, by, { left: x - OWN, right: x + OWN, top: y - OWN, bottom: y + OWN })) continue;
    if (side(ax, ay, bx, by, x, y) * side(ax, ay, bx, by, toX, toY) < 0 && side(x, y, toX, toY, ax, ay) * side(x, y, toX, toY, bx, by) < 0) return true;
  }
  return false;
}

export function boxOf(node, origin) {
  const { left, right, top, bottom, width, height } = node.getBoundingClientRect();
  if (!width && !height) return null;
  return { left: left - origin.left, right: right - origin.left, top: top - origin.top, bottom: bottom - origin.top };
}

// As it is written on the text, in Plotly's way or in a sketch's: the browser would style the page to say it.
export const typeSize = (text) => Number.parseFloat(text.style.fontSize || text.getAttribute("font-size") || getComputedStyle(text).fontSize);

// The ink of a text; of one that is turned, its whole box.
export function inkOf(text, origin) {
  const box = text.textContent.trim() ? boxOf(text, origin) : null;
  if (!box || turned(text)) return box;
  const air = INK * Math.min(box.bottom - box.top, 1.3 * typeSize(text));
  return { ...box, top: box.top + air, bottom: box.bottom - air };
}

export const turned = (text) => /rotate\((?!0)/.test(text.getAttribute("transform") || "");

// Whether a line, or an edge, is strong enough to disturb a reader.
export function isInked(node, opacity = 1) {
  const { stroke, strokeOpacity, strokeWidth, opacity: own } = getComputedStyle(node);
  const alpha = Number(/rgba\(.*, ([\d.]+)\)/.exec(stroke)?.[1] ?? 1);
  return stroke !== "none" && Number.parseFloat(strokeWidth) > 0 && Number(strokeOpacity) * alpha * Number(own) * opacity >= FAINT;
}
