// Two small buttons per chart: its picture, with question and source on it, and its table.

const PICTURE = { width: 1000, side: 32, top: 84, legend: 26, bottom: 82 }; // px; the file has twice as many

function makeTakeaway(board, part) {
  const button = (kind, click) => {
    const node = el("button", "nd-view nd-take-button", { type: "button", "data-take": kind });
    node.addEventListener("click", click);
    return node;
  };
  const png = button("png", () => savePicture(board, part));
  const csv = button("csv", () => saveTable(part));
  return { node: el("div", "nd-take", { role: "group" }, [png, csv]), png, csv };
}

function patchTakeaway(board, part) {
  const words = board.data.takeaway;
  part.take.node.hidden = !words;
  if (!words) return;
  setAttr(part.take.node, "aria-label", `${words.label}: ${part.chart.question}`);
  for (const kind of ["png", "csv"]) {
    setText(part.take[kind], words[kind]);
    setAttr(part.take[kind], "aria-label", `${words[kind]}: ${part.chart.question}`);
    setAttr(part.take[kind], "title", words.label);
  }
  part.take.csv.hidden = !part.chart.csv;
}

function save(content, name) {
  const link = el("a", "", { href: URL.createObjectURL(content), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// The mark in front tells spreadsheets that the text is UTF-8.
function saveTable(part) {
  save(new Blob(["\ufeff", part.chart.csv], { type: "text/csv" }), `next-dollar-${part.id}.csv`);
}

// Plotly does not break lines by itself: about so many characters fit across the picture.
function wrapped(text, most) {
  const lines = [""];
  for (const word of String(text || "").replace(/[<>&]/g, (mark) => `&#${mark.charCodeAt(0)};`).split(/\s+/)) {
    if (lines.at(-1) && lines.at(-1).length + word.length >= most) lines.push("");
    lines[lines.length - 1] += (lines.at(-1) ? " " : "") + word;
  }
  return lines;
}

async function savePicture(board, part) {
  const plotly = await loadPlotly(board.data.plotly_url);
  const { data, layout } = finalFigure(board, part);
  const paper = getComputedStyle(board.root.closest(".stApp") || document.body).backgroundColor;
  const quiet = getComputedStyle(part.subtitle).color;
  const title = [...wrapped(part.chart.question, 80).map((line) => `<b>${line}</b>`),
    ...wrapped(part.chart.subtitle, 120).map((line) => `<span style="font-size:14px;color:${quiet}">${line}</span>`)];
  const room = PICTURE.top + 26 * (title.length - 1) + (layout.showlegend ? PICTURE.legend : 0);
  layout.width = PICTURE.width;
  // A picture does not take the page's own fonts along: it is measured in what it is drawn with.
  layout.font = { ...layout.font, family: "Arial, Helvetica, sans-serif" };
  layout.height = (part.chart.height || 300) + room + PICTURE.bottom;
  layout.autosize = false;
  layout.paper_bgcolor = layout.plot_bgcolor = paper;
  layout.margin = { ...layout.margin, l: PICTURE.side, r: PICTURE.side + 16, t: room, b: PICTURE.bottom };
  layout.title = {
    text: title.join("<br>"), automargin: false,
    x: 0, xref: "container", xanchor: "left", pad: { l: PICTURE.side },
    y: 1 - 40 / layout.height, yref: "container", yanchor: "top", font: { size: 20 },
  };
  layout.annotations = [...(layout.annotations || []), {
    text: wrapped(board.data.takeaway.source, 130).join("<br>"), font: { size: 12, color: quiet }, showarrow: false,
    xref: "paper", x: 1, xanchor: "right", yref: "paper", y: 0, yanchor: "top", yshift: -52, align: "right",
  }];
  await plotly.downloadImage({ data, layout }, {
    format: "png", width: layout.width, height: layout.height, scale: 2, filename: `next-dollar-${part.id}`,
  });
}
