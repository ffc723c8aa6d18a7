// Elements, and the words of the page.

/** @type {any} */
export const given = JSON.parse(document.getElementById("given")?.textContent || "{}");

// A word of the page with its blanks filled in.
export function word(name, blanks = {}) {
  return (given.words[name] || name).replace(/\{(\w+)\}/g, (all, key) => (key in blanks ? String(blanks[key]) : all));
}

// An element: attributes by name, "on..." a listener, "html" what our server made of a lesson's text.
/** @returns {any} */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "html") node.innerHTML = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

/** @returns {any} */
export const main = () => document.getElementById("main");

export function table(columns, rows) {
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": columns.join(", ") },
    h("table", {},
      h("thead", {}, h("tr", {}, columns.map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", {}, rows.map((row) => h("tr", {}, row.map((text) => h("td", {}, text)))))));
}

export function folded(title, ...inner) {
  return h("details", {}, h("summary", {}, title), inner);
}

// What is kept in this browser for a room: in memory where the browser keeps nothing.
const memory = new Map();
export function kept(name) {
  try { return localStorage.getItem(name) ?? memory.get(name) ?? null; } catch { return memory.get(name) ?? null; }
}
export function keep(name, value) {
  memory.set(name, value);
  try { localStorage.setItem(name, value); } catch { /* a browser without storage keeps it while the page is open */ }
}

// The codes of the rooms whose teacher's key this browser keeps, the newest first.
export function rooms() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith("nd-teacher-") && localStorage.getItem(name))
      .map((name) => name.slice("nd-teacher-".length)).reverse();
  } catch { return []; }
}

export function drawn() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
