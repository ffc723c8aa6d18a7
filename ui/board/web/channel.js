// What the board says to Python.

import { connection } from "./lost.js";
import { forget, remember, remembered } from "./remembered.js";

const PATIENCE = 15000; // ms: after this an unanswered event is given up
const REMIND_WAIT = 120; // ms after an answer that left an event out
export const APART = 30; // ms between a message of ours and one of the feeder: see `Channel`
const SEND_AGAIN = 2500; // ms after which an unanswered event is sent once more
const LOST_WAIT = 400; // ms between two looks for a server that is gone
const UNHEARD = "nd-unheard"; // what nobody heard of outlives the page by this name
const REPEAT_WAIT = 250; // ms: a held key waits for the answer to its last step, but not for ever

// Streamlit keeps only the newest trigger of those that arrive while a run is busy. So each message
// repeats every event that Python has not acknowledged; Python skips what it has already handled.
// Streamlit also joins what two components say in one moment into one message, and if one of them
// lives in a fragment only that runs: so the board and the feeder keep their messages apart,
// by timers and not by the clock: on a busy page Streamlit's own timer is late, and ours after it.
export class Channel {
  constructor(apart = false) {
    this.apart = apart;
    this.id = Math.random().toString(36).slice(2, 10);
    this.seq = 0;
    this.pending = [];
    this.transport = null;
  }

  push(event, repeat) {
    const last = this.pending.at(-1);
    const same = last && last.event.type === event.type && event.type !== "press" &&
      last.event.name === event.name && last.event.chart === event.chart;
    const busy = this.pending.some((item) => item.sent && Date.now() - item.sent < REPEAT_WAIT);
    if (same && (!last.sent || !repeat)) this.pending.pop();
    this.pending.push({ event: { ...event, seq: ++this.seq }, at: Date.now(), sent: 0 });
    clearTimeout(this.timer);
    if (repeat && busy) this.timer = setTimeout(() => this.send(), REPEAT_WAIT);
    else this.send();
  }

  send() {
    if (connection.lost) return this.hold();
    this.pending = this.pending.filter((item) => Date.now() - item.at < PATIENCE);
    if (!this.pending.length || !this.transport) return;
    clearTimeout(this.again);
    this.again = setTimeout(() => this.send(), globalThis.__ndFeeder?.speaking ? APART : SEND_AGAIN);
    if (globalThis.__ndFeeder?.speaking) return;
    this.speaking = true;
    setTimeout(() => { this.speaking = false; }, APART);
    for (const item of this.pending) item.sent ||= Date.now();
    this.transport("event", { client: this.id, events: this.pending.map((item) => item.event) });
  }

  // Nobody is there to hear it: it waits as long as that lasts.
  hold() {
    for (const item of this.pending) item.at = Date.now();
    clearTimeout(this.again);
    if (this.pending.length) this.again = setTimeout(() => this.send(), LOST_WAIT);
  }

  // The page goes before anybody heard where its levers were moved to.
  keep() {
    const events = this.pending.map((item) => item.event).filter((event) => event.type === "set");
    if (events.length) remember(UNHEARD, { at: location.href, events });
  }

  // What a page at the same address could not say before it was loaded anew.
  recall() {
    const held = remembered(UNHEARD);
    forget(UNHEARD);
    if (held && held.at === location.href) for (const event of held.events) this.push(event);
  }

  acknowledge(ack) {
    if (ack && ack.client === this.id) this.pending = this.pending.filter((item) => item.event.seq > ack.seq);
    if (this.pending.some((item) => !item.sent)) {
      this.send();
      return;
    }
    // Streamlit may break off the run that an event began: what is still open is sent again.
    clearTimeout(this.again);
    if (this.pending.length) this.again = setTimeout(() => this.send(), REMIND_WAIT);
  }

  // Whether the feeder may speak: nothing of ours is under way.
  rests() {
    return !this.pending.length && !this.speaking;
  }

  // How `board` speaks. Of what another board said last, it is not sure that anybody heard it.
  speakFor(board, transport) {
    if (this.board !== board) for (const item of this.pending) item.sent = 0;
    this.board = board;
    this.transport = transport;
  }

  // The board is gone: silent until there is another one.
  rest(board) {
    if (this.board !== board) return;
    this.transport = null;
    clearTimeout(this.timer);
    clearTimeout(this.again);
  }

  // Something about this name is on its way: what Python says about it now is already out of date.
  waits(name) {
    return this.pending.some((item) => (item.event.name ?? item.event.chart) === name && Date.now() - item.at < PATIENCE);
  }
}

// One channel for all boards of a visit, so that a move made just before its page is left reaches the next.
// A lesson's board is apart: what was done elsewhere is no answer to it.
let openChannel = null;

export function channelOf(apart) {
  const isFirst = !openChannel;
  if (!openChannel || openChannel.apart || apart) openChannel = new Channel(apart);
  if (isFirst) {
    globalThis.addEventListener?.("pagehide", () => openChannel.keep());
    openChannel.recall();
  }
  globalThis.__ndOpenChannel = openChannel;
  return openChannel;
}
