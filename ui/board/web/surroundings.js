// What changes around a board without a word from Python: theme, window, sizes, keys.

import { LOW, PHONE } from "./figure.js";
import { isTyping, nameOf } from "./keys.js";
import { placeMarks } from "./lever.js";
import { APP, MAIN } from "./streamlit_page.js";

const FILL_EDGE = 10; // px left free below a page that fills the window
const LEAST_FILLED = 270; // px of a plot, below which one of two panels cannot be read

export function watch(board) {
  const { signal } = board;
  const retheme = () => { if (board.root.isConnected && board.theme()) board.redraw(); };
  const soon = () => [60, 400].forEach((wait) => setTimeout(retheme, wait));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", soon, { signal });
  for (const media of [PHONE, LOW]) matchMedia(media).addEventListener("change", () => board.redraw(), { signal });
  document.addEventListener("keydown", (event) => pressed(board, event), { signal });
  const app = board.root.closest(APP);
  const classes = new MutationObserver(soon);
  if (app) classes.observe(app, { attributes: true, attributeFilter: ["class", "style"] });
  addEventListener("resize", () => fill(board), { signal });
  let widths = "";
  const sizes = new ResizeObserver(() => {
    const now = `${board.levers.clientWidth} ${board.body.clientWidth}`; // a sentence of more lines moves no mark
    if (now !== widths) placeMarks(board.allLevers().values());
    widths = now;
    board.sized = true;
    placeTop(board);
  });
  const filling = new ResizeObserver(() => fill(board));
  filling.observe(board.body);
  sizes.observe(board.levers);
  for (const node of [board.sentence, board.aims, board.numbers]) sizes.observe(node);
  signal.addEventListener("abort", () => { classes.disconnect(); sizes.disconnect(); filling.disconnect(); });
  if (document.fonts) document.fonts.ready.then(() => placeMarks(board.allLevers().values()));
}

// A key that presses a button, as the button says.
function pressed(board, event) {
  if (event.defaultPrevented || isTyping(event.target) || document.querySelector("dialog[open], [role=dialog]")) return;
  const button = (board.data.toolbar?.buttons || []).find((one) => one.keys?.includes(nameOf(event)));
  if (!button) return;
  event.preventDefault();
  if (!button.disabled && !board.player.busy()) board.channel.push({ type: "press", name: button.name });
}

// How far down the first chart stays while a phone scrolls. It alone is told: all below who is told is styled anew.
export function placeTop(board) {
  const { style } = board.firstChart?.top || {};
  if (!style) return;
  // Both are asked before either is told, so that the page is laid out once.
  const sentence = board.sentence.offsetHeight, headline = board.aims.offsetHeight || board.numbers.offsetHeight;
  style.setProperty("--nd-sentence-height", `${sentence}px`);
  style.setProperty("--nd-headline-height", `${headline}px`);
}

// Before a room the charts are so high that the page ends where the window does.
export function fill(board) {
  const first = board.firstChart;
  if (!board.data.fills || !first || !board.root.isConnected) return;
  const scrolled = document.querySelector(MAIN)?.scrollTop || 0;
  const room = innerHeight - FILL_EDGE - board.body.getBoundingClientRect().bottom - scrolled;
  const height = Math.max(LEAST_FILLED, Math.round(first.height + room));
  if (height === board.filled) return;
  board.filled = height;
  board.redraw();
}
