// Keys as the table of shortcuts names them.

// Whether keys are letters there: they belong to the field then.
export function isTyping(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest("textarea, select, [role=combobox], [role=textbox]")) return true;
  return target instanceof HTMLInputElement && !["range", "checkbox", "radio", "button"].includes(target.type);
}

// "Control+Shift+z"; a sign that needs Shift, such as "?", is its own name.
export function nameOf(event) {
  if (event.altKey) return "";
  const control = event.ctrlKey || event.metaKey ? "Control+" : "";
  const letter = /^[a-z]$/i.test(event.key);
  return `${control}${letter && event.shiftKey ? "Shift+" : ""}${letter ? event.key.toLowerCase() : event.key}`;
}
