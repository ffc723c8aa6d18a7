// Plays a lever's sweep while the lever moves: numbers, sentence, other levers and charts, frame by
// frame, with no message to Python. What is missing or out of date is left to the release.

import { APART } from "./channel.js";
import { showWords } from "./chart.js";
import { partsOf } from "./dom.js";
import { drawFrame } from "./frame.js";
import { showAims, showNumber, showSentence } from "./headline.js";
import { followLever, showEcho } from "./lever.js";

const HOVER_WAIT = 100; // ms of rest on a lever before its sweep is asked for
const FOCUS_WAIT = 60;
const SETTLE_WAIT = 200; // ms after a release before the sweep is made anew around the handle
const ASK_AGAIN = 1500; // ms without an answer
const EDGE = 4; // rungs before the end of a sweep at which the next one is asked for
const REPLAYS = 3;
const REPLAY_TIME = 1100; // ms for one pass, with a rest at its end
const REPLAY_REST = 450;

export class Player {
  constructor(board) {
    this.board = board;
    this.sweeps = new Map(); // lever -> sweep
    this.active = null; // the lever whose frames are on the page
    this.frames = 0;
    this.askedAt = this.heardAt = 0; // of the newest question, and of the newest answer
    this.hub = globalThis.__ndFeeder ||= {};
    this.hub.receive = (bytes) => this.receive(bytes);
    const stop = () => { if (this.replaying) this.stopReplay(); };
    document.addEventListener("pointerdown", stop, { signal: board.signal, capture: true });
    document.addEventListener("keydown", stop, { signal: board.signal, capture: true });
  }

  // The page shows frames, and what Python said in the meantime has to wait.
  busy() {
    if (this.replaying) return true;
    const part = this.active && this.lever(this.active);
    return Boolean(part) && (part.held || this.board.channel.waits(part.name));
  }

  lever(name) {
    return this.board.allLevers().get(name);
  }

  sweepOf(part) {
    const sweep = this.sweeps.get(part.name);
    return sweep && sweep.token === part.lever.token ? sweep : null;
  }

  // Whether there is a frame of a lever at a rung.
  has(part, index) {
    const sweep = this.sweepOf(part);
    return Boolean(sweep?.possible[index - sweep.first]);
  }

  // ---- asking ---------------------------------------------------------------------------------

  watch(part) {
    const later = (wait) => {
      clearTimeout(part.askTimer);
      part.askTimer = setTimeout(() => this.ask(part), wait);
    };
    part.node.addEventListener("pointerenter", (event) => {
      part.hovered = event.pointerType === "mouse";
      if (part.hovered) later(HOVER_WAIT);
    });
    part.node.addEventListener("pointerleave", () => {
      part.hovered = false;
      clearTimeout(part.askTimer);
    });
    part.range.addEventListener("pointerdown", () => this.ask(part));
    part.range.addEventListener("focus", () => later(FOCUS_WAIT)); // a key may follow at once
  }

  ask(part, center = Number(part.range.value)) {
    const { token, derived } = part.lever;
    if (!token || derived || part.range.disabled || !this.hub.ask || !part.node.isConnected) return;
    const known = this.sweepOf(part);
    const charts = this.inView();
    const beside = this.board.kept.seen;
    const covered = known && charts.every((id) => known.asked.includes(id)) && (!beside || known.tabled);
    if (covered && (known.center === center || !this.nearEdge(part, known, center))) return;
    if (!this.board.channel.rests()) {
      this.settled();
      return;
    }
    const key = `${token}:${center}:${charts}:${beside}`;
    if (this.asked === key && Date.now() - this.askedAt < ASK_AGAIN) return;
    this.asked = key;
    this.askedAt = Date.now();
    this.speak({ lever: part.name, center, charts, beside });
  }

  speak(request) {
    this.hub.speaking = true;
    setTimeout(() => { this.hub.speaking = false; }, APART);
    this.hub.ask({ ...request, n: (this.asks = (this.asks || 0) + 1) });
  }

  // Charts that nobody sees need no frames: the release draws them.
  inView() {
    return [...partsOf(this.board.charts)].filter(([, part]) => part.seen).map(([id]) => id);
  }

  // A sweep was asked for and is not here yet: only the newest question is answered.
  waitsForSweep() {
    return this.askedAt > this.heardAt && Date.now() - this.askedAt < ASK_AGAIN;
  }

  nearEdge(part, sweep, index) {
    const last = sweep.first + sweep.possible.length - 1;
    return (index < sweep.first + EDGE && sweep.first > 0) ||
      (index > last - EDGE && last < part.lever.rungs.length - 1);
  }

  receive(bytes) {
    this.heardAt = Date.now();
    const block = bytes.slice(); // its own buffer, so that the floats lie where floats may lie
    const size = new DataView(block.buffer).getUint32(0, true);
    const sweep = JSON.parse(new TextDecoder().decode(block.subarray(4, 4 + size)));
    if (sweep.bands) {
      this.board.bands.receive(sweep);
      return;
    }
    if (sweep.echo) {
      showEcho(this.lever(sweep.echo), sweep);
      return;
    }
    sweep.body = new Float32Array(block.buffer, 4 + size);
    const part = this.lever(sweep.lever);
    if (!part || part.lever.token !== sweep.token) return; // of a scenario that is no longer here
    this.sweeps.set(sweep.lever, sweep);
    globalThis.__ndSwept = { lever: sweep.lever, center: sweep.center, at: performance.now() };
    if (part.held) this.play(part, Number(part.range.value));
  }

  // After a release: exact data is here, so make the sweep of the lever at hand exact too.
  settled() {
    clearTimeout(this.settleTimer);
    this.settleTimer = setTimeout(() => {
      if (this.board.signal.aborted || this.busy()) return;
      this.board.eachLever((part) => {
        const sweep = this.sweepOf(part);
        const near = !sweep || this.nearEdge(part, sweep, Number(part.range.value));
        if (part.hovered || (near && document.activeElement === part.range)) this.ask(part);
      });
    }, SETTLE_WAIT);
  }

  // ---- playing --------------------------------------------------------------------------------

  play(part, index) {
    const sweep = this.sweepOf(part);
    if (!sweep) {
      this.ask(part, index);
      return;
    }
    this.next = { part, sweep, index };
    if (this.scheduled) return;
    this.scheduled = true;
    requestAnimationFrame(() => {
      this.scheduled = false;
      if (this.next && !this.board.signal.aborted) this.draw(this.next);
    });
  }

  draw({ part, sweep, index }) {
    this.next = null;
    if (this.nearEdge(part, sweep, index)) this.ask(part, index);
    const k = index - sweep.first;
    if (!sweep.possible[k]) return; // out of the sweep, or a plan that cannot be
    this.active = part.name;
    const board = this.board;
    for (const [name, frames] of Object.entries(sweep.numbers)) showNumber(board, name, frames[k]);
    showSentence(board, sweep.sentence[k]);
    showAims(board, sweep.aims && sweep.aims[k]);
    for (const [name, frames] of Object.entries(sweep.levers)) followLever(this.lever(name), frames.text[k], frames.index[k]);
    const plots = partsOf(board.charts);
    for (const { id, traces, axes, ...words } of sweep.charts) {
      const chart = plots.get(id);
      if (!chart || !chart.drawn || !chart.seen) continue;
      if (traces.length || axes) drawFrame(board, chart, sweep, { traces, axes }, k);
      showWords(chart, words, k);
    }
    if (sweep.beside) board.kept.show(sweep.beside, k);
    this.frames += 1;
    globalThis.__ndPlayed = { lever: part.name, index, frames: this.frames, at: performance.now() };
  }

  // Frames are no longer wanted: back to what Python said last.
  finish() {
    if (!this.active || this.busy()) return;
    this.active = null;
    this.next = null;
    this.board.patch();
  }

  // ---- replay ---------------------------------------------------------------------------------

  moved(name, from, to) {
    const begin = to > from ? Math.floor(from) : Math.ceil(from); // between two rungs there is no frame
    if (begin === to) return;
    this.last = { name, from: begin, to };
    this.board.showReplay();
  }

  canReplay() {
    const part = this.last && this.lever(this.last.name);
    return Boolean(part && !part.lever.derived);
  }

  async replay() {
    if (!this.last || !this.canReplay() || this.replaying) return;
    const { name, from, to } = this.last;
    const part = this.lever(name);
    this.ask(part);
    for (let wait = 0; wait < ASK_AGAIN && !this.sweepOf(part); wait += 50) await new Promise((done) => setTimeout(done, 50));
    const sweep = this.sweepOf(part);
    if (!sweep) return;
    this.replaying = true;
    const began = performance.now();
    const pass = REPLAY_TIME + REPLAY_REST;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const step = (now) => {
      if (!this.replaying || this.board.signal.aborted || now - began > (still ? 1 : REPLAYS) * pass) return this.stopReplay();
      const played = Math.min(1, Math.max(0, ((now - began) % pass) / REPLAY_TIME));
      const share = still ? Math.round(played) : played; // who wants no motion sees before and after
      const index = Math.round(from + (to - from) * share * share * (3 - 2 * share));
      followLever(part, part.lever.rungs[index], index);
      this.draw({ part, sweep, index });
      return requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  stopReplay() {
    if (!this.replaying) return;
    this.replaying = false;
    this.finish();
  }
}
