// The axes of a sketch: ranges, ticks and where values lie, by the rules that Plotly.js has for what our figures say.

const MINUS = "\u2212";
const STEPS = [1, 2, 5, 10]; // of a decade, between ticks
const LEAST_LABELS = 4, MOST_LABELS = 9; // where a figure does not say how many
const APART = { x: 80, y: 40 }; // px between ticks then
const SLACK = 1e-6; // of a range, by which a tick may lie outside of it
const FORMS = /^\.(\d)f$/;
const DROPPED = /\.?0+$/;
const LARGER = 1.25, SMALLER = 0.75; // type of a power of ten, in which its exponent is small, and of digits between them
const TIGHT = 0.7, TIGHTER = 0.3; // decades between two ticks, below which there are digits between powers

export const idsOf = (layout) => Object.keys(layout).filter((name) => /^[xy]axis\d*$/.test(name)).map((name) => name.replace("axis", ""));

export const nameOf = (id) => `${id[0]}axis${id.slice(1)}`;

// What of an axis a sketch cannot draw; nothing where it can draw all.
export function refusal(id, said, names) {
  if (said.type && !["linear", "log", "category"].includes(said.type)) return `${id}: ${said.type}`;
  const ranged = Array.isArray(said.range) && said.range.every(Number.isFinite);
  if (said.visible === false) return "";
  if (!ranged && !names.length) return `${id}: no range`;
  if (said.tickangle || (id[0] === "x" && said.side === "top")) return `${id}: turned labels`;
  if (said.tickformat && !FORMS.test(said.tickformat)) return `${id}: ${said.tickformat}`;
  return "";
}

// An axis with what the other parts of the page ask of one that Plotly drew. Its place comes later.
export function axisOf(id, said, names) {
  const type = said.type || (names.length ? "category" : "linear");
  const ends = Array.isArray(said.range) ? [...said.range] : names.length ? [-0.5, names.length - 0.5] : [0, 1];
  const axis = {
    id, said, type, names, range: said.autorange === "reversed" && !said.range ? ends.reverse() : ends,
    domain: said.domain || [0, 1], anchor: said.anchor || (id[0] === "x" ? "y" : "x"), visible: said.visible !== false,
    side: said.side || (id[0] === "x" ? "bottom" : "left"), start: 0, long: 1,
    pixel: (value) => place(axis, counted(axis, value)),
    placed: (value) => place(axis, value),
    value(at) {
      const [from, to] = axis.range, share = at / axis.long;
      const found = from + (id[0] === "x" ? share : 1 - share) * (to - from);
      return axis.type === "log" ? 10 ** found : found;
    },
  };
  return axis;
}

// A value as a number on its axis: an exponent on a log axis, a place in the row of names.
function counted(axis, value) {
  if (axis.type === "log") return value > 0 ? Math.log10(value) : NaN;
  if (axis.type !== "category") return typeof value === "number" ? value : NaN;
  const at = axis.names.indexOf(value);
  return at < 0 && typeof value === "number" ? value : at < 0 ? NaN : at;
}

function place(axis, value) {
  const [from, to] = axis.range, share = (value - from) / (to - from);
  return axis.long * (axis.id[0] === "x" ? share : 1 - share);
}

// ---- ticks ----------------------------------------------------------------------------------------

/** Places [px of the axis], texts and sizes of type of the ticks.
 * @returns {{at: number, text: string, size: number}[]} */
export function ticksOf(axis) {
  const { said } = axis, size = said.tickfont?.size || 12;
  const [low, high] = [Math.min(...axis.range), Math.max(...axis.range)], slack = SLACK * (high - low);
  const inside = wanted(axis, low, high).filter(({ value }) => value >= low - slack && value <= high + slack);
  return inside.map(({ value, text, times = 1 }) => ({ at: place(axis, value), text, size: times * size }));
}

function wanted(axis, low, high) {
  const { said } = axis;
  if (said.tickvals) {
    const texts = said.ticktext || said.tickvals.map((value) => written(axis, value, 0));
    return said.tickvals.map((value, i) => ({ value: counted(axis, value), text: String(texts[i] ?? "") }));
  }
  if (axis.type === "category") return axis.names.map((text, value) => ({ value, text: String(text) }));
  return axis.type === "log" ? decades(axis, low, high) : rounds(axis, low, high);
}

function most(axis) {
  return axis.said.nticks || Math.min(MOST_LABELS, Math.max(LEAST_LABELS, axis.long / APART[axis.id[0]])) + 1;
}

function rounded(rough) {
  const decade = 10 ** Math.floor(Math.log10(rough));
  return decade * (STEPS.find((step) => step * decade >= rough * (1 - 1e-12)) || 10);
}

// Round numbers; on a log axis of less than a decade too.
function rounds(axis, low, high) {
  const log = axis.type === "log", [from, to] = log ? [10 ** low, 10 ** high] : [low, high];
  const labels = log ? 1.5 * most(axis) : most(axis);
  const step = (!log && Number(axis.said.dtick)) || rounded((to - from) / labels);
  const found = [];
  for (let i = Math.ceil(from / step - SLACK); i * step <= to + SLACK * step; i += 1) {
    found.push({ value: log ? Math.log10(i * step) : i * step, text: written(axis, i * step, step) });
  }
  return found;
}

function decades(axis, low, high) {
  const given = Number(axis.said.dtick), rough = (high - low) / most(axis);
  if (!given && rough <= TIGHT && high - low < 1) return rounds(axis, low, high);
  const power = axis.said.exponentformat === "power";
  const step = given || Math.max(1, Math.ceil(rough));
  const between = given || rough > TIGHT ? [] : rough > TIGHTER ? [2, 5] : [2, 3, 4, 5, 6, 7, 8, 9];
  const found = [];
  for (let at = step * Math.ceil(Math.floor(low) / step); at <= high + SLACK; at += step) {
    const text = power ? powerText(Math.round(at)) : shortened(10 ** at, 10 ** at, 10 ** at);
    found.push({ value: at, text, times: power ? LARGER : 1 });
    for (const digit of between) found.push({ value: at + Math.log10(digit), text: String(digit), times: SMALLER });
  }
  return found;
}

function powerText(exponent) {
  if (exponent === 0) return "1";
  return exponent === 1 ? "10" : `10<sup>${exponent < 0 ? MINUS : ""}${Math.abs(exponent)}</sup>`;
}

// A number of a tick between steps, with what the figure puts around it.
function written(axis, value, step) {
  const { said } = axis, form = FORMS.exec(said.tickformat || "");
  const text = form ? value.toFixed(Number(form[1])).replace("-", MINUS) : shortened(value, step || Math.abs(value) || 1, Math.max(...axis.range.map((end) => Math.abs(axis.type === "log" ? 10 ** end : end))));
  return `${said.tickprefix || ""}${text}${said.ticksuffix || ""}`;
}

const LETTERS = { "-9": "n", "-6": "\u03bc", "-3": "m", 3: "k", 6: "M", 9: "B", 12: "T" };

function shortened(value, step, largest) {
  const power = Math.floor(Math.log10(largest) + 0.01);
  const exponent = Math.abs(power) > 3 ? 3 * Math.round((power - 1) / 3) : 0;
  const digits = Math.max(0, (step ? 2 - Math.floor(Math.log10(step) + 0.01) : 0) + exponent);
  let text = (Math.abs(value) * 10 ** -exponent).toFixed(Math.min(20, digits));
  if (text.includes(".")) text = text.replace(DROPPED, "");
  const [whole, rest] = text.split(".");
  const grouped = rest || whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole;
  const sign = value < 0 && Number(text) ? MINUS : "";
  const letter = Number(text) && exponent ? LETTERS[exponent] ?? `\u00d710<sup>${exponent}</sup>` : "";
  return `${sign}${grouped}${rest ? `.${rest}` : ""}${letter}`;
}
