// More of what we know of Streamlit's page: its fields, its socket, its box. Apart from `streamlit_page.js`, which
// travels along with every answer of the board.

export const STREAM = "/_stcore/stream"; // the socket of a page

const FIELDS = '[data-testid="stTextInput"] input, [data-testid="stTextArea"] textarea';
const KEYED = '[class*="st-key-"]'; // around an element that the script gave a key
const KEY_CLASS = /(?:^|\s)(st-key-\S+)/;

// By which name a field of text is known when the page was loaded anew; "" if by none.
export function fieldKey(node) {
  return node?.matches?.(FIELDS) ? node.closest(KEYED)?.className.match(KEY_CLASS)?.[1] ?? "" : "";
}

export function fieldOf(key) {
  return document.querySelector(`.${CSS.escape(key)}`)?.querySelector(FIELDS) ?? null;
}

// Writes into a field as a hand does; `told`: and leaves it.
export function write(field, text, told) {
  const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  Object.getOwnPropertyDescriptor(kind.prototype, "value")?.set?.call(field, text); // past what React put before it
  field.dispatchEvent(new Event("input", { bubbles: true }));
  if (told) field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
}

// What Streamlit's page says when it breaks for good: a piece of one page came where another one is drawn.
export const broke = (event) => /Bad delta path/.test(event.message || "");

// Streamlit's own box about the connection, which lies over the page: ours says the same and leaves it in use.
export function closeConnectionError() {
  const box = [...document.querySelectorAll('[role="dialog"]')].find((node) => node.textContent.startsWith("Connection error"));
  /** @type {HTMLElement} */ (box?.querySelector('button[aria-label="Close"]'))?.click();
}
