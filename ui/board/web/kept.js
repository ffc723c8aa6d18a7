// The run and those kept beside it as a table: each kept one with its mark, a name to type, and its buttons.

import { el, forget, keyed, newId, onChange, partsOf, say, setAttr, setText } from "./dom.js";
import { save } from "./saving.js";

export class KeptRuns {
  constructor(board) {
    this.board = board;
    const id = newId();
    this.title = el("h2", "nd-question", { id, tabindex: "-1" });
    this.head = el("tr");
    this.body = el("tbody");
    const table = el("table", "nd-table nd-kept-table", {}, [el("thead", "", {}, [this.head]), this.body]);
    this.frame = el("div", "nd-kept-frame", { tabindex: "0", role: "region", "aria-labelledby": id }, [table]);
    this.note = el("p", "nd-note");
    this.told = el("ul", "nd-kept-told");
    this.files = el("div", "nd-kept-files", { role: "group", "aria-labelledby": id });
    this.seen = false; // what cannot be seen is not played
    this.inView = new IntersectionObserver((entries) => { this.seen = entries[entries.length - 1].isIntersecting; });
    this.node = el("section", "nd-kept", { hidden: "", "aria-labelledby": id }, [this.title, this.frame, this.note, this.files, this.told]);
    this.inView.observe(this.node);
  }

  // One frame of a drag: the rows that move, and how this run differs.
  show({ rows, differences }, k) {
    if (this.node.hidden) return;
    forget(this.body);
    forget(this.told);
    for (const [i, frames] of Object.entries(rows)) {
      const row = this.body.children[Number(i)];
      frames[k].forEach(([text, best], at) => {
        const cell = row?.children[at + 1];
        if (cell && (cell.textContent !== text || Boolean(cell.querySelector("strong")) !== best)) cell.replaceChildren(inCell(text, best));
      });
    }
    differences[k].forEach((text, i) => { if (this.told.children[i]) setText(this.told.children[i], text); });
  }

  patch(table) {
    const { board } = this;
    this.node.hidden = !table;
    const heads = table
      ? [{ mark: "corner", text: table.corner }, { mark: "here", text: table.here }, ...table.kept] : [];
    keyed(this.head, heads, (item) => item.mark, (item) => (item.buttons ? makeRun(board, this) : makeText()),
      (part, item) => (item.buttons ? patchRun(part, item) : setText(part.node, item.text)));
    if (table) {
      setText(this.title, table.title);
      say(this.note, table.note);
      onChange(this.body, "rows", table.rows, (rows) => this.body.replaceChildren(...rows.map(({ label, cells }) => el("tr", "", {}, [
        el("th", "", { scope: "row" }, [label]),
        ...cells.map(([text, best]) => el("td", "", {}, [inCell(text, best)]))]))));
      onChange(this.told, "told", table.differences, (lines) => this.told.replaceChildren(...lines.map((text) => el("li", "", {}, [text]))));
      keyed(this.files, table.files, (file) => file.label, makeFile, patchFile);
    }
    this.refocus();
  }

  // What was pressed is gone with its column: the next one takes its place, or what keeps a run.
  refocus() {
    if (!this.dropped || document.activeElement !== document.body) return;
    const rest = [...partsOf(this.head).values()].find((part) => part.buttons);
    const target = rest ? rest.buttons.querySelector("button:last-child") : partsOf(this.board.toolbar).get("button:keep")?.node;
    this.dropped = false;
    target?.focus();
  }
}

function inCell(text, best) {
  return best ? el("strong", "", {}, [text]) : text;
}

function makeText() {
  return { node: el("th", "", { scope: "col" }) };
}

function makeRun(board, kept) {
  const id = newId();
  const part = { id, name: "", glyph: el("span", "nd-kept-glyph", { "aria-hidden": "true" }), mark: el("span"),
    box: el("input", "nd-box nd-kept-name", { type: "text", autocomplete: "off" }),
    why: el("p", "nd-kept-why", { id, role: "alert" }), buttons: el("div", "nd-kept-buttons") };
  part.node = el("th", "", { scope: "col" }, [
    el("div", "nd-kept-head", {}, [el("span", "nd-kept-mark", {}, [part.glyph, " ", part.mark]), part.box]), part.why, part.buttons]);
  part.box.addEventListener("change", () => board.channel.push({ type: "rename", name: part.mark.textContent, text: part.box.value }));
  part.box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") part.box.blur();
    else if (event.key === "Escape") part.box.value = part.name;
    else return;
    event.preventDefault();
    if (event.key === "Enter") part.box.focus();
  });
  part.box.addEventListener("blur", () => { if (!part.box.value.trim()) part.box.value = part.name; });
  part.press = (name) => {
    kept.dropped = true; // only if the column goes
    board.channel.push({ type: "press", name });
  };
  return part;
}

function patchRun(part, item) {
  setText(part.mark, item.mark);
  setText(part.glyph, item.glyph);
  part.glyph.style.color = `var(--nd-c-${item.color})`;
  setAttr(part.box, "aria-label", item.label);
  setAttr(part.box, "maxlength", item.most);
  const shown = item.refused ? item.typed : item.name;
  if (document.activeElement !== part.box || part.name !== item.name) part.box.value = shown;
  part.name = item.name;
  say(part.why, item.refused);
  setAttr(part.box, "aria-invalid", item.refused ? "true" : null);
  setAttr(part.box, "aria-describedby", item.refused ? part.id : null);
  keyed(part.buttons, item.buttons, (button) => button.name, (button) => {
    const node = el("button", "nd-button", { type: "button" });
    node.addEventListener("click", () => part.press(button.name));
    return { node };
  }, (made, button) => {
    setText(made.node, button.label);
    setAttr(made.node, "aria-label", button.about);
    made.node.disabled = button.disabled;
  });
}

function makeFile() {
  const part = { node: el("button", "nd-view nd-take-button", { type: "button" }), file: { text: "", media: "", name: "" } };
  part.node.addEventListener("click", () => save(new Blob([part.file.text], { type: part.file.media }), part.file.name));
  return part;
}

function patchFile(part, file) {
  part.file = file;
  setText(part.node, file.label);
  setAttr(part.node, "aria-label", file.about);
}
