// One lever: a native range over the rungs of a ladder and a text box for any other value.

import { el, newId, onChange, say, setAttr, setText } from "./dom.js";

const ECHO_WAIT = 300; // ms without a key: then what was typed so far is read
const ECHO_TRIES = 5; // a question may be lost among others
const THUMB = 24; // px: also the touch target; marks are inset by half of it (see board.css)

export function makeLever(board, first) {
  const id = newId();
  const words = board.words;
  const help = board.bubble.button(words);
  const part = {
    name: first.name, lever: first, held: false, dirty: false, repeat: false, help,
    label: el("label", "nd-lever-name", { for: id }),
    symbol: el("span", "nd-symbol", { "aria-hidden": "true" }),
    tag: el("span", "nd-tag", { hidden: "" }),
    box: el("input", "nd-box", { type: "text", autocomplete: "off", spellcheck: "false", enterkeyhint: "done" }),
    unit: el("span", "nd-unit"),
    range: el("input", "nd-range", { id, type: "range", min: 0, step: 1 }),
    zones: el("div", "nd-zones", { "aria-hidden": "true" }),
    marks: el("div", "nd-marks", { "aria-hidden": "true" }),
    note: el("p", "nd-lever-note", { id: `${id}-note`, hidden: "" }),
    echo: el("p", "nd-lever-note", { role: "status", hidden: "" }),
    refusal: el("div", "nd-refusal", { id: `${id}-refusal`, role: "alert", hidden: "" }),
  };
  part.track = el("div", "nd-track", {}, [part.zones, part.range, part.marks]);
  const name = el("div", "nd-lever-title", {}, [part.label, part.symbol, part.unit, help.node, part.tag]);
  part.node = el("div", "nd-lever", { role: "group" }, [name, part.box, part.echo, part.refusal, part.track, part.note]);
  listenToRange(board, part);
  listenToBox(board, part);
  board.player.watch(part);
  return part;
}

function rungText(part, index) {
  const text = part.lever.rungs[index] ?? "";
  return part.lever.unit ? `${text} ${part.lever.unit}` : text;
}

function showIndex(part, index) {
  const last = Math.max(1, part.lever.rungs.length - 1);
  part.range.style.setProperty("--nd-at", String(Math.max(0, Math.min(1, index / last))));
}

function setBox(part, text) {
  if (part.box.value === text) return;
  part.box.value = text;
  if (document.activeElement === part.box) part.box.select();
}

// The handle stands on a rung now: show it everywhere and, if `commit`, tell Python.
function moveTo(board, part, index, commit, repeat) {
  const range = part.range;
  if (range.value !== String(index)) range.value = String(index);
  showIndex(part, index);
  part.dirty = false;
  showRefusal(board, part, null);
  setBox(part, part.lever.rungs[index] ?? "");
  setAttr(range, "aria-valuetext", rungText(part, index));
  if (!commit) {
    board.player.play(part, index);
    return;
  }
  board.player.moved(part.name, part.lever.index, index);
  part.lever = { ...part.lever, index, text: part.lever.rungs[index] ?? "" };
  board.channel.push({ type: "set", name: part.name, index }, repeat);
}

function listenToRange(board, part) {
  const range = part.range;
  let grip = new AbortController(); // while it is held, the end of a touch anywhere is its own
  const release = () => {
    grip.abort();
    if (!part.held) return;
    part.held = false;
    // The browser's own `change` comes first; then whatever Python said in the meantime.
    setTimeout(() => {
      if (part.late && !part.held) patchLever(board, part, part.late);
      board.player.finish();
    }, 0);
  };
  // A finger that lands on the track and then scrolls the page did not mean to move the handle.
  let scrolled = false;
  const undo = () => {
    range.value = String(Math.round(part.lever.index));
    patchLever(board, part, part.late || part.lever);
    board.player.finish();
  };
  range.addEventListener("pointerdown", () => {
    scrolled = false;
    part.held = !range.disabled;
    grip.abort();
    grip = new AbortController();
    for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, release, { signal: grip.signal });
  });
  range.addEventListener("pointercancel", () => {
    scrolled = true;
    part.held = false;
    undo();
  });
  range.addEventListener("blur", release);
  const moved = (commit) => (scrolled ? undo() : moveTo(board, part, Number(range.value), commit, part.repeat));
  range.addEventListener("input", () => moved(false));
  range.addEventListener("change", () => moved(true));
  range.addEventListener("keydown", (event) => {
    scrolled = false;
    part.repeat = event.repeat;
    const up = event.key === "ArrowRight" || event.key === "ArrowUp";
    const down = event.key === "ArrowLeft" || event.key === "ArrowDown";
    const index = part.lever.index;
    if (!(up || down) || Number.isInteger(index) || range.disabled) return;
    // Between two rungs the handle stands on the nearest: an arrow goes to the next one on its side.
    event.preventDefault();
    const next = up ? Math.ceil(index) : Math.floor(index);
    const rung = Math.max(0, Math.min(part.lever.rungs.length - 1, next));
    moveTo(board, part, rung, false);
    moveTo(board, part, rung, true);
  });
  range.addEventListener("keyup", () => { part.repeat = false; });
}

function listenToBox(board, part) {
  const box = part.box;
  const commit = () => {
    if (!part.dirty) return;
    part.dirty = false;
    say(part.echo, "");
    const text = box.value.trim();
    if (!text || text === part.lever.text) restore(board, part);
    else board.channel.push({ type: "set", name: part.name, text });
  };
  box.addEventListener("focus", () => { if (!box.readOnly) box.select(); });
  box.addEventListener("input", () => {
    part.dirty = true;
    part.echoed = null;
    say(part.echo, "");
    askEcho(board, part);
  });
  box.addEventListener("blur", () => {
    commit();
    if (part.late) patchLever(board, part, part.late);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") commit();
    if (event.key === "Escape") {
      restore(board, part);
      box.select();
    }
  });
}

export function patchLever(board, part, lever) {
  // Never pull a handle out of a hand, and never go back to before a move that is on its way.
  const stale = part.held || board.channel.waits(part.name);
  part.late = stale || part.dirty ? lever : null;
  const shown = stale ? { ...lever, index: part.lever.index, text: part.lever.text } : lever;
  part.lever = shown;
  setText(part.label, lever.label);
  say(part.symbol, lever.symbol);
  say(part.unit, lever.unit);
  say(part.note, lever.note);
  const fixed = Boolean(lever.derived || lever.lock);
  part.help.patch(lever.label, [lever.lock, lever.help].filter(Boolean).join("\n"));
  say(part.tag, lever.derived ? board.words.derived : lever.lock ? board.words.locked : "");
  setAttr(part.tag, "title", lever.lock || null);
  part.node.classList.toggle("nd-derived", fixed);
  part.node.classList.toggle("nd-locked", Boolean(lever.lock));
  setAttr(part.node, "aria-label", lever.label);
  setAttr(part.node, "data-lever", lever.name);
  part.node.style.setProperty("--nd-tint", lever.color ? `var(--nd-c-${lever.color}, var(--nd-accent))` : "var(--nd-accent)");
  setAttr(part.box, "aria-label", fixed ? `${lever.label} (${part.tag.textContent})` : `${lever.label}, ${board.words.type}`);
  part.box.readOnly = fixed;
  setAttr(part.box, "inputmode", lever.keyboard);
  setAttr(part.range, "max", Math.max(1, lever.rungs.length - 1));
  setAttr(part.range, "aria-label", lever.label);
  setAttr(part.range, "aria-describedby", lever.note ? part.note.id : null);
  part.range.disabled = fixed;
  onChange(part.track, "marks", [lever.marks, lever.zones, lever.rungs.length], () => drawMarks(part, lever));
  if (stale) return;
  const index = Math.round(lever.index);
  if (part.range.value !== String(index)) part.range.value = String(index);
  showIndex(part, lever.index);
  setAttr(part.range, "aria-valuetext", lever.unit ? `${lever.text} ${lever.unit}` : lever.text);
  if (part.dirty) return;
  showRefusal(board, part, lever.refused);
  setBox(part, lever.refused ? lever.refused.text : lever.text);
}

// Ask Python how it understands what stands in the box; again, where a question was lost among others.
function askEcho(board, part, tries = ECHO_TRIES) {
  clearTimeout(part.echoTimer);
  part.echoTimer = setTimeout(() => {
    const text = part.box.value;
    if (!part.dirty || !text.trim() || part.echoed === text || board.signal.aborted) return;
    if (part.answer?.text === text) { // the same answer again would not reach us
      showEcho(part, part.answer);
      return;
    }
    if (board.channel.rests() && board.player.hub.ask) board.player.speak({ typed: part.name, text });
    if (tries > 1) askEcho(board, part, tries - 1);
  }, tries === ECHO_TRIES ? ECHO_WAIT : 2 * ECHO_WAIT);
}

// How Python understands what stands in the box; of a text that is no longer there, nothing.
export function showEcho(part, { text, said }) {
  if (!part?.dirty || part.box.value !== text) return;
  part.echoed = text;
  part.answer = { text, said };
  say(part.echo, said);
}

// The box says again what the lever has.
function restore(board, part) {
  part.dirty = false;
  say(part.echo, "");
  if (part.lever.refused) board.channel.push({ type: "keep", name: part.name });
  showRefusal(board, part, null);
  setBox(part, part.lever.text);
}

// What was typed and not taken stays in the box; below it stands why, and what may have been meant.
function showRefusal(board, part, refused) {
  setAttr(part.refusal, "hidden", refused ? null : "");
  setAttr(part.box, "aria-invalid", refused ? "true" : null);
  setAttr(part.box, "aria-describedby", refused ? part.refusal.id : null);
  onChange(part.refusal, "refused", refused, () => {
    const readings = refused ? refused.readings : [];
    part.refusal.replaceChildren(...(refused ? [el("p", "", {}, [refused.said])] : []), ...readings.map((text) => {
      const button = el("button", "nd-button", { type: "button" }, [board.words.use.replace("@", text)]);
      button.addEventListener("click", () => board.channel.push({ type: "set", name: part.name, text }));
      return button;
    }));
  });
}

function drawMarks(part, lever) {
  const last = Math.max(1, lever.rungs.length - 1);
  part.zones.replaceChildren(...(lever.zones || []).map((zone) => {
    const node = el("span", "nd-zone", { title: zone.label }, [el("span", "", {}, [zone.label])]);
    node.style.left = `${(100 * zone.from) / last}%`;
    node.style.width = `${(100 * (zone.to - zone.from)) / last}%`;
    return node;
  }));
  part.track.classList.toggle("nd-zoned", Boolean(lever.zones && lever.zones.length));
  part.marks.replaceChildren(...(lever.marks || []).map((mark) => {
    const node = el("span", "nd-mark", { title: mark.label }, [el("span", "nd-mark-label", {}, [mark.label])]);
    node.style.left = `${(100 * mark.index) / last}%`;
    return node;
  }));
  part.marks.hidden = !(lever.marks && lever.marks.length);
  placeMarks([part]);
}

// Labels are centered on their ticks, kept inside the column, and shown in the given order of
// importance: one that would touch a label already placed stays hidden (its tick remains).
export function placeMarks(parts) {
  // All are read before any is moved: the page is laid out once.
  [...parts].map(measured).forEach((marks) => { if (marks) place(marks); });
}

function measured({ marks }) {
  const width = marks?.clientWidth; // a line of a chart has none
  const nodes = width ? [...marks.children] : [];
  return width && { width, nodes, sizes: nodes.map((node) => [node.offsetLeft, node.firstChild.offsetWidth]) };
}

function place({ width, nodes, sizes }) {
  const taken = [];
  nodes.forEach((node, i) => {
    const [tick, size] = sizes[i];
    const left = Math.max(-THUMB / 2, Math.min(tick - size / 2, width + THUMB / 2 - size));
    const free = taken.every(([from, to]) => left > to + 7 || left + size < from - 7);
    node.classList.toggle("nd-crowded", !free);
    node.firstChild.style.left = `${left - tick}px`;
    if (free) taken.push([left, left + size]);
  });
}

// A frame of a drag: where the lever stands then.
export function followLever(part, text, index) {
  if (!part) return;
  const rung = String(Math.round(index));
  if (part.range.value !== rung) part.range.value = rung;
  showIndex(part, index);
  setAttr(part.range, "aria-valuetext", part.lever.unit ? `${text} ${part.lever.unit}` : text);
  setBox(part, text);
}
