// The little help bubble: one per board, opened by click, key or touch, closed by Escape.

import { el, setAttr, setText } from "./dom.js";

export class Bubble {
  constructor(root, signal) {
    this.node = el("div", "nd-bubble", { role: "status", hidden: "" });
    this.opener = null;
    root.append(this.node);
    const away = (event) => {
      if (this.opener && !this.node.contains(event.target) && !this.opener.contains(event.target)) this.close();
    };
    document.addEventListener("pointerdown", away, { signal, capture: true });
    document.addEventListener("focusin", away, { signal });
    // A scroll that does not move the opener (or came before the bubble: Tab scrolls too) keeps it open.
    const scrolled = () => {
      if (this.opener && Math.abs(this.opener.getBoundingClientRect().top - this.openedAt) > 2) this.close();
    };
    document.addEventListener("scroll", scrolled, { signal, capture: true, passive: true });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    }, { signal });
  }

  close() {
    if (!this.opener) return;
    this.opener.setAttribute("aria-expanded", "false");
    this.opener = null;
    this.node.hidden = true;
    setText(this.node, "");
  }

  toggle(button, text) {
    const again = this.opener === button;
    this.close();
    if (again) return;
    this.opener = button;
    button.setAttribute("aria-expanded", "true");
    this.node.hidden = false;
    setText(this.node, text);
    const at = button.getBoundingClientRect();
    this.openedAt = at.top;
    const width = this.node.offsetWidth;
    const height = this.node.offsetHeight;
    const left = Math.max(12, Math.min(at.left - 16, document.documentElement.clientWidth - width - 12));
    const below = at.bottom + 6;
    const top = below + height > innerHeight - 8 ? Math.max(8, at.top - height - 6) : below;
    this.node.style.left = `${left}px`;
    this.node.style.top = `${top}px`;
  }

  // A "?" button; `patch(label, text)` renames it and hides it when there is nothing to say.
  button(words) {
    const node = el("button", "nd-help", { type: "button", "aria-expanded": "false" }, ["?"]);
    let help = "";
    node.addEventListener("click", () => this.toggle(node, help));
    const patch = (label, text) => {
      help = text || "";
      node.hidden = !help;
      setAttr(node, "aria-label", `${label}: ${words.help}`);
      if (this.opener === node) setText(this.node, help);
    };
    return { node, patch };
  }
}
