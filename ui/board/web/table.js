// The numbers of a chart for other programs: everything that is drawn, as it is drawn, in long form. Nothing is
// rounded, and where it comes from stands in comments above.

const NO_NUMBER = "";
const FORMULA = /^[\s]*[=+\-@|%＝＋－＠]/; // what a spreadsheet may take for a formula
const HEAD = ["series", "x", "y", "low80", "high80"];
const LEVEL = 80;

/**
 * The chart as comma-separated text.
 * @param {any} figure of Plotly, its colors still named
 * @param {any[]} bands traces of what the fit leaves open
 * @param {string[]} comments lines that stand above
 */
export function tableText(figure, bands, comments) {
  const traces = (figure.data || []).filter((trace) => trace.visible !== false && trace.mode !== "text");
  const rows = traces.flatMap((trace, i) => rowsOf(trace, seriesName(trace, i, traces), figure.layout || {}));
  const deep = rows.some((row) => "z" in row);
  addBands(rows, bands);
  const head = deep ? [...HEAD, "z"] : HEAD;
  const lines = rows.map((row) => head.map((name) => cell(row[name])).join(","));
  return [...comments.map((line) => `# ${String(line).replace(/\s+/g, " ")}`), ...units(figure), head.join(","), ...lines, ""].join("\n");
}

function units(figure) {
  const axes = Object.entries(figure.layout || {}).filter(([name, axis]) => /^[xy]axis\d*$/.test(name) && axis?.title?.text);
  return axes.map(([name, axis]) => `# ${name.replace("axis", "")}: ${String(axis.title.text).replace(/\s+/g, " ")}`);
}

// A name of its own, else what is written at its point, else its color, which means one thing on every chart.
export function seriesName(trace, i, traces) {
  const own = trace.name || (trace.text?.length === 1 && plainText(trace.text[0])) || colorName(trace);
  const before = traces.slice(0, i).filter((other, j) => seriesBase(other) === own && j < i).length;
  return before ? `${own} ${before + 1}` : own;
}

function seriesBase(trace) {
  return trace.name || (trace.text?.length === 1 && plainText(trace.text[0])) || colorName(trace);
}

function colorName(trace) {
  const color = [trace.line?.color, trace.marker?.color, trace.textfont?.color].find((one) => typeof one === "string") || "";
  return /^@([\w-]+)/.exec(color)?.[1] || "value";
}

export function plainText(text) {
  return String(text ?? "").replace(/<br\s*\/?>/gi, " ").replace(/<[^>]*>/g, "").replace(/[\s\u00a0]+/g, " ").trim();
}

function rowsOf(trace, series, layout) {
  if (trace.z) {
    return [...trace.z].flatMap((line, i) => [...line].map((z, j) => ({ series, x: trace.x[j], y: trace.y[i], z })));
  }
  const flat = trace.orientation === "h";
  const rows = [];
  const [x, y] = [trace.x || [], trace.y || []];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    if (x[i] === null || y[i] === null) continue;
    // A bar that lies has its number on x: its row is told as x, its number as y.
    const place = flat ? y[i] : x[i];
    const value = flat ? x[i] : y[i];
    const row = { series, x: trace.type === "bar" ? ticked(layout, trace, flat ? "y" : "x", place) : place, y: value };
    if (trace.type === "bar") Object.assign(row, { place, flat });
    rows.push(row);
  }
  return rows;
}

// What stands at a place of an axis whose numbers only count the rows.
function ticked(layout, trace, letter, place) {
  const axis = layout[(trace[`${letter}axis`] || letter).replace(letter, `${letter}axis`)] || {};
  const at = [...(axis.tickvals || [])].indexOf(place);
  return at < 0 ? place : plainText(axis.ticktext?.[at] ?? place);
}

// Bands along a curve stand in rows of their own color, at their own places; those of a bar or a point beside it.
function addBands(rows, bands) {
  const meant = bands.filter((trace) => trace.meta?.band === LEVEL);
  for (const trace of meant.filter((one) => one.meta.ends === "whiskers")) addWhiskers(rows, trace);
  const lows = meant.filter((trace) => trace.meta.ends === "low");
  const highs = meant.filter((trace) => trace.meta.ends === "high");
  lows.forEach((low, i) => {
    const series = `${colorName(low)}, 80 % band`;
    low.x.forEach((x, j) => rows.push({ series, x, y: null, low80: low.y[j], high80: highs[i]?.y[j] }));
  });
}

function addWhiskers(rows, trace) {
  for (let i = 0; i + 1 < trace.x.length; i += 3) {
    const [x0, x1, y0, y1] = [trace.x[i], trace.x[i + 1], trace.y[i], trace.y[i + 1]];
    if (y0 === y1) { // along x: of a bar that lies
      const row = nearest(rows.filter((one) => one.flat), y0);
      if (row) Object.assign(row, { low80: x0, high80: x1 });
    } else { // along y: of a bar that stands, or of a point
      const bar = nearest(rows.filter((one) => "place" in one && !one.flat), x0);
      const point = rows.findLast((one) => one.x === x0 || Math.abs(one.x - x0) < 1e-9 * Math.abs(x0));
      if (bar || point) Object.assign(bar || point, { low80: y0, high80: y1 });
    }
  }
}

function nearest(rows, place) {
  const away = (row) => Math.abs(Number(row.place) - place);
  return rows.filter((row) => away(row) < 0.5).sort((a, b) => away(a) - away(b))[0];
}

function cell(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return NO_NUMBER;
  if (typeof value === "number") return String(value);
  const text = plainText(value);
  const safe = FORMULA.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

// The table as people read it, for a spreadsheet to paste: cells parted by tabs.
export function pasteable({ columns, rows }) {
  const line = (cells) => cells.map((text) => {
    const plain = String(text ?? "").replace(/[\t\r\n]+/g, " ");
    return FORMULA.test(plain) && Number.isNaN(Number(plain.replace(/[$,%]/g, ""))) ? `'${plain}` : plain;
  }).join("\t");
  return [columns, ...rows].map(line).join("\n");
}
