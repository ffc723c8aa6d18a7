// The menu: a landmark for screen readers, with the current page named and in view; colors, and the list of keys.
import { isTyping, nameOf } from "../../board/web/keys.js";
import { rememberTheme, showsDark } from "../../board/web/streamlit_page.js";

const MENU = ".st-key-menu";
const open = {}; // what the page that is open says, for the one listener to keys

function middle(node) {
  const { left, width } = node.getBoundingClientRect();
  return left + width / 2;
}

function links() {
  return /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll(`${MENU} a`)]);
}

function mark(menu, current, label) {
  menu.setAttribute("role", "navigation");
  menu.setAttribute("aria-label", label);
  for (const link of links()) {
    const here = link.textContent.trim() === current;
    if (here) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
    if (here) menu.scrollLeft += middle(link) - middle(menu);
  }
}

function button(text, help, act) {
  const node = Object.assign(document.createElement("button"), { type: "button", textContent: text, onclick: act });
  node.title = help;
  return node;
}

function listOfKeys(words, rows) {
  const dialog = document.createElement("dialog");
  dialog.className = "nd-keys";
  const title = Object.assign(document.createElement("h2"), { textContent: words.keys, id: "nd-keys-title" });
  dialog.setAttribute("aria-labelledby", title.id);
  const table = document.createElement("dl");
  for (const [keys, does] of rows) {
    table.append(Object.assign(document.createElement("dt"), { textContent: keys }));
    table.append(Object.assign(document.createElement("dd"), { textContent: does }));
  }
  dialog.append(title, table, button(words.close, words.close, () => dialog.close()));
  return dialog;
}

function build(tools, words, rows) {
  const dark = showsDark();
  const dialog = listOfKeys(words, rows);
  open.dialog = dialog;
  const theme = button(dark ? words.light : words.dark, words.theme, () => {
    rememberTheme(!dark, links().map((link) => link.href));
    location.reload();
  });
  const keys = button("?", words.keys, () => dialog.showModal());
  keys.setAttribute("aria-label", words.keys);
  tools.replaceChildren(theme, keys, dialog);
}

// To the page so many further among those that are presented; there is no first and no last.
// A second key counts from the page that the first asked for, although that is not here yet.
function turn(by) {
  const at = open.turned.indexOf(open.current);
  if (at < 0) return;
  open.current = open.turned[(at + by + open.turned.length) % open.turned.length];
  links().find((link) => link.textContent.trim() === open.current)?.click();
}

function pressed(event) {
  const { target } = event;
  if (event.defaultPrevented || isTyping(target) || document.querySelector("dialog[open], [role=dialog]")) return;
  const name = nameOf(event);
  const onLever = target instanceof HTMLInputElement;
  const is = (what) => open.keys[what].includes(name);
  if (is("list")) open.dialog?.showModal();
  else if (open.turned.length && !onLever && is("next")) turn(1);
  else if (open.turned.length && !onLever && is("before")) turn(-1);
  else return;
  event.preventDefault();
}

// A server that was started anew knows this page once it has run it: so that the next click is heard.
const BACK = "nd-back"; // as `board/web/lost.js` calls it
const APART = 1000; // ms over which all visitors of that server ask for it

export default function menu({ data, parentElement, setTriggerValue }) {
  Object.assign(open, { turned: data.turned, keys: data.keys, run: setTriggerValue });
  if (open.said !== data.current) open.current = open.said = data.current;
  if (!globalThis.__ndMenuKeys) {
    document.addEventListener("keydown", globalThis.__ndMenuKeys = pressed);
    addEventListener(BACK, () => setTimeout(() => open.run("back", Date.now()), APART * Math.random()));
  }
  const tools = parentElement.querySelector(".nd-menu-tools");
  if (!tools.firstChild) build(tools, data.words, data.list);
  requestAnimationFrame(() => {
    const found = document.querySelector(MENU);
    if (found) mark(found, data.current, data.words.pages);
  });
}
