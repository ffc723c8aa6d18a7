// Colors: of the page, and those that a figure names.

/** @param {string} color @param {number} alpha */
function withAlpha(color, alpha) {
  const found = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(color);
  if (!found) return color;
  const hex = found[1].length === 3 ? [...found[1]].map((c) => c + c).join("") : found[1];
  const channels = [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16));
  return `rgba(${channels.join(",")},${alpha})`;
}

const TOKEN = /^@([A-Za-z][\w-]*)(?:\/([\d.]+))?$/;

// A deep copy with "@name" and "@name/alpha" replaced. Plotly shows links in texts: we do not.
export function painted(value, colors) {
  if (typeof value === "string") {
    const token = TOKEN.exec(value);
    if (token && Object.hasOwn(colors, token[1])) {
      return token[2] ? withAlpha(colors[token[1]], Number(token[2])) : colors[token[1]];
    }
    return /<\s*a\b/i.test(value) ? value.replace(/<\s*a\b/gi, "&lt;a") : value;
  }
  if (Array.isArray(value)) return value.map((item) => (typeof item === "number" ? item : painted(item, colors)));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, painted(item, colors)]));
  }
  return value;
}
