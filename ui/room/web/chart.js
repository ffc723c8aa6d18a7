// Charts of a room: pictures that the server made, drawn by Plotly, each with its table.

import { folded, given, h, table, word } from "./dom.js";

/** @type {Promise<any> | null} */
let library = null;

// Plotly and the colors of the boards, loaded when the first chart is wanted.
function loaded() {
  library ||= Promise.all([
    import(`${given.board}colors.js`),
    new Promise((resolve, reject) => {
      document.head.append(Object.assign(document.createElement("script"),
        { src: given.plotly, onload: resolve, onerror: () => reject(new Error("Plotly.js did not load")) }));
    }),
  ]).then(([{ painted }]) => ({ painted, Plotly: /** @type {any} */ (window).Plotly }));
  library.catch(() => { library = null; });
  return library;
}

// Load what charts need before the first is wanted, at some moment within a while: a class shares one network.
export function foresee(withinMs) {
  setTimeout(() => loaded().catch(() => {}), withinMs * Math.random());
}

function enlarged(value, times) {
  if (Array.isArray(value)) return value.map((inner) => enlarged(inner, times));
  if (!value || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key,
    /font$/.test(key) && inner && inner.size ? { ...inner, size: inner.size * times } : enlarged(inner, times)]));
}

const RAISED = 1.15; // larger type of an axis of powers of ten, whose exponents are .875 of it

// A layout for the wall, where nothing is smaller than its type.
function readable(layout, size) {
  const axes = Object.entries(layout).filter(([, axis]) => axis?.exponentformat === "power");
  return { ...layout, ...Object.fromEntries(axes.map(([name, axis]) =>
    [name, { ...axis, tickfont: { ...axis.tickfont, size: RAISED * (axis.tickfont?.size ?? size) } }])) };
}

// A figure with its heading, its sentence and its table. `times` is how much larger its letters are.
export function chart(picture, times = 1) {
  const plot = h("div", { class: "plot", role: "img", "aria-label": `${picture.question} ${picture.summary}` });
  const node = h("figure", {},
    h("figcaption", {}, h("h3", {}, picture.question), picture.subtitle && times === 1 ? h("p", { class: "quiet" }, picture.subtitle) : ""),
    plot,
    picture.note ? h("p", {}, picture.note) : "",
    picture.table && picture.table.rows.length && times === 1
      ? folded(word("data_table"), table(picture.table.columns, picture.table.rows)) : "");
  const draw = () => loaded().then(({ painted, Plotly }) => {
    if (!node.isConnected) return;
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const colors = given.colors[dark ? "dark" : "light"];
    const figure = painted(enlarged(picture.figure, times), colors);
    const view = (picture.views || []).find((one) => one.name === picture.view);
    const layout = { ...figure.layout };
    for (const [path, value] of Object.entries(painted((view && view.layout) || {}, colors))) {
      const keys = path.split(".");
      const leaf = /** @type {string} */ (keys.pop());
      let at = layout;
      for (const key of keys) at = at[key] = { ...at[key] };
      at[leaf] = value && typeof value === "object" && !Array.isArray(value) ? { ...at[leaf], ...value } : value;
    }
    const font = { ...layout.font, family: getComputedStyle(document.body).fontFamily, color: colors.ink };
    // Without a size of their own Plotly makes the numbers of bars as large as the bars.
    for (const trace of figure.data) if (trace.text && trace.x) trace.textfont = { size: 13 * times, ...trace.textfont };
    font.size ||= 13 * times; // one that the layout has was enlarged with all others
    plot.style.height = `${Math.round(picture.height * Math.sqrt(times))}px`;
    return Plotly.react(plot, figure.data, { ...(times > 1 ? readable(layout, font.size) : layout), font, autosize: true, width: undefined, height: undefined,
      dragmode: false, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)" },
    { displayModeBar: false, responsive: true, staticPlot: times > 1 });
  }).catch(() => plot.classList.add("nothing")); // the sentence and the table stay
  requestAnimationFrame(draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  return node;
}
