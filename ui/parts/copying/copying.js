// A text that is handed on: it stands in a field, and buttons copy it and share it.
import { copied } from "../../board/web/copying.js";

export default function copying({ data, parentElement }) {
  const field = /** @type {HTMLTextAreaElement} */ (parentElement.querySelector("textarea"));
  const [copy, share] = /** @type {HTMLButtonElement[]} */ ([...parentElement.querySelectorAll("button")]);
  const status = parentElement.querySelector("output");
  const { text, words } = data;
  if (field.value !== text) status.textContent = "";
  field.value = text;
  field.setAttribute("aria-label", words.field);
  copy.textContent = words.copy;
  share.textContent = words.share;
  share.hidden = !data.shared || !navigator.share;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
  field.onfocus = () => field.select();
  copy.onclick = async () => {
    status.textContent = (await copied(text, field)) ? words.done : words.selected;
  };
  share.onclick = async () => {
    try {
      await navigator.share(data.shared);
    } catch (error) {
      // Whoever closed the list of ways meant to.
      if (!(error instanceof DOMException && error.name === "AbortError")) status.textContent = words.unshared;
    }
  };
}
