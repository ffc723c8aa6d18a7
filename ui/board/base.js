// Small tools shared by the other files of this folder: they are joined into one module.

// The few words that do not come with the data; `data.words` may replace any of them.
const WORDS = {
  help: "What is this?", dismiss: "Dismiss", derived: "derived", locked: "locked", type: "type a value", scale: "Scale",
  details: "The same in words and numbers", copy: "Copy this address:",
  noPlot: "The chart could not be drawn here. Its words and numbers are below.",
};

// All text goes through here and never through innerHTML: it may come from links and files.
function setText(node, text) {
  const wanted = text === null || text === undefined ? "" : String(text);
  if (node.textContent !== wanted) node.textContent = wanted;
}

function setAttr(node, name, value) {
  if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, String(value));
}

function el(tag, className, attributes, children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  for (const [name, value] of Object.entries(attributes || {})) setAttr(node, name, value);
  if (children) node.append(...children);
  return node;
}

function say(node, text) {
  setText(node, text);
  node.hidden = !text;
}

// Keep one child of `parent` per item, in order: made once, patched afterwards, dropped when gone.
function keyed(parent, items, keyOf, make, patch, drop) {
  const known = (parent.ndKeyed ||= new Map());
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
function onChange(node, slot, value, change) {
  const text = JSON.stringify(value ?? null);
  const seen = (node.ndSeen ||= {});
  if (seen[slot] === text) return;
  seen[slot] = text;
  change(value);
}

function nextFrame() {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

// ---- colors -----------------------------------------------------------------------------------

function isDark(root) {
  const page = root.closest(".stApp") || document.body;
  const parts = (getComputedStyle(page).backgroundColor.match(/[\d.]+/g) || []).map(Number);
  if (parts.length < 3 || parts[3] === 0) return matchMedia("(prefers-color-scheme: dark)").matches;
  return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] < 110;
}

function withAlpha(color, alpha) {
  let hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(color);
  if (!hex) return color;
  hex = hex[1].length === 3 ? [...hex[1]].map((c) => c + c).join("") : hex[1];
  const channels = [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16));
  return `rgba(${channels.join(",")},${alpha})`;
}

const TOKEN = /^@([A-Za-z][\w-]*)(?:\/([\d.]+))?$/;

// A deep copy with "@name" and "@name/alpha" replaced. Plotly shows links in texts: we do not.
function painted(value, colors) {
  if (typeof value === "string") {
    const token = TOKEN.exec(value);
    if (token && Object.hasOwn(colors, token[1])) {
      return token[2] ? withAlpha(colors[token[1]], token[2]) : colors[token[1]];
    }
    return /<\s*a\b/i.test(value) ? value.replace(/<\s*a\b/gi, "&lt;a") : value;
  }
  if (Array.isArray(value)) return value.map((item) => (typeof item === "number" ? item : painted(item, colors)));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, painted(item, colors)]));
  }
  return value;
}

// ---- addresses --------------------------------------------------------------------------------

// Where the server is mounted, with a closing slash, whatever page we are on.
function serverBase() {
  const own = document.querySelector('script[src*="/static/js/"]');
  const at = own ? own.src.lastIndexOf("/static/js/") : -1;
  return at > 0 ? own.src.slice(0, at + 1) : new URL(".", document.baseURI).href;
}

function shareAddress(query, publicUrl) {
  const base = serverBase();
  const here = location.origin + location.pathname;
  const page = here.startsWith(base) ? here.slice(base.length) : "";
  const address = publicUrl ? publicUrl.replace(/\/*$/, "/") + page : here;
  return query ? `${address}?${query}` : address;
}

function isLocal(address) {
  return /^(localhost|127\.|\[::1\]|0\.0\.0\.0)/.test(new URL(address).host);
}

// ---- events -----------------------------------------------------------------------------------

const PATIENCE = 15000; // ms: after this an unanswered event is given up
const REMIND_WAIT = 120; // ms after an answer that left an event out
const APART = 30; // ms between a message of ours and one of the feeder: see `Channel`
const SEND_AGAIN = 2500; // ms after which an unanswered event is sent once more
const REPEAT_WAIT = 250; // ms: a held key waits for the answer to its last step, but not for ever

// Streamlit keeps only the newest trigger of those that arrive while a run is busy. So each message
// repeats every event that Python has not acknowledged; Python skips what it has already handled.
// Streamlit also joins what two components say in one moment into one message, and if one of them
// lives in a fragment only that runs: so the board and the feeder keep their messages apart,
// by timers and not by the clock: on a busy page Streamlit's own timer is late, and ours after it.
class Channel {
  constructor() {
    this.id = Math.random().toString(36).slice(2, 10);
    this.seq = 0;
    this.pending = [];
    this.transport = null;
  }

  push(event, repeat) {
    const last = this.pending.at(-1);
    const same = last && last.event.type === event.type && event.type !== "press" &&
      last.event.name === event.name && last.event.chart === event.chart;
    const busy = this.pending.some((item) => item.sent && Date.now() - item.sent < REPEAT_WAIT);
    if (same && (!last.sent || !repeat)) this.pending.pop();
    this.pending.push({ event: { ...event, seq: ++this.seq }, at: Date.now(), sent: 0 });
    clearTimeout(this.timer);
    if (repeat && busy) this.timer = setTimeout(() => this.send(), REPEAT_WAIT);
    else this.send();
  }

  send() {
    this.pending = this.pending.filter((item) => Date.now() - item.at < PATIENCE);
    if (!this.pending.length || !this.transport) return;
    clearTimeout(this.again);
    this.again = setTimeout(() => this.send(), globalThis.__ndFeeder?.speaking ? APART : SEND_AGAIN);
    if (globalThis.__ndFeeder?.speaking) return;
    this.speaking = true;
    setTimeout(() => { this.speaking = false; }, APART);
    for (const item of this.pending) item.sent ||= Date.now();
    this.transport("event", { client: this.id, events: this.pending.map((item) => item.event) });
  }

  acknowledge(ack) {
    if (ack && ack.client === this.id) this.pending = this.pending.filter((item) => item.event.seq > ack.seq);
    if (this.pending.some((item) => !item.sent)) {
      this.send();
      return;
    }
    // Streamlit may break off the run that an event began: what is still open is sent again.
    clearTimeout(this.again);
    if (this.pending.length) this.again = setTimeout(() => this.send(), REMIND_WAIT);
  }

  // Whether the feeder may speak: nothing of ours is under way.
  rests() {
    return !this.pending.length && !this.speaking;
  }

  // Something about this name is on its way: what Python says about it now is already out of date.
  waits(name) {
    return this.pending.some((item) => (item.event.name ?? item.event.chart) === name && Date.now() - item.at < PATIENCE);
  }
}

// ---- the little help bubble: one per board, opened by click, key or touch, closed by Escape -----

class Bubble {
  constructor(root, signal) {
    this.node = el("div", "nd-bubble", { role: "status", hidden: "" });
    this.opener = null;
    root.append(this.node);
    const away = (event) => {
      if (this.opener && !this.node.contains(event.target) && !this.opener.contains(event.target)) this.close();
    };
    document.addEventListener("pointerdown", away, { signal, capture: true });
    document.addEventListener("focusin", away, { signal });
    // A scroll that does not move the opener (or came before the bubble: Tab scrolls too) keeps it open.
    const scrolled = () => {
      if (this.opener && Math.abs(this.opener.getBoundingClientRect().top - this.openedAt) > 2) this.close();
    };
    document.addEventListener("scroll", scrolled, { signal, capture: true, passive: true });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    }, { signal });
  }

  close() {
    if (!this.opener) return;
    this.opener.setAttribute("aria-expanded", "false");
    this.opener = null;
    this.node.hidden = true;
    setText(this.node, "");
  }

  toggle(button, text) {
    const again = this.opener === button;
    this.close();
    if (again) return;
    this.opener = button;
    button.setAttribute("aria-expanded", "true");
    this.node.hidden = false;
    setText(this.node, text);
    const at = button.getBoundingClientRect();
    this.openedAt = at.top;
    const width = this.node.offsetWidth;
    const height = this.node.offsetHeight;
    const left = Math.max(12, Math.min(at.left - 16, document.documentElement.clientWidth - width - 12));
    const below = at.bottom + 6;
    const top = below + height > innerHeight - 8 ? Math.max(8, at.top - height - 6) : below;
    this.node.style.left = `${left}px`;
    this.node.style.top = `${top}px`;
  }

  // A "?" button; `patch(label, text)` renames it and hides it when there is nothing to say.
  button(words) {
    const node = el("button", "nd-help", { type: "button", "aria-expanded": "false" }, ["?"]);
    let help = "";
    node.addEventListener("click", () => this.toggle(node, help));
    const patch = (label, text) => {
      help = text || "";
      node.hidden = !help;
      setAttr(node, "aria-label", `${label}: ${words.help}`);
      if (this.opener === node) setText(this.node, help);
    };
    return { node, patch };
  }
}
