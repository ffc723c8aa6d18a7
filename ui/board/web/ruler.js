// How wide texts are, without a layout of the page.

const MOST = 5000; // widths that are kept
const WIDTHS = new Map();
let canvas = null;

// Width of a text in a font as CSS names it [px].
export function textWidth(text, font) {
  const key = `${font}|${text}`;
  if (!WIDTHS.has(key)) {
    if (WIDTHS.size > MOST) WIDTHS.clear();
    canvas ||= document.createElement("canvas").getContext("2d");
    canvas.font = font;
    WIDTHS.set(key, canvas.measureText(text).width);
  }
  return WIDTHS.get(key);
}

// Those of fonts that were not here yet.
export function forgetWidths() {
  WIDTHS.clear();
}
