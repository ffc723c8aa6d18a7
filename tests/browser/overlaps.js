// What is wrong with the texts of all charts of a page, measured on the screen: pairs that overlap, texts cut by the
// edge of their plot, tick labels that had to turn, and texts that a line, the edge of a bar or a point strikes.
() => {
  const APART = 0.5; // px: boxes that share less than this touch and do not overlap
  const AIR = 0.2; // of a line of type, above its capitals and again below its base
  const FAINT = 0.35; // of full strength: what is fainter is a shade, on which one reads as on paper
  const STEP = 2; // px between the places where a line is looked at
  const MOST = 4000; // such places of one line

  const visible = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    Math.max(node.getBoundingClientRect().width, node.getBoundingClientRect().height) > 0;
  const words = (node) => node.textContent.replace(/\s+/g, " ").trim();
  const moved = (m, x, y) => [m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f];

  // How much of a node's paint is seen, with all groups around it.
  function strength(node, paint) {
    const style = getComputedStyle(node);
    if (style[paint] === "none" || (paint === "stroke" && !(Number.parseFloat(style.strokeWidth) > 0))) return 0;
    const alpha = /rgba\(.*, ([\d.]+)\)/.exec(style[paint]);
    let total = Number(style[`${paint}Opacity`]) * (alpha ? Number(alpha[1]) : 1);
    for (let at = node; at && at.tagName !== "svg"; at = at.parentElement) total *= Number(getComputedStyle(at).opacity);
    return total;
  }

  // The ink of one line of type: its corners on the screen, and the way back from the screen.
  function inkOf(line) {
    const said = line.textContent, begin = said.search(/\S/), end = said.trimEnd().length;
    const matrix = line.getScreenCTM();
    if (begin < 0 || !matrix) return null;
    const letters = Array.from({ length: end - begin }, (_, i) => line.getExtentOfChar(begin + i)).filter(({ width }) => width);
    if (!letters.length) return null;
    const left = Math.min(...letters.map((one) => one.x)), right = Math.max(...letters.map((one) => one.x + one.width));
    const high = Math.min(...letters.map((one) => one.y)), low = Math.max(...letters.map((one) => one.y + one.height));
    const air = AIR * Math.max(...letters.map((one) => one.height));
    const box = { left, right, top: high + air, bottom: low - air };
    const corners = [[left, box.top], [right, box.top], [right, box.bottom], [left, box.bottom]].map(([x, y]) => moved(matrix, x, y));
    return { box, corners, back: matrix.inverse() };
  }

  const cornersOf = ({ left, right, top, bottom }) => [[left, top], [right, top], [right, bottom], [left, bottom]];
  const reach = (corners, [x, y]) => {
    const along = corners.map((corner) => corner[0] * x + corner[1] * y);
    return [Math.min(...along), Math.max(...along)];
  };

  // By how much two boxes overlap, which may be turned: the least way [px] that parts them.
  function overlap(one, two) {
    let least = Infinity;
    for (const corners of [one, two]) {
      for (const i of [0, 1]) {
        const side = [corners[i + 1][0] - corners[i][0], corners[i + 1][1] - corners[i][1]];
        const length = Math.hypot(...side) || 1;
        const [a, b] = [one, two].map((each) => reach(each, [-side[1] / length, side[0] / length]));
        least = Math.min(least, Math.min(a[1], b[1]) - Math.max(a[0], b[0]));
      }
    }
    return least;
  }

  const inside = ({ box, back }, x, y) => {
    const [left, top] = moved(back, x, y);
    return left > box.left + 1 && left < box.right - 1 && top > box.top + 1 && top < box.bottom - 1;
  };

  // The part of the screen that the plot and the clips around a node leave.
  function clipOf(node, plot) {
    let { left, right, top, bottom } = plot.getBoundingClientRect();
    for (let at = node; at && at !== plot; at = at.parentElement) {
      const name = /url\(["']?[^#]*#([^"')]+)/.exec(at.getAttribute("clip-path") || "");
      const rect = name && document.getElementById(name[1])?.querySelector("rect");
      const matrix = rect && at.getScreenCTM();
      if (!matrix) continue;
      const { x, y, width, height } = rect.getBBox();
      const [from, to] = [moved(matrix, x, y), moved(matrix, x + width, y + height)];
      [left, top] = [Math.max(left, from[0]), Math.max(top, from[1])];
      [right, bottom] = [Math.min(right, to[0]), Math.min(bottom, to[1])];
    }
    return { left: left - 1, right: right + 1, top: top - 1, bottom: bottom + 1 };
  }

  const within = ([x, y], { left, right, top, bottom }) => x >= left && x <= right && y >= top && y <= bottom;

  // Where a line runs on the screen, as far as it is not clipped.
  function placesOf(path, plot) {
    const matrix = path.getScreenCTM(), length = path.getTotalLength(), clip = clipOf(path, plot);
    if (!matrix || !length) return [];
    const steps = Math.min(MOST, Math.ceil(length / STEP));
    const places = Array.from({ length: steps + 1 }, (_, i) => path.getPointAtLength((i * length) / steps));
    return places.map(({ x, y }) => moved(matrix, x, y)).filter((place) => within(place, clip));
  }

  function troublesOf(plot) {
    const found = [];
    const texts = [...plot.querySelectorAll(".main-svg text")]
      .filter((node) => words(node) && visible(node) && !node.closest(".hoverlayer") && strength(node, "fill") > 0.1)
      .map((node) => {
        const lines = [...node.querySelectorAll("tspan.line")];
        return { node, said: words(node), inks: (lines.length ? lines : [node]).map(inkOf).filter(Boolean) };
      });
    texts.forEach(({ node, said, inks }, i) => {
      const clip = clipOf(node, plot);
      if (inks.some(({ corners }) => corners.some((corner) => !within(corner, clip)))) found.push(["cut", said]);
      for (const other of texts.slice(i + 1)) {
        const met = inks.some((a) => other.inks.some((b) => overlap(a.corners, b.corners) > APART));
        if (met) found.push(["overlap", said, other.said]);
      }
      const turned = inks.some(({ corners: [a, b] }) => Math.abs(b[1] - a[1]) > 1);
      if (turned && node.closest(".xaxislayer-above") && plot._fullLayout.xaxis.tickangle === "auto") found.push(["turned", said]);
    });
    const struck = (path, what) => {
      const { left, right, top, bottom } = path.getBoundingClientRect();
      const around = cornersOf({ left: left - 1, right: right + 1, top: top - 1, bottom: bottom + 1 });
      const near = texts.flatMap(({ said, inks }) => inks.filter(({ corners }) => overlap(corners, around) > 0).map((ink) => [said, ink]));
      if (!near.length) return;
      const places = placesOf(path, plot);
      for (const [said, ink] of near) if (places.some(([x, y]) => inside(ink, x, y))) found.push([what, said]);
    };
    const strong = (path, ...paints) => visible(path) && paints.some((paint) => strength(path, paint) >= FAINT);
    for (const path of plot.querySelectorAll(".scatterlayer path.js-line")) if (strong(path, "stroke")) struck(path, "struck by a line");
    for (const path of plot.querySelectorAll(".shapelayer path")) if (strong(path, "stroke", "fill")) struck(path, "struck by a shape");
    for (const path of plot.querySelectorAll(".barlayer path")) if (strong(path, "stroke", "fill")) struck(path, "struck by a bar");
    for (const point of plot.querySelectorAll(".scatterlayer path.point")) {
      if (!strong(point, "stroke", "fill")) continue;
      const box = cornersOf(point.getBoundingClientRect());
      for (const { said, inks } of texts) if (inks.some(({ corners }) => overlap(corners, box) > 1)) found.push(["struck by a point", said]);
    }
    return found;
  }

  const plots = [...document.querySelectorAll(".js-plotly-plot")].filter(visible);
  const lines = plots.flatMap((plot) => troublesOf(plot).map((trouble) =>
    [plot.closest("[data-chart]")?.dataset.chart, ...trouble].join(" | ")));
  return [...new Set(lines)];
}
