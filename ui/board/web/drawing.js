// How charts get their pictures. A sketch is there at once. Plotly.js, whose evaluation freezes a phone for seconds,
// is evaluated while the hand rests and draws over the sketches one by one, what is seen first. Where nothing can
// hover, it draws only a chart that was tapped and one that cannot be sketched.

import { nextFrame, partsOf, setAttr } from "./dom.js";
import { finalFigure, LOW, loadPlotly, PHONE, plotHeight, preloadPlotly } from "./figure.js";
import { keepLabels, placeLabels } from "./labels.js";
import { light, showLit } from "./lines.js";
import { fullLayout, markBands } from "./plotly_private.js";
import { LONG_REST, SHORT_REST, rested, theHand } from "./rest.js";
import { forgetWidths } from "./ruler.js";
import { erase, sketchInto } from "./sketching.js";
import { listenToHand } from "./upright.js";

const AT_ONCE = 48; // ms of drawing that nobody feels
const PLOT_CONFIG = { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false, showTips: false };
const TOUCH = "(hover: none) and (pointer: coarse)";

// Where the first chart stays in view below a thumb there is no room above it: its subtitle comes after the plot.
function placeSubtitle(board, part) {
  const below = part === board.firstChart && !board.printing && (matchMedia(PHONE).matches || matchMedia(LOW).matches);
  if (below === part.foot.contains(part.subtitle)) return;
  if (below) part.foot.prepend(part.subtitle);
  else part.title.append(part.subtitle);
}

export function queueChart(board, part) {
  placeSubtitle(board, part);
  part.height = plotHeight(board, part);
  part.plot.style.height = `${part.height}px`;
  const key = JSON.stringify([part.chart.figure, part.chart.views, part.view, part.height, board.colors, board.font,
    board.bands.traces(part.id).length && board.data.bands]);
  if (key === part.drawn && !part.played) board.dirty.delete(part);
  else if (key !== part.wanted || !board.dirty.has(part)) board.dirty.add(part);
  part.wanted = key;
  startDrawing(board);
}

// What is seen comes first.
const firstOf = (parts) => parts.find((part) => part.seen) || parts[0];

// Charts are drawn at once for as long as a hand does not feel it, then one per animation frame.
// What an update leaves unfinished is drawn with the next one's figures.
export async function startDrawing(board) {
  if (board.drawing) return;
  board.drawing = true;
  theHand(); // is heard from now on
  await Promise.resolve(); // let the whole update queue its charts
  const begun = performance.now();
  while (board.dirty.size && !board.signal.aborted) {
    if (performance.now() - begun > AT_ONCE) await nextFrame();
    if (board.player.busy()) break; // a drag began: its end draws what is left
    const part = firstOf([...board.dirty]);
    if (!part) break;
    board.dirty.delete(part);
    if (!part.node.isConnected) continue;
    if (part.explored) await drawChart(board, part);
    else drawSketch(board, part);
  }
  board.drawing = false;
  if (!board.signal.aborted && !board.player.busy()) await explore(board);
}

// ---- sketches -----------------------------------------------------------------------------------

function drawSketch(board, part, width = part.plot.clientWidth) {
  if (!width) return; // not on the page yet: its first size draws it
  redrawInFont(board);
  try {
    const figure = finalFigure(board, part);
    part.pens = null;
    part.played = false;
    part.sketched = sketchInto(part.plot, figure, { width, height: part.height, id: part.question.id });
    if (part.sketched) {
      part.plot.classList.remove("nd-moving");
      placeLabels(part.plot);
      listen(board, part);
      showLit(board, part);
    }
    part.drawn = part.sketched ? part.wanted : null;
  } catch (error) {
    part.sketched = false; // Plotly may know how
    erase(part.plot);
    console.warn("Next Dollar:", part.id, error);
  }
  askToTap(board, part);
}

// Texts were as wide as those of another font.
function redrawInFont(board) {
  if (board.waitsForFonts || document.fonts?.status !== "loading") return;
  board.waitsForFonts = true;
  document.fonts.ready.then(() => {
    forgetWidths();
    if (board.signal.aborted || board.player.busy()) return;
    board.eachChart((part) => { if (part.sketched && !part.explored) drawSketch(board, part); });
  });
}

// After a change of its width.
export function resizeChart(board, part) {
  part.pens = null;
  if (part.explored && globalThis.Plotly) globalThis.Plotly.Plots.resize(part.plot);
  else if (!part.explored) drawSketch(board, part);
}

// Says that a tap gives the numbers under the finger, where a pointer would have them at once.
function askToTap(board, part) {
  part.tap.hidden = !part.sketched || !matchMedia(TOUCH).matches;
  part.tap.classList.toggle("nd-tapped", part.explored);
  setAttr(part.tap, "aria-label", `${board.words.tap}: ${part.chart.question}`);
}

// ---- Plotly -------------------------------------------------------------------------------------

// Somebody points at a chart, or tapped it.
export function wish(board, part) {
  if (part.explored || part.wished) return;
  part.wished = true;
  explore(board);
}

function wanted(board) {
  const touch = matchMedia(TOUCH).matches;
  const parts = [...partsOf(board.charts).values()].filter((part) => !part.explored && !part.failed && part.node.isConnected);
  return firstOf(parts.filter((part) => part.wished)) ||
    firstOf(parts.filter((part) => (touch ? part.sketched === false && part.seen : true)));
}

// Lets Plotly draw what it shall, while the hand rests; then the number of finished updates is written down.
export async function explore(board) {
  if (board.exploring) return;
  board.exploring = true;
  const hurry = () => [...partsOf(board.charts).values()].some((part) => part.wished && !part.explored);
  try {
    for (let part = wanted(board); part; part = wanted(board)) {
      const there = Boolean(globalThis.Plotly);
      if (!there) await preloadPlotly(board.data.plotly_url);
      await rested(theHand(), there ? SHORT_REST : LONG_REST, hurry);
      if (board.signal.aborted || board.player.busy() || board.dirty.size) break; // who draws comes back here
      if (!there) await loadPlotly(board.data.plotly_url);
      else if (part.node.isConnected) await drawChart(board, part);
    }
  } catch (error) {
    board.eachChart((part) => { if (!part.sketched) showMissing(part, true); });
    console.error("Next Dollar:", error);
  }
  board.exploring = false;
  if (board.signal.aborted || board.player.busy() || board.dirty.size) return;
  globalThis.__ndDrawnAt = performance.now();
  document.documentElement.dataset.ndDrawn = String(globalThis.__ndUpdates || 0);
}

function showMissing(part, missing) {
  part.missing.hidden = !missing;
  part.plot.hidden = missing;
  if (missing) part.details.open = true;
}

async function drawChart(board, part) {
  const key = part.wanted;
  try {
    const { data, layout, bands } = finalFigure(board, part);
    showMissing(part, false);
    part.pens = part.waiting = null;
    part.played = false;
    erase(part.plot); // Plotly takes what has the names of its parts for its own
    part.explored = true;
    await globalThis.Plotly.react(part.plot, data, layout, PLOT_CONFIG);
    markBands(part.plot, bands);
    part.plot.classList.remove("nd-moving");
    part.markScrolling();
    listen(board, part);
    listenToPoints(board, part);
    showLit(board, part);
    if (!part.places) placeLabels(part.plot);
    keepLabelsPlaced(part);
    part.drawn = key;
  } catch (error) {
    part.drawn = null;
    part.failed = true;
    showMissing(part, true);
    console.error("Next Dollar:", part.id, error);
  }
  askToTap(board, part);
}

// After whatever Plotly draws, a resize too; what a pen moves in a drag rides with its points, and looks for no room.
function keepLabelsPlaced(part) {
  if (part.places) return;
  part.places = true;
  part.plot.on("plotly_afterplot", () => (part.played ? keepLabels : placeLabels)(part.plot));
}

// A line that a hand moves, in a sketch too.
function listen(board, part) {
  if (part.grips) return;
  part.grips = true;
  listenToHand(board, part, () => {
    part.drawn = null;
    queueChart(board, part);
  });
}

// A trace may say, in `meta.event`, what a click on one of its points chooses; `customdata` says which.
function listenToPoints(board, part) {
  if (part.listens) return;
  part.listens = true;
  const chosen = (event) => event.points.find((point) => point.data.meta?.event && point.customdata !== undefined);
  part.plot.on("plotly_click", (event) => {
    const point = chosen(event);
    if (point) board.channel.push({ type: "choose", name: point.data.meta.event, value: String(point.customdata) });
  });
  part.plot.on("plotly_hover", (event) => {
    part.plot.classList.toggle("nd-clickable", Boolean(chosen(event)));
    const line = event.points.map((point) => point.data.meta?.line).find(Boolean);
    if (line) light(board, line);
  });
  part.plot.on("plotly_unhover", () => {
    part.plot.classList.remove("nd-clickable");
    if (board.litLine) light(board, null);
  });
}

// For paper, at once and as wide as its place there.
export function drawNow(board, part) {
  if (!part.drawn) return;
  part.height = plotHeight(board, part);
  part.plot.style.height = `${part.height}px`;
  if (part.explored) {
    const { data, layout, bands } = finalFigure(board, part);
    globalThis.Plotly.react(part.plot, data, { ...layout, autosize: false, width: part.frame.clientWidth }, PLOT_CONFIG);
    markBands(part.plot, bands);
    part.plot.classList.remove("nd-moving");
  } else drawSketch(board, part, part.frame.clientWidth);
  part.drawn = "on paper"; // drawn anew for the screen
}

export function forgetPicture(board, part) {
  board.dirty.delete(part);
  erase(part.plot);
  if (globalThis.Plotly && part.explored) globalThis.Plotly.purge(part.plot);
}

// In the midst of a drag: a sketch moves its axes in a tenth of the time. Plotly takes the chart up again at rest.
export function backToSketch(board, part) {
  const { width } = fullLayout(part.plot);
  globalThis.Plotly.purge(part.plot); // its listeners too
  part.plot.classList.remove("js-plotly-plot");
  part.explored = part.listens = part.places = false;
  part.wished = true; // where Plotly draws only what was tapped
  drawSketch(board, part, width);
  part.played = true; // its frame follows, and whoever lets go wants the run's own picture back
}

