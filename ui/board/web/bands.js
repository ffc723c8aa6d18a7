// What is too dear for a release: lines under the numbers and traces over the charts that say what the fit leaves
// open, a firmer sentence, and charts that wait. Python is asked when the board has rested for a while.

import { patchNumbers, patchSentence } from "./headline.js";

const BANDS_WAIT = 900; // ms of rest
const BANDS_AGAIN = 1500; // ms without an answer; twice as long each time
const BANDS_TRIES = 7;
const BANDS_KEPT = 12;
const PICTURE_WAIT = 4000; // ms at most, for who waits for them

export class Bands {
  constructor(board) {
    this.board = board;
    this.known = new Map(); // token -> bands, the newest last
    this.waiting = []; // who asked for them to be there
  }

  get now() {
    return this.known.get(this.board.data.bands);
  }

  line(name) {
    return this.now?.numbers[name] || "";
  }

  get sentence() {
    const given = this.board.data.sentence;
    return given?.length ? this.now?.sentence || given : given; // where the page has none, none comes late
  }

  // A chart as the page has it, or the picture that it waits for; until that comes the old one, marked as old.
  pictured(chart, before) {
    if (!chart.waits) return chart;
    return this.now?.pictures[chart.id] || { ...(before || chart), waits: true };
  }

  traces(chart) {
    return this.now?.charts[chart] || [];
  }

  // Known, or not to be had soon: a picture that is saved has them whenever it is asked for.
  ready(most = PICTURE_WAIT) {
    if (!this.board.data.bands || this.now) return Promise.resolve();
    clearTimeout(this.timer);
    this.ask(this.board.data.bands, BANDS_WAIT, BANDS_TRIES);
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      setTimeout(resolve, most, undefined);
    });
  }

  // Called at every change of the page: the wait begins anew.
  later(wait = BANDS_WAIT, tries = BANDS_TRIES) {
    clearTimeout(this.timer);
    const token = this.board.data.bands;
    if (!token || tries < 1) return;
    if (this.now) this.shown(token);
    else this.timer = setTimeout(() => this.ask(token, wait, tries), wait);
  }

  ask(token, wait, tries) {
    const { player, channel, signal, data } = this.board;
    if (signal.aborted || token !== data.bands || this.now) return;
    let busy = player.busy() || this.board.drawing || !channel.rests() || !player.hub.ask || player.waitsForSweep();
    this.board.eachLever((part) => { busy ||= part.held; });
    if (busy) {
      this.later(BANDS_WAIT, tries);
      return;
    }
    player.speak({ bands: token });
    // Not all at once: a class that opens the same page asks again at different times.
    const again = wait === BANDS_WAIT ? BANDS_AGAIN : 2 * wait;
    this.later(again * (0.8 + 0.4 * Math.random()), tries - 1);
  }

  receive(found) {
    if (found.bands !== this.board.data.bands) return; // of a run that is no longer here
    clearTimeout(this.timer);
    this.known.set(found.bands, found);
    if (this.known.size > BANDS_KEPT) this.known.delete(this.known.keys().next().value);
    if (this.board.player.busy()) return; // the end of the drag shows them
    patchSentence(this.board, this.sentence);
    patchNumbers(this.board, this.board.data.numbers);
    this.board.patchCharts(this.board.data.charts);
    this.shown(found.bands);
  }

  shown(token) {
    for (const resolve of this.waiting.splice(0)) resolve(undefined);
    document.documentElement.dataset.ndBands = token;
  }
}
