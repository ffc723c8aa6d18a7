// SVG from plain data, so that a drawing can be made without a page and tried without a browser.
// A node is [tag, attributes, children, data]; a text among the children is a text.

import { tell } from "./plotly_private.js";

const SVG = "http://www.w3.org/2000/svg";
const MARKUP = /<(\/?)(b|i|em|sup|sub|br|span)\b[^<>]*>/gi;
const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&nbsp;": "\u00a0" };
const SMALLER = 0.7; // type above and below a line
const RAISED = { sup: ["-0.6em", "0.42em"], sub: ["0.3em", "-0.21em"] }; // there and back
const JOINER = "\u200b"; // an empty letter that brings the line back

export const LINE = 1.3; // sizes of type from line to line
// How far the box of a text in our font reaches above and below its base [sizes of type].
export const ASCENT = 1.02;
export const DESCENT = 0.4;

// Lines of a text, each of pieces with their markup.
export function linesOf(text) {
  /** @type {{text: string, bold: boolean, slanted: boolean, level: string}[][]} */
  const lines = [[]];
  const open = { b: 0, sup: 0, sub: 0, i: 0 };
  let from = 0;
  const put = (piece) => {
    if (piece) lines[lines.length - 1].push({ text: piece.replace(/&\w+;/g, (found) => ENTITIES[found] ?? found), bold: open.b > 0, slanted: open.i > 0, level: open.sup ? "sup" : open.sub ? "sub" : "" });
  };
  for (const found of String(text).matchAll(MARKUP)) {
    put(String(text).slice(from, found.index));
    from = (found.index || 0) + found[0].length;
    const name = found[2].toLowerCase() === "em" ? "i" : found[2].toLowerCase();
    if (name === "br") lines.push([]);
    else if (name in open) open[name] = Math.max(0, open[name] + (found[1] ? -1 : 1));
  }
  put(String(text).slice(from));
  return lines;
}

/** Width of a text [px] by what measures a piece in one weight.
 * @param {string} text
 * @param {number} size
 * @param {(text: string, size: number, bold: boolean) => number} measure */
export function widthOf(text, size, measure) {
  return Math.max(...linesOf(text).map((line) => line.reduce((sum, piece) => sum + measure(piece.text, piece.level ? SMALLER * size : size, piece.bold), 0)));
}

// What stands in a text element: a plain text as such, anything else in spans as Plotly makes them.
export function spans(text, attributes = {}) {
  const lines = linesOf(text);
  if (lines.length === 1 && lines[0].length <= 1 && !(lines[0][0]?.bold || lines[0][0]?.level || lines[0][0]?.slanted)) return [lines[0][0]?.text ?? ""];
  const pieces = (line) => line.flatMap(({ text: piece, bold, slanted, level }) => {
    const said = { ...(bold && { "font-weight": "bold" }), ...(slanted && { "font-style": "italic" }) };
    if (!level) return [["tspan", said, [piece]]];
    const [there, back] = RAISED[level];
    return [["tspan", { ...said, "font-size": `${SMALLER}em`, dy: there }, [piece]], ["tspan", { "font-size": `${SMALLER}em`, dy: back }, [JOINER]]];
  });
  if (lines.length === 1) return pieces(lines[0]);
  return lines.map((line, i) => ["tspan", { class: "line", ...attributes, dy: `${LINE * i}em` }, pieces(line)]);
}

// Makes an element show a node: what is alike stays, so that a frame changes only what moved.
export function show(parent, children) {
  children.forEach((child, i) => {
    const there = parent.childNodes[i];
    if (typeof child === "string") {
      if (there?.nodeType === 3) {
        if (there.data !== child) there.data = child;
      } else put(parent, there, document.createTextNode(child));
      return;
    }
    const [tag, attributes, inner = [], data] = child;
    const fits = there?.nodeType === 1 && there.localName === tag && there.getAttribute("class") === (attributes.class ?? null);
    const node = fits ? there : document.createElementNS(SVG, tag);
    for (const name of fits ? [...node.getAttributeNames()] : []) if (name !== "style" && attributes[name] === undefined) node.removeAttribute(name);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "shadow") node.style.textShadow = value; // no attribute says so, and a policy may forbid styles in markup
      else if (value !== undefined && node.getAttribute(name) !== String(value)) node.setAttribute(name, String(value));
    }
    if (fits && attributes.shadow === undefined && node.style.textShadow) node.style.textShadow = "";
    if (data !== undefined) tell(node, data);
    show(node, inner);
    if (!fits) put(parent, there, node);
  });
  while (parent.childNodes.length > children.length) parent.lastChild.remove();
}

function put(parent, there, node) {
  if (there) there.replaceWith(node);
  else parent.append(node);
}
