// Copying a text. Browsers give the clipboard to pages on https and on this machine alone; a page on http, as a
// class has it, must select the text and ask for it the old way.

/**
 * Whether the text is in the clipboard now.
 * @param {string} text
 * @param {HTMLTextAreaElement | HTMLInputElement} [shown] a field that shows the text; one is made where there is none
 */
export async function copied(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedByHand(text, shown);
  }
}

function copiedByHand(text, shown) {
  const before = /** @type {HTMLElement} */ (document.activeElement);
  const field = shown || document.createElement("textarea");
  if (!shown) {
    field.value = text;
    field.readOnly = true;
    field.style.cssText = "position:fixed;top:0;left:0;opacity:0;font-size:16px"; // smaller text makes phones zoom in
    (before?.closest("[role=dialog]") || document.body).append(field); // a dialog takes the focus back from outside
  }
  field.focus({ preventScroll: true });
  field.setSelectionRange(0, text.length);
  const done = document.execCommand("copy");
  if (!shown) field.remove();
  if (done || !shown) before?.focus({ preventScroll: true });
  return done;
}
