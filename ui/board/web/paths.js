// Paths of SVG from places in a picture.

// A line through places [px]; where one is missing the pen is lifted.
export function linePath(at) {
  let path = "", pen = "M";
  for (const [x, y] of at) {
    if (Number.isFinite(x) && Number.isFinite(y)) {
      // Far outside the picture digits do not matter, but a browser's numbers end.
      path += `${pen}${clamp(x).toFixed(2)},${clamp(y).toFixed(2)}`;
      pen = "L";
    } else pen = "M";
  }
  return path || "M0,0Z";
}

function clamp(pixels) {
  return Math.max(-1e5, Math.min(1e5, pixels));
}
