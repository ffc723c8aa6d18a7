// The picture of a chart for print: what it asks, what is drawn, where it comes from, as PNG or SVG.

import { isLocal, shareAddress } from "./address.js";
import { finalFigure, loadPlotly } from "./figure.js";
import { APP } from "./streamlit_page.js";

const PICTURE = { width: 1000, side: 32, top: 84, legend: 26, bottom: 96 }; // px; the PNG has twice as many
const LEAST_LEFT = 88; // px
const LETTER = 7; // px, about, of a letter on an axis
const MOST_ADDRESS = 120; // letters
const SPARE = 14; // px beside the last number of an axis

// Plotly does not break lines by itself: about so many characters fit across the picture.
export function wrapped(text, most) {
  const lines = [];
  let line = "";
  for (const word of String(text || "").replace(/[<>&]/g, (mark) => `&#${mark.charCodeAt(0)};`).split(/\s+/)) {
    if (line && line.length + word.length >= most) {
      lines.push(line);
      line = "";
    }
    line += (line ? " " : "") + word;
  }
  return [...lines, line];
}

// The texts of a figure with names in the place of what only means something on its page.
export function renamed(value, names) {
  if (typeof value === "string") {
    const known = Object.keys(names).find((name) => value.trim() === name);
    return known ? value.replace(known, names[known]) : value;
  }
  if (Array.isArray(value)) return value.map((item) => (typeof item === "number" ? item : renamed(item, names)));
  if (value && typeof value === "object" && !ArrayBuffer.isView(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renamed(item, names)]));
  }
  return value;
}

// How high the names above an axis stand, which Plotly would put into the title.
export function roomAbove(layout) {
  const heights = Object.entries(layout).filter(([name, axis]) => /^xaxis/.test(name) && axis.side === "top").map(([, axis]) => {
    const longest = Math.max(0, ...(axis.ticktext || axis.categoryarray || []).map((text) => String(text).length));
    return LETTER * Math.max(longest, 14) * Math.abs(Math.sin(((axis.tickangle || 0) * Math.PI) / 180)) + (axis.title?.text ? 40 : 16);
  });
  return Math.max(0, ...heights);
}

// A long link is no use on paper: what is in it stands in the file of numbers.
function cut(line) {
  return /^\w+:\/\/\S+$/.test(line) && line.length > MOST_ADDRESS ? `${line.slice(0, MOST_ADDRESS - 1)}…` : line;
}

// How wide numbers, names and title left of the charts are; Plotly would let them touch the edge.
export function roomLeft(layout, data) {
  const widths = Object.entries(layout).filter(([name, axis]) => /^yaxis/.test(name) && axis.visible !== false && axis.side !== "right")
    .map(([name, axis]) => {
      const mine = data.filter((trace) => (trace.yaxis || "y").replace("y", "yaxis") === name);
      const texts = axis.ticktext || mine.flatMap((trace) => [...(trace.y || [])]).filter((value) => typeof value === "string");
      const longest = Math.max(0, ...[...texts].flatMap((text) => String(text).split("<br>")).map((line) => line.length));
      return Math.max(LEAST_LEFT, LETTER * longest + PICTURE.side + (axis.title?.text ? 24 : 8));
    });
  return Math.max(PICTURE.side, ...widths);
}

export function today() {
  return new Date().toISOString().slice(0, 10);
}

// Where it comes from: source, day, and the address, unless that leads to this machine alone.
export function origin(board) {
  const { takeaway, link, public_url: publicUrl } = board.data;
  const address = link ? shareAddress(link, publicUrl) : "";
  return [takeaway.source, today(), address && !isLocal(address) ? address : ""].filter(Boolean);
}

export async function savePicture(board, part, format) {
  const plotly = await loadPlotly(board.data.plotly_url);
  await board.bands.ready();
  const { data, layout } = forPrint(board, part);
  await plotly.downloadImage({ data, layout }, {
    format, width: layout.width, height: layout.height, scale: format === "png" ? 2 : 1, filename: `next-dollar-${part.id}`,
  });
}

function forPrint(board, part) {
  const { data, layout } = renamed(finalFigure(board, part), board.data.takeaway.names || {});
  const paper = getComputedStyle(board.root.closest(APP) || document.body).backgroundColor;
  const quiet = getComputedStyle(part.subtitle).color;
  const title = [...wrapped(part.chart.question, 80).map((line) => `<b>${line}</b>`),
    ...wrapped(part.chart.subtitle, 120).map((line) => `<span style="font-size:14px;color:${quiet}">${line}</span>`)];
  const names = data.flatMap((trace) => (trace.type === "heatmap" ? [...trace.x] : []));
  for (const [name, axis] of Object.entries(layout)) if (/^xaxis/.test(name) && !axis.categoryarray && names.length) axis.categoryarray = names;
  const room = PICTURE.top + 26 * (title.length - 1) + (layout.showlegend ? PICTURE.legend : 0);
  const above = roomAbove(layout);
  const source = origin(board).flatMap((line) => wrapped(cut(line), 130));
  layout.width = PICTURE.width;
  // A picture does not take the page's own fonts along: it is measured in what it is drawn with.
  layout.font = { ...layout.font, family: "Arial, Helvetica, sans-serif" };
  const bottom = PICTURE.bottom + 15 * Math.max(0, source.length - 2);
  layout.height = (part.chart.height || 300) + room + above + bottom;
  layout.autosize = false;
  layout.paper_bgcolor = layout.plot_bgcolor = paper;
  // Axes that do not widen the margin by themselves have said how wide it must be.
  const own = layout.margin || {};
  layout.margin = {
    ...own, l: Math.max(own.l || 0, roomLeft(layout, data)), r: Math.max(own.r || 0, PICTURE.side + SPARE), t: room + above,
    b: Math.max(own.b || 0, bottom),
  };
  for (const [name, axis] of Object.entries(layout)) {
    if (/^[xy]axis\d*$/.test(name) && axis.visible !== false && own.l < PICTURE.side * 2) axis.automargin = true;
  }
  layout.title = {
    text: title.join("<br>"), automargin: false,
    x: 0, xref: "container", xanchor: "left", pad: { l: PICTURE.side },
    y: 1 - 40 / layout.height, yref: "container", yanchor: "top", font: { size: 20 },
  };
  layout.annotations = [...(layout.annotations || []), {
    text: source.join("<br>"), font: { size: 12, color: quiet }, showarrow: false,
    xref: "paper", x: 1, xanchor: "right", yref: "paper", y: 0, yanchor: "top", yshift: -52, align: "right",
  }];
  return { data, layout };
}
