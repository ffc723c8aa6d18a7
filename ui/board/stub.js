// Loads the board once. Streamlit sends this text along with every change of the data, so it is short.
import { serverBase } from "./web/streamlit_page.js";

const folder = serverBase() + "@FOLDER@";
const address = `${folder}whole.js`;
const known = (globalThis.__ndBoards ||= {}); // address -> what loads it, or the board itself
const waiting = new Map(); // page element -> the newest call, drawn once the board is here

function styled(href) {
  if ([...document.styleSheets].some((sheet) => sheet.href === href)) return null; // the page brought it along
  return new Promise((resolve) => {
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: resolve, onerror: resolve }));
  });
}

function load() {
  return Promise.all([import(address), styled(`${folder}board.css`)])
    .then(([module]) => { known[address] = module.default; });
}

const text = new TextDecoder();

export default function board(call) {
  const { data } = call;
  const component = { ...call, data: data && JSON.parse(text.decode(data)) };
  if (typeof known[address] === "function") return known[address](component);
  waiting.set(component.parentElement, component);
  known[address] ||= load();
  known[address].then(() => {
    for (const [element, newest] of waiting) if (element.isConnected) known[address](newest);
    waiting.clear();
  }, () => { known[address] = null; }); // the next change of the data may try again
  return undefined;
}
