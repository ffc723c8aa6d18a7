// A link or a preset file that is dropped anywhere, or pasted where nobody types, is handed to Python.
import { isTyping } from "../../board/web/keys.js";
import { UPLOADER } from "../../board/web/streamlit_page.js";

const OWN_FIELDS = `${UPLOADER}, input, textarea`; // which take what falls on them
const at = {}; // the newest mount: its words, and how it speaks

function isForUs(event) {
  const types = [...(event.dataTransfer?.types || [])];
  const known = types.includes("Files") || types.includes("text/uri-list") || types.includes("text/plain");
  return known && !event.target?.closest?.(OWN_FIELDS);
}

function show(shown) {
  at.overlay ||= document.body.appendChild(Object.assign(document.createElement("div"), { className: "nd-drop" }));
  at.overlay.textContent = at.words.drop;
  at.overlay.hidden = !shown;
}

function take(text, name) {
  if (text.trim()) at.say("taken", { text: text.slice(0, at.most + 1), name, n: (at.n = (at.n || 0) + 1) });
}

async function dropped(event) {
  show(false);
  if (!isForUs(event)) return;
  event.preventDefault();
  const [file] = event.dataTransfer.files;
  if (file) take(await file.slice(0, at.most + 1).text(), file.name); // one more than is allowed is refused as too large
  else take(event.dataTransfer.getData("text/uri-list") || event.dataTransfer.getData("text/plain"), "");
}

function pasted(event) {
  if (isTyping(event.target)) return;
  const text = event.clipboardData?.getData("text/plain") || "";
  if (!/[?&]v=\d/.test(text) && !text.trim().startsWith("{")) return; // not meant for us
  event.preventDefault();
  take(text, "");
}

export default function dropping({ data, setTriggerValue }) {
  Object.assign(at, { words: data.words, most: data.most, say: setTriggerValue });
  if (globalThis.__ndDropping) return;
  globalThis.__ndDropping = at;
  document.addEventListener("dragover", (event) => {
    if (!isForUs(event)) return;
    event.preventDefault();
    show(true);
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) show(false); });
  document.addEventListener("drop", dropped);
  document.addEventListener("paste", pasted);
}
