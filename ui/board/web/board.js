// The board as a whole. Streamlit calls the default export at every change of the data, always
// with the same parentElement: the page is built once and patched from then on.

import { isLocal, shareAddress } from "./address.js";
import { Bands } from "./bands.js";
import { Bubble } from "./bubble.js";
import { channelOf } from "./channel.js";
import { dropChart, makeChart, patchChart } from "./chart.js";
import { makeChoice, patchChoice } from "./choice.js";
import { copied } from "./copying.js";
import { queueChart, startDrawing } from "./drawing.js";
import { WORDS, el, keyed, onChange, partsOf, say, setAttr, setText } from "./dom.js";
import { patchAims, patchNumbers, patchSentence } from "./headline.js";
import { KeptRuns } from "./kept.js";
import { makeLever, patchLever, placeMarks } from "./lever.js";
import { Paper } from "./paper.js";
import { Player } from "./player.js";
import { makeFileButton, patchFileButton } from "./standalone.js";
import { showsDark } from "./streamlit_page.js";
import { fill, placeTop, watch } from "./surroundings.js";

const BOARDS = new Map(); // root element -> Board

class Board {
  constructor(root, data) {
    this.root = root;
    this.page = data.page;
    this.words = { ...WORDS, ...data.words };
    this.channel = channelOf(Boolean(data.apart));
    this.stop = new AbortController();
    this.signal = this.stop.signal;
    this.dirty = new Set();
    this.dismissed = new Set();
    this.announce = this.sized = false;
    this.printing = false;
    this.filled = 0;
    this.liveTimer = 0;
    this.bubble = new Bubble(root, this.signal);
    this.player = new Player(this);
    this.bands = new Bands(this);
    this.kept = new KeptRuns(this);
    this.build(data);
    this.paper = new Paper(this);
    watch(this);
  }

  build(data) {
    const div = (name, attributes) => el("div", `nd-${name}`, attributes);
    this.notices = div("notices", { role: "status" });
    this.toolbar = div("toolbar");
    this.status = div("copied", { role: "status" });
    this.levers = el("section", "nd-levers");
    this.leversTitle = el("h2", "nd-levers-title");
    this.leverChoices = div("lever-choices");
    this.leverItems = div("lever-items");
    this.levers.append(this.leversTitle, this.leverChoices, this.leverItems);
    this.sentence = el("p", "nd-sentence");
    this.aims = el("ul", "nd-aims");
    this.numbers = el("dl", "nd-numbers");
    this.strip = div("strip");
    this.charts = div("charts");
    this.footer = el("footer", "nd-footer");
    this.file = makeFileButton(this);
    this.live = div("live", { "aria-live": "polite" });
    const main = el("div", "nd-main", {}, [this.sentence, this.aims, this.numbers, this.strip, this.charts, this.kept.node, this.file, this.footer]);
    this.body = el("div", data.apart ? "nd-body nd-apart" : "nd-body", {}, [this.notices, this.toolbar, this.levers, main, this.live]);
    this.root.prepend(this.body);
  }

  // The levers of the column and those in the heads of charts, by name; and the lines of charts that a hand moves.
  allLevers() {
    const charts = [...partsOf(this.charts).values()], heads = charts.flatMap((chart) => [...partsOf(chart.levers)]);
    const lines = new Map(charts.flatMap(({ hand }) => hand || []).map((hand) => [hand.name, hand]));
    return new Map([...lines, ...partsOf(this.leverItems), ...heads]);
  }

  eachLever(task) {
    for (const part of this.allLevers().values()) task(part);
  }

  eachChart(task) {
    for (const part of partsOf(this.charts).values()) task(part);
  }

  redraw() {
    this.eachChart((part) => queueChart(this, part));
  }

  // Returns whether the theme or its colors changed.
  theme() {
    const dark = !this.printing && showsDark();
    const colors = (this.data.colors || {})[dark ? "dark" : "light"] || {};
    const font = getComputedStyle(this.body).fontFamily;
    const key = JSON.stringify([dark, colors, font]);
    if (key === this.themeKey) return false;
    this.themeKey = key;
    this.colors = colors;
    this.font = font;
    this.root.classList.toggle("nd-dark", dark);
    for (const [name, color] of Object.entries(colors)) {
      if (/^[\w-]+$/.test(name)) this.root.style.setProperty(`--nd-c-${name}`, color);
    }
    return true;
  }

  update(data) {
    this.data = data;
    globalThis.__ndUpdates = (globalThis.__ndUpdates || 0) + 1;
    this.channel.acknowledge(data.ack);
    this.theme();
    this.patchNotices(data.notices);
    this.patchToolbar(data.toolbar);
    if (!this.player.busy()) this.patch();
  }

  // Everything that a drag plays: left alone while one does.
  patch() {
    const data = this.data;
    this.player.active = null;
    this.patchLevers(data.levers);
    patchSentence(this, this.bands.sentence);
    patchAims(this, data.aims);
    patchNumbers(this, data.numbers);
    onChange(this.strip, "strip", data.strip || [], (lines) => this.strip.replaceChildren(
      ...lines.map((line) => el("p", "", { "data-kind": line.kind }, [line.text]))));
    this.body.classList.toggle("nd-stale", Boolean(data.stale));
    this.patchCharts(data.charts);
    patchFileButton(this, this.file);
    this.kept.patch(data.beside);
    this.footer.hidden = !data.footer?.length;
    onChange(this.footer, "footer", data.footer || [], (lines) => this.footer.replaceChildren(...lines.map((line) => el("p", "", {}, [line.text]))));
    startDrawing(this);
    requestAnimationFrame(() => fill(this));
    this.player.settled();
    this.bands.later();
  }

  patchNotices(notices) {
    const key = (notice) => `${notice.kind}:${notice.text}`;
    const now = new Set((notices || []).map(key));
    for (const old of this.dismissed) if (!now.has(old)) this.dismissed.delete(old);
    const make = (notice) => {
      const close = el("button", "nd-close", { type: "button", "aria-label": this.words.dismiss }, ["\u00d7"]);
      const node = el("div", "nd-notice", { "data-kind": notice.kind }, [el("span", "", {}, [notice.text]), close]);
      close.addEventListener("click", () => {
        this.dismissed.add(key(notice));
        this.patchNotices(this.data.notices);
      });
      return { node };
    };
    keyed(this.notices, (notices || []).filter((notice) => !this.dismissed.has(key(notice))), key, make, () => {});
  }

  patchToolbar(toolbar) {
    this.toolbar.hidden = !toolbar;
    if (!toolbar) return;
    const items = [
      ...(toolbar.choices || []).map((item) => ({ ...item, kind: "choice" })),
      ...(toolbar.buttons || []).map((item) => ({ ...item, kind: "button" })),
      ...(toolbar.replay ? [{ ...toolbar.replay, kind: "replay", name: "" }] : []),
      ...(toolbar.copy ? [{ ...toolbar.copy, kind: "copy", name: "" }] : []),
      { kind: "status", name: "" },
    ];
    const make = (item) => {
      if (item.kind === "choice") return makeChoice(this);
      if (item.kind === "status") return { node: this.status };
      const node = el("button", "nd-button", { type: "button" });
      const press = () => this.channel.push({ type: "press", name: item.name });
      const act = { copy: () => this.copy(), replay: () => this.player.replay() }[item.kind] || press;
      node.addEventListener("click", act);
      return { node };
    };
    keyed(this.toolbar, items, (item) => `${item.kind}:${item.name}`, make, (part, item) => {
      if (item.kind === "choice") patchChoice(this, part, item);
      if (item.kind === "choice" || item.kind === "status") return;
      setText(part.node, item.label);
      setAttr(part.node, "title", item.help);
      setAttr(part.node, "aria-description", item.help);
      setAttr(part.node, "aria-keyshortcuts", item.keys?.length ? item.keys.join(" ") : null);
      if (item.kind === "replay") this.replayButton = part.node;
      else part.node.disabled = Boolean(item.disabled);
    });
    this.showReplay();
  }

  showReplay() {
    if (this.replayButton) this.replayButton.disabled = !this.player.canReplay();
  }

  async copy() {
    const words = this.data.toolbar.copy;
    const address = shareAddress(this.data.link, this.data.public_url);
    const hint = isLocal(address) ? words.localhost : "";
    clearTimeout(this.copyTimer);
    if (await copied(address)) {
      this.status.replaceChildren([words.done, hint].filter(Boolean).join(". "));
    } else {
      const field = el("input", "nd-box", { type: "text", readonly: "", "aria-label": this.words.copy });
      field.value = address;
      this.status.replaceChildren(`${this.words.copy} `, field, hint ? ` ${hint}` : "");
      field.select();
      return;
    }
    this.copyTimer = setTimeout(() => this.status.replaceChildren(), hint ? 8000 : 3000);
  }

  patchLevers(levers) {
    this.levers.hidden = !levers;
    this.body.classList.toggle("nd-alone", !levers);
    this.body.classList.toggle("nd-beside", Boolean(levers));
    if (!levers) return;
    say(this.leversTitle, levers.title);
    setAttr(this.levers, "aria-label", levers.title);
    keyed(this.leverChoices, levers.choices, (item) => item.name, () => makeChoice(this), (part, item) => patchChoice(this, part, item));
    keyed(this.leverItems, levers.items, (item) => item.name, (item) => makeLever(this, item), (part, item) => patchLever(this, part, item));
    const fresh = [...this.allLevers().values()].filter((part) => !part.placed);
    for (const part of fresh) part.placed = true;
    if (this.sized) placeMarks(fresh); // else with the first look at all sizes, before anything is painted
  }

  patchCharts(charts) {
    this.charts.hidden = !(charts && charts.length);
    this.charts.classList.toggle("nd-single", (charts || []).length === 1);
    const [first, before] = [(charts || [])[0], this.firstChart];
    const make = (item) => makeChart(this, item);
    keyed(this.charts, charts, (item) => item.id, make, (part, given) => {
      const item = this.bands.pictured(given, part.chart);
      if (given === first) this.firstChart = part;
      part.node.classList.toggle("nd-first", given === first);
      patchChart(this, part, item);
    }, (part) => dropChart(this, part));
    if (this.sized && this.firstChart !== before) placeTop(this);
  }

  destroy() {
    this.stop.abort();
    this.channel.rest(this);
    this.kept.inView.disconnect();
    for (const wait of [this.liveTimer, this.copyTimer, this.player.settleTimer, this.bands.timer]) clearTimeout(wait);
    this.eachChart((part) => dropChart(this, part));
    this.root.replaceChildren();
    this.root.removeAttribute("style");
    BOARDS.delete(this.root);
  }
}

export default function nextDollarBoard(component) {
  const { data, parentElement, setTriggerValue } = component;
  for (const board of [...BOARDS.values()]) if (!board.root.isConnected) board.destroy();
  const root = parentElement.querySelector(".nd-root");
  if (!root || !data) return undefined;
  if (BOARDS.has(root) && BOARDS.get(root).page !== data.page) BOARDS.get(root).destroy();
  if (!BOARDS.has(root)) BOARDS.set(root, new Board(root, data));
  const board = BOARDS.get(root);
  board.channel.speakFor(board, setTriggerValue);
  board.update(data);
  // Streamlit also calls this for a call that was overtaken, while everything is still in use.
  return () => setTimeout(() => { if (!root.isConnected) board.destroy(); }, 0);
}
