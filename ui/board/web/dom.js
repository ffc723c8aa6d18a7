// Elements: made, patched in place, and kept in order.

// The few words that do not come with the data; `data.words` may replace any of them.
export const WORDS = {
  help: "What is this?", dismiss: "Dismiss", derived: "derived", locked: "locked", type: "type a value", scale: "Scale", use: "Use @", draw: "Draw @", tap: "Tap to explore",
  details: "The same in words and numbers", copy: "Copy this address:",
  lost: "The connection to the server is lost. What you set stays here, and the page goes on by itself once the server is back.",
  back: "Connected again.",
  noPlot: "The chart could not be drawn here. Its words and numbers are below.",
};

// All text goes through here and never through innerHTML: it may come from links and files.
export function setText(node, text) {
  const wanted = text === null || text === undefined ? "" : String(text);
  if (node.textContent === wanted) return;
  const only = node.firstChild;
  // Other letters in a text cost a browser far less than another text.
  if (only?.nodeType === 3 && only === node.lastChild && wanted) only.data = wanted;
  else node.textContent = wanted;
}

export function setAttr(node, name, value) {
  if (value === null || value === undefined || value === false) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, String(value));
}

export function el(tag, className = "", attributes = {}, children = []) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  for (const [name, value] of Object.entries(attributes)) setAttr(node, name, value);
  node.append(...children);
  return node;
}

export function say(node, text) {
  setText(node, text);
  setAttr(node, "hidden", text ? null : "");
}

const PARTS = new WeakMap(); // parent -> its children's parts by key
const SEEN = new WeakMap(); // node -> slot -> JSON of what it shows

/**
 * What `keyed` keeps below a parent.
 * @param {Element} parent
 * @returns {Map<string, any>}
 */
export function partsOf(parent) {
  if (!PARTS.has(parent)) PARTS.set(parent, new Map());
  return PARTS.get(parent);
}

/**
 * Keep one child of `parent` per item, in order: made once, patched afterwards, dropped when gone.
 * @template Item
 * @param {Element} parent
 * @param {Item[] | null | undefined} items
 * @param {(item: Item) => string} keyOf
 * @param {(item: Item) => any} make what has the child as its `node`
 * @param {(part: any, item: Item) => void} patch
 * @param {(part: any) => void} [drop]
 */
export function keyed(parent, items, keyOf, make, patch, drop) {
  const known = partsOf(parent);
  const wanted = new Set();
  let after = null;
  for (const item of items || []) {
    const key = keyOf(item);
    if (wanted.has(key)) continue;
    wanted.add(key);
    if (!known.has(key)) known.set(key, make(item));
    const part = known.get(key);
    patch(part, item);
    const place = after ? after.nextSibling : parent.firstChild;
    if (part.node !== place) parent.insertBefore(part.node, place);
    after = part.node;
  }
  for (const [key, part] of known) {
    if (wanted.has(key)) continue;
    if (drop) drop(part);
    part.node.remove();
    known.delete(key);
  }
  return known;
}

// Run `change` only if the JSON of `value` differs from the last time for this node and slot.
export function onChange(node, slot, value, change) {
  const text = JSON.stringify(value ?? null);
  if (!SEEN.has(node)) SEEN.set(node, new Map());
  const seen = SEEN.get(node);
  if (seen.get(slot) === text) return;
  seen.set(slot, text);
  change(value);
}

// Whatever comes next is a change.
export function forget(node) {
  SEEN.delete(node);
}

export function nextFrame() {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

let ids = 0;

// A name for an element that nothing else on the page has.
export function newId() {
  ids += 1;
  return `nd-${ids}`;
}
