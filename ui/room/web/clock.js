// The clock that a teacher may set: how long is left, in words that change seldom. At its end nothing is closed.

import { h, word } from "./dom.js";

// Which words say that so many seconds are left.
export function said(seconds) {
  if (seconds <= 0) return ["time_up", {}];
  if (seconds <= 10) return ["time_last", {}];
  if (seconds <= 30) return ["time_half", {}];
  if (seconds <= 60) return ["time_minute", {}];
  return ["time_minutes", { n: Math.ceil(seconds / 60) }];
}

// A node that says it; `heard` takes each sign of the room, whose server's clock counts and not this device's.
export function clock() {
  const node = h("span", { class: "clock", role: "status" });
  let end = 0;
  const tell = () => {
    const [name, filled] = said((end - Date.now()) / 1000);
    const text = end ? word(name, filled) : "";
    if (node.textContent !== text) node.textContent = text;
  };
  setInterval(tell, 1000);
  return {
    node,
    heard: ({ until, now }) => {
      end = until ? Date.now() + 1000 * (until - now) : 0;
      tell();
    },
  };
}
