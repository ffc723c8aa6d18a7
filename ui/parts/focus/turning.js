// A new step: to the top, and the focus to its heading, so that Tab and a screen reader begin there.
// A committed answer: the focus to its outcome. Alt and a letter press the buttons of the step.
import { MAIN } from "../../board/web/streamlit_page.js";

const HEADING = "h1", OUTCOME = ".st-key-outcome h2";
const WAIT = 30; // ms
const SETTLED = 1500; // ms in which Streamlit puts a page together, and may put a new node for one that has the focus

// The focus goes to what is new, and returns there if the page drops it, until somebody does something.
function lead(selector, shown) {
  const begun = Date.now();
  clearTimeout(globalThis.__ndLeading);
  const step = (led) => {
    const node = /** @type {HTMLElement | null} */ (document.querySelector(`${MAIN} ${selector}`));
    const lost = document.activeElement === document.body || !document.activeElement;
    if (node && document.activeElement !== node && (!led || lost)) {
      node.setAttribute("tabindex", "-1");
      node.style.outline = "none";
      shown(node);
      node.focus({ preventScroll: true });
    }
    if (Date.now() - begun < SETTLED) globalThis.__ndLeading = setTimeout(() => step(led || Boolean(node)), WAIT);
  };
  step(false);
}

function stopLeading() {
  clearTimeout(globalThis.__ndLeading);
}

// The button is looked for when its key is pressed: Streamlit may have put another one in its place.
function press(event) {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
  const letter = event.code.startsWith("Key") && !/^[a-z]$/i.test(event.key) ? event.code.slice(3) : event.key;
  const name = globalThis.__ndKeys?.[letter.toLowerCase()];
  const button = name && /** @type {HTMLElement} */ (document.querySelector(`${MAIN} .st-key-${name} button`));
  if (!button) return;
  event.preventDefault();
  button.click();
}

const PATIENCE = 5000; // ms for Python to hear of the last moves

// A run is committed as the hand left it: Streamlit may hear the button before the last move of a lever.
function hold(event) {
  const bar = /** @type {Element} */ (event.target).closest(".st-key-commit_bar [class*=st-key-]");
  const unheard = () => globalThis.__ndOpenChannel?.pending.length > 0;
  if (!bar || !unheard()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const name = [...bar.classList].find((one) => one.startsWith("st-key-"));
  const begun = Date.now();
  const again = () => {
    if (unheard() && Date.now() - begun < PATIENCE) setTimeout(again, WAIT);
    else /** @type {HTMLElement | null} */ (document.querySelector(`${MAIN} .${name} button`))?.click();
  };
  again();
}

export default function turn({ data }) {
  const before = globalThis.__ndTurned || { step: data.step, commits: 0 }; // a quick hand commits before this is here
  globalThis.__ndTurned = data;
  globalThis.__ndKeys = data.keys;
  if (!globalThis.__ndListens) {
    document.addEventListener("keydown", press, { capture: true });
    document.addEventListener("click", hold, { capture: true });
    for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, stopLeading, { capture: true });
  }
  globalThis.__ndListens = true;
  requestAnimationFrame(() => {
    if (before.step !== data.step) {
      document.querySelector(MAIN)?.scrollTo({ top: 0 });
      lead(HEADING, () => {});
    } else if (before.commits !== data.commits) {
      lead(OUTCOME, (node) => node.scrollIntoView({ block: "center" }));
    }
  });
}
