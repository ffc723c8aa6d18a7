// When the hand rests: work that a hand would feel is done then, one piece at a time.

export const LONG_REST = 1000; // ms without a touch or a key before work of seconds
export const SHORT_REST = 150; // ms before work of some tenths of a second
const IDLE_WAIT = 2000; // ms until a browser that is never idle is taken for it
const WITHOUT_IDLE = 50; // ms, where a browser does not say when it is idle
const MOVES = ["wheel", "input", "keydown", "keyup", "touchmove"];

// What a hand does on a page: whether it holds something, and when it last did anything [ms].
export class Hand {
  constructor(target, now = () => performance.now()) {
    this.now = now;
    this.held = new Set(); // pointers that are down
    this.at = -Infinity;
    const listen = (name, does) => target.addEventListener(name, (event) => { this.at = now(); does(event); }, { capture: true, passive: true });
    listen("pointerdown", (event) => this.held.add(event.pointerId));
    for (const name of ["pointerup", "pointercancel"]) listen(name, (event) => this.held.delete(event.pointerId));
    // A button that was let go outside of the window.
    listen("pointermove", (event) => { if (event.buttons === 0) this.held.delete(event.pointerId); });
    for (const name of MOVES) listen(name, () => {});
  }

  // How long it must still rest until it has rested for `wait` [ms].
  restsIn(wait) {
    return this.held.size ? wait : Math.max(0, this.at + wait - this.now());
  }
}

const PAGE = {
  later: (wait) => new Promise((done) => setTimeout(done, wait)),
  idle: () => new Promise((done) => {
    if ("requestIdleCallback" in globalThis) requestIdleCallback(done, { timeout: IDLE_WAIT });
    else setTimeout(done, WITHOUT_IDLE);
  }),
  pending: () => Boolean(/** @type {any} */ (navigator).scheduling?.isInputPending?.({ includeContinuous: true })),
};

/** Waits until a hand has rested for `wait` [ms] and the browser has nothing to do. `hurry` ends the wait, not a touch.
 * @param {Hand} hand
 * @param {number} wait
 * @param {() => boolean} [hurry]
 * @param {typeof PAGE} [page] */
export async function rested(hand, wait, hurry = () => false, page = PAGE) {
  for (;;) {
    const left = hand.restsIn(hurry() ? 0 : wait);
    if (left > 0 || hand.held.size) {
      await page.later(Math.min(Math.max(left, WITHOUT_IDLE), SHORT_REST)); // somebody may begin to hurry
      continue;
    }
    await page.idle();
    if (!hand.held.size && !hand.restsIn(hurry() ? 0 : wait) && !page.pending()) return;
  }
}

let hand = null;

// The hand on this page, heard from the first call on.
export const theHand = () => (hand ||= new Hand(document));
