// A file for the visitor.

import { el } from "./dom.js";

export function save(content, name) {
  const link = el("a", "", { href: URL.createObjectURL(content), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
