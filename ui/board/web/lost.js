// The connection to the server: what is said where it breaks, and the way back. Loaded before Streamlit's scripts.

import { WORDS } from "./dom.js";
import { STREAM, closeConnectionError } from "./streamlit_fields.js";
import { serverBase } from "./streamlit_page.js";
import { keepTyped } from "./typed.js";
import { keepOnTheWay } from "./way.js";

const SHOWN_AFTER = 1000; // ms: a break that is mended sooner is not spoken of
const BACK_SHOWN = 4000; // ms
const LOOK = 500; // ms between two looks while it is broken
const ASK = 3000; // ms between two questions whether the server answers
const PATIENCE = 12000; // ms that Streamlit has to connect once it does, before the page is loaded anew
export const BACK = "nd-back"; // what the page hears when the stream stands again
const STYLE = "position: fixed; inset: 0 0 auto; z-index: 9999999; box-sizing: border-box; min-height: 48px; padding: 12px 20px; " +
  "font: 600 15px/1.5 'Source Sans', system-ui, sans-serif; text-align: center; color: #3d2600; background: #ffe9b8; border-bottom: 1px solid #b98a2f;";

// Whether the stream of a page stands. `effects` do what it asks for: show, ask, load.
export class Connection {
  constructor(effects) {
    this.effects = effects;
    this.socket = null;
    this.lost = this.shown = false;
    this.since = this.asked = 0;
    this.timer = /** @type {any} */ (0);
    this.answers = 0; // since when the server answers although the stream does not stand; 0: it does not
  }

  // A socket of the page has opened: it is the one that counts.
  opened(socket) {
    this.socket = socket;
    this.settle();
  }

  closed(socket) {
    if (socket === this.socket) this.broken();
  }

  broken() {
    if (this.lost) return;
    this.lost = true;
    this.answers = this.asked = 0;
    this.since = Date.now();
    this.effects.ready();
    this.timer = setTimeout(() => this.look(), LOOK);
  }

  settle() {
    if (!this.lost || !this.effects.isOnline() || this.socket?.readyState !== 1) return;
    this.lost = false;
    clearTimeout(this.timer);
    this.effects.back();
    if (this.shown) {
      this.effects.show(WORDS.back);
      this.timer = setTimeout(() => this.effects.show(""), BACK_SHOWN);
    }
    this.shown = false;
  }

  look() {
    const now = Date.now();
    if (!this.shown && now - this.since >= SHOWN_AFTER) {
      this.shown = true;
      this.effects.show(WORDS.lost);
    }
    if (this.shown) this.effects.closeOthers();
    if (this.answers && now - this.answers >= PATIENCE) {
      this.effects.load();
      return;
    }
    if (now - this.asked >= ASK) {
      this.asked = now;
      this.effects.answers().then((well) => { this.answers = well ? this.answers || now : 0; });
    }
    this.timer = setTimeout(() => this.look(), LOOK);
    this.settle();
  }
}

// The same kind of sockets, those of the stream told of.
export function watched(Native, told) {
  return class extends Native {
    constructor(address, ...more) {
      super(address, ...more);
      if (!new URL(address, "ws://x").pathname.endsWith(STREAM)) return;
      this.addEventListener("open", () => told.opened(this));
      this.addEventListener("close", () => told.closed(this));
    }
  };
}

function banner() {
  const node = document.createElement("div");
  node.className = "nd-lost";
  node.setAttribute("role", "status");
  return {
    ready: () => document.body.append(node), // a while before the text, or no screen reader hears of it
    show: (text) => {
      node.style.cssText = text ? STYLE : "";
      node.textContent = text;
    },
  };
}

const inBrowser = {
  ...(globalThis.document ? banner() : { ready() {}, show() {} }),
  closeOthers: closeConnectionError,
  back: () => dispatchEvent(new Event(BACK)),
  isOnline: () => navigator.onLine,
  answers: () => fetch(`${serverBase()}_stcore/health`, { cache: "no-store" }).then((reply) => reply.ok, () => false),
  load: () => location.reload(),
};

// Once for the page: the board's scripts, which are sent as one, bring this module along too.
const known = globalThis.__ndConnection;
export const connection = (globalThis.__ndConnection = known ?? new Connection(inBrowser));

if (globalThis.document && globalThis.WebSocket && !known) {
  globalThis.WebSocket = /** @type {any} */ (watched(WebSocket, connection));
  addEventListener("offline", () => connection.broken());
  addEventListener("online", () => connection.settle());
  keepTyped();
  keepOnTheWay();
}
