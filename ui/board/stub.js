// Loads the board once. Streamlit sends this text along with every change of the data, so it is short.
const own = document.querySelector('script[src*="/static/js/"]');
const at = own ? own.src.lastIndexOf("/static/js/") : -1;
const base = at > 0 ? own.src.slice(0, at + 1) : new URL(".", document.baseURI).href;
const address = base + "@SCRIPT@";
const known = (globalThis.__ndBoards ||= {}); // address -> what loads it, or the board itself
const waiting = new Map(); // page element -> the newest call, drawn once the board is here

function load() {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = base + "@STYLE@";
  const styled = new Promise((resolve) => { style.onload = style.onerror = resolve; });
  document.head.append(style);
  return Promise.all([import(address), styled]).then(([module]) => { known[address] = module.default; });
}

const text = new TextDecoder();

export default function board({ data, ...rest }) {
  const component = { ...rest, data: data && JSON.parse(text.decode(data)) };
  if (typeof known[address] === "function") return known[address](component);
  waiting.set(component.parentElement, component);
  known[address] ||= load();
  known[address].then(() => {
    for (const [element, newest] of waiting) if (element.isConnected) known[address](newest);
    waiting.clear();
  }, () => { known[address] = null; }); // the next change of the data may try again
  return undefined;
}
