// What the fit leaves open: a line under a number and traces over a chart. Python is asked for them
// when the board has rested for a while, so that no release and no drag waits for them.

const BANDS_WAIT = 900; // ms of rest
const BANDS_AGAIN = 1500; // ms without an answer; twice as long each time
const BANDS_TRIES = 7;
const BANDS_KEPT = 12;

class Bands {
  constructor(board) {
    this.board = board;
    this.known = new Map(); // token -> bands, the newest last
  }

  get now() {
    return this.known.get(this.board.data.bands);
  }

  line(name) {
    return this.now?.numbers[name] || "";
  }

  traces(chart) {
    return this.now?.charts[chart] || [];
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
    this.board.patchNumbers(this.board.data.numbers);
    this.board.redraw();
    this.shown(found.bands);
  }

  shown(token) {
    document.documentElement.dataset.ndBands = token;
  }
}

// The last traces of a chart are its bands: they vanish while it moves.
function markBands(plot, count) {
  const full = plot._fullData || [];
  plot.classList.remove("nd-moving");
  full.forEach((trace, i) => {
    const node = plot.querySelector(`.scatterlayer .trace${trace.uid}`);
    if (node) node.classList.toggle("nd-band-trace", i >= full.length - count);
  });
}
