// What was typed into a field below the board, or into one of a lesson: it stands there again when the page was
// loaded anew. Levers need no help: what they say is in the address.

import { loadedAnew, remember, remembered } from "./remembered.js";
import { fieldKey, fieldOf, write } from "./streamlit_fields.js";

const NAME = "nd-typed";
const MOST = 40; // fields of one page
const TRIES = 40; // looks for fields that come late
const APART = 400; // ms between two looks
const SENT = ["focusout", "keydown"]; // by which a field is told

// Notes what was typed on a page, and whether the field was left, which tells Python of it.
export class Typed {
  constructor(page, known = remembered(NAME)) {
    this.page = page;
    this.fields = known?.page === page ? known.fields : {};
  }

  note(key, text, told) {
    delete this.fields[key]; // the newest last: the oldest goes first
    this.fields[key] = { text, told };
    for (const oldest of Object.keys(this.fields).slice(0, -MOST)) delete this.fields[oldest];
    remember(NAME, { page: this.page, fields: this.fields });
  }

  // Writes into those fields that are there what is missing in them; the keys that are still to come.
  restore(keys, find, put) {
    return keys.filter((key) => {
      const field = find(key);
      if (!field) return true;
      const { text, told } = this.fields[key];
      if (field.value !== text && !field.disabled) put(field, text, told);
      return false;
    });
  }
}

export function keepTyped() {
  const pageNow = () => location.pathname;
  let typed = new Typed(pageNow());
  document.addEventListener("input", (event) => {
    const target = /** @type {HTMLInputElement} */ (event.target), key = fieldKey(target);
    if (!key) return;
    if (typed.page !== pageNow()) typed = new Typed(pageNow(), null);
    typed.note(key, target.value, false);
  }, true);
  for (const name of SENT) {
    document.addEventListener(name, (event) => {
      const target = /** @type {HTMLInputElement} */ (event.target), key = fieldKey(target);
      const { key: pressed } = /** @type {KeyboardEvent} */ (event);
      if (key && typed.fields[key] && (!pressed || pressed === "Enter")) typed.note(key, target.value, true);
    }, true);
  }
  if (!loadedAnew()) {
    typed = new Typed(pageNow(), null);
    return;
  }
  let open = Object.keys(typed.fields), left = TRIES;
  const look = () => {
    open = typed.restore(open, fieldOf, write);
    if (open.length && --left) setTimeout(look, APART);
  };
  look();
}
