// A labelled native select with optional groups, used in the toolbar and above the levers.

import { el, newId, onChange, say, setAttr, setText } from "./dom.js";

export function makeChoice(board) {
  const id = newId();
  const part = {
    label: el("label", "nd-choice-label", { for: id }),
    select: el("select", "nd-select", { id }),
    note: el("p", "nd-choice-note", { id: `${id}-note`, hidden: "" }),
  };
  part.node = el("div", "nd-choice", {}, [part.label, part.select, part.note]);
  part.select.addEventListener("change", () => {
    board.channel.push({ type: "choose", name: part.choice.name, value: part.select.value });
    describeChoice(part);
  });
  return part;
}

export function patchChoice(board, part, choice) {
  part.choice = choice;
  part.select.disabled = Boolean(choice.lock);
  setAttr(part.select, "title", choice.lock || null);
  part.node.classList.toggle("nd-locked", Boolean(choice.lock));
  setAttr(part.node, "data-choice", choice.name);
  setText(part.label, choice.label);
  onChange(part.select, "options", [choice.options, choice.groups, choice.placeholder], () => {
    const option = (item) => el("option", "", { value: item.value }, [item.label]);
    const groups = (choice.groups || []).map((group) => el("optgroup", "", { label: group.label }, group.options.map(option)));
    const empty = choice.placeholder ? [el("option", "", { value: "", disabled: "", hidden: "" }, [choice.placeholder])] : [];
    part.select.replaceChildren(...empty, ...(choice.options || []).map(option), ...groups);
    part.select.value = choice.value ?? "";
  });
  if (!board.channel.waits(choice.name)) part.select.value = choice.value ?? "";
  describeChoice(part);
}

// The chosen option's own help, then the note that holds for all.
function describeChoice(part) {
  const chosen = (part.choice.options || []).find((item) => item.value === part.select.value);
  say(part.note, [chosen && chosen.help, part.choice.note].filter(Boolean).join(" "));
  setAttr(part.select, "aria-describedby", part.note.hidden ? null : part.note.id);
}
