// The board as a whole. Streamlit calls the default export at every change of the data, always
// with the same parentElement: the page is built once and patched from then on.

const BOARDS = new Map(); // root element -> Board

class Board {
  constructor(root, data) {
    this.root = root;
    this.page = data.page;
    this.words = { ...WORDS, ...data.words };
    this.channel = new Channel();
    this.stop = new AbortController();
    this.signal = this.stop.signal;
    this.count = 0;
    this.dirty = new Set();
    this.dismissed = new Set();
    this.bubble = new Bubble(root, this.signal);
    this.player = new Player(this);
    this.bands = new Bands(this);
    this.build();
    this.watch();
  }

  build() {
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
    this.numbers = el("dl", "nd-numbers");
    this.charts = div("charts");
    this.footer = el("footer", "nd-footer");
    this.live = div("live", { "aria-live": "polite" });
    const main = el("div", "nd-main", {}, [this.sentence, this.numbers, this.charts, this.footer]);
    this.body = el("div", "nd-body", {}, [this.notices, this.toolbar, this.levers, main, this.live]);
    this.root.prepend(this.body);
  }

  // What changes without a word from Python: theme, width, phone or desktop.
  watch() {
    const signal = this.signal;
    const retheme = () => { if (this.root.isConnected && this.theme()) this.redraw(); };
    const soon = () => [60, 400].forEach((wait) => setTimeout(retheme, wait));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", soon, { signal });
    matchMedia(PHONE).addEventListener("change", () => this.redraw(), { signal });
    const app = this.root.closest(".stApp");
    const classes = new MutationObserver(soon);
    if (app) classes.observe(app, { attributes: true, attributeFilter: ["class", "style"] });
    const sizes = new ResizeObserver(() => {
      this.eachLever(placeMarks);
      this.root.style.setProperty("--nd-sentence-height", `${this.sentence.offsetHeight}px`);
    });
    sizes.observe(this.levers);
    sizes.observe(this.sentence);
    signal.addEventListener("abort", () => { classes.disconnect(); sizes.disconnect(); });
    if (document.fonts) document.fonts.ready.then(() => this.eachLever(placeMarks));
  }

  eachLever(task) {
    for (const part of (this.leverItems.ndKeyed || new Map()).values()) task(part);
  }

  redraw() {
    for (const part of (this.charts.ndKeyed || new Map()).values()) queueChart(this, part);
  }

  // Returns whether the theme or its colors changed.
  theme() {
    const dark = isDark(this.root);
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
    this.patchSentence(data.sentence);
    this.patchNumbers(data.numbers);
    this.patchCharts(data.charts);
    const footer = data.footer || [];
    this.footer.hidden = !footer.length;
    onChange(this.footer, "footer", footer, () => this.footer.replaceChildren(...footer.map((item) => el("p", "", {}, [item.text]))));
    startDrawing(this);
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
      const act = { copy: () => this.copy(node), replay: () => this.player.replay() }[item.kind] || press;
      node.addEventListener("click", act);
      return { node };
    };
    keyed(this.toolbar, items, (item) => `${item.kind}:${item.name}`, make, (part, item) => {
      if (item.kind === "choice") patchChoice(this, part, item);
      if (item.kind === "choice" || item.kind === "status") return;
      setText(part.node, item.label);
      setAttr(part.node, "title", item.help);
      setAttr(part.node, "aria-description", item.help);
      if (item.kind === "replay") this.replayButton = part.node;
      else part.node.disabled = Boolean(item.disabled);
    });
    this.showReplay();
  }

  showReplay() {
    if (this.replayButton) this.replayButton.disabled = !this.player.canReplay();
  }

  async copy(button) {
    const words = this.data.toolbar.copy;
    const address = shareAddress(this.data.link, this.data.public_url);
    const hint = isLocal(address) ? words.localhost : "";
    clearTimeout(this.copyTimer);
    try {
      await navigator.clipboard.writeText(address);
      this.status.replaceChildren([words.done, hint].filter(Boolean).join(". "));
    } catch {
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
    if (!levers) return;
    say(this.leversTitle, levers.title);
    setAttr(this.levers, "aria-label", levers.title);
    keyed(this.leverChoices, levers.choices, (item) => item.name, () => makeChoice(this), (part, item) => patchChoice(this, part, item));
    keyed(this.leverItems, levers.items, (item) => item.name, (item) => makeLever(this, item), (part, item) => patchLever(this, part, item));
    this.eachLever((part) => { if (!part.placed) { placeMarks(part); part.placed = true; } });
  }

  patchSentence(sentence) {
    this.sentence.hidden = !(sentence && sentence.length);
    onChange(this.sentence, "text", sentence || [], (pieces) => {
      this.sentence.replaceChildren(...pieces.map((piece) => (piece.strong ? el("strong", "", {}, [piece.text]) : piece.text)));
      const text = this.sentence.textContent;
      clearTimeout(this.liveTimer);
      // Said aloud only after a change, and once things have come to rest.
      if (this.announce) this.liveTimer = setTimeout(() => setText(this.live, text), 600);
      this.announce = true;
    });
  }

  patchNumbers(numbers) {
    this.numbers.hidden = !(numbers && numbers.length);
    const make = () => {
      const help = this.bubble.button(this.words);
      const part = { help, label: el("span"), value: el("span", "nd-value"), unit: el("span", "nd-number-unit"), detail: el("dd", "nd-detail"), band: el("dd", "nd-band") };
      part.node = el("div", "nd-number", {}, [
        el("dt", "", {}, [part.label, help.node]), el("dd", "nd-figure", {}, [part.value, " ", part.unit]), part.detail, part.band]);
      return part;
    };
    keyed(this.numbers, numbers, (item) => item.name, make, (part, item) => {
      setAttr(part.node, "data-number", item.name);
      setText(part.label, item.label);
      setText(part.value, item.value);
      say(part.unit, item.unit);
      say(part.detail, item.detail);
      part.band.hidden = !this.data.bands; // where there will be bands their line is kept free
      setText(part.band, this.bands.line(item.name));
      part.help.patch(item.label, item.help);
    });
  }

  patchCharts(charts) {
    this.charts.hidden = !(charts && charts.length);
    this.charts.classList.toggle("nd-single", (charts || []).length === 1);
    const first = (charts || [])[0];
    const make = (item) => makeChart(this, item);
    keyed(this.charts, charts, (item) => item.id, make, (part, item) => {
      if (item === first) this.firstChart = part;
      part.node.classList.toggle("nd-first", item === first);
      patchChart(this, part, item);
    }, (part) => dropChart(this, part));
  }

  destroy() {
    this.stop.abort();
    const { timer, again } = this.channel;
    for (const wait of [this.liveTimer, this.copyTimer, timer, again, this.player.settleTimer, this.bands.timer]) clearTimeout(wait);
    for (const part of (this.charts.ndKeyed || new Map()).values()) dropChart(this, part);
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
  board.channel.transport = setTriggerValue;
  board.update(data);
  // Streamlit also calls this for a call that was overtaken, while everything is still in use.
  return () => setTimeout(() => { if (!root.isConnected) board.destroy(); }, 0);
}
