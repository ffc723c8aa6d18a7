// Speaks to the server: requests with their refusals in words, and the signs of a room as they come.

import { given } from "./dom.js";

export class Refusal extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

// The answer of the server as data; a body makes it a POST. Throws a Refusal with its sentence, or a TypeError where it was not reached.
/** @param {string} path @param {{ body?: object, headers?: Record<string, string>, text?: boolean }} [how] */
export async function ask(path, { body, headers = {}, text = false } = {}) {
  const response = await fetch(given.base + path, {
    method: body === undefined ? "GET" : "POST",
    headers: { ...headers, ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
    body: body === undefined ? undefined : JSON.stringify(body),
    cache: "no-store",
  });
  if (response.ok) return text ? response.text() : response.json();
  let sentence = "";
  try { sentence = (await response.json()).error || ""; } catch { /* a proxy answered, not we */ }
  if (!sentence) throw new TypeError(`status ${response.status}`);
  throw new Refusal(sentence, response.status);
}

const FIRST_MS = 3000; // a stream that is silent for longer is held back by a proxy: poll instead
const SILENT_MS = 30000; // the server says something every 12 s
const AGAIN_MS = 1000;

// Calls heard(sign) for each sign of a room, lost(seconds) while the server is not reached, gone() once it is closed.
export function listen(code, { heard, lost, gone }) {
  let since = 0; // when the connection was lost, 0 while it is there
  let ended = false;
  let streams = "EventSource" in window;

  function got(text) {
    since = 0;
    heard(JSON.parse(text));
  }
  function failed() {
    since ||= Date.now();
    lost((Date.now() - since) / 1000);
  }
  function closed() {
    ended = true;
    gone();
  }

  function stream() {
    return new Promise((resolve) => {
      const source = new EventSource(`${given.base}/room/${code}/events`);
      let spoke = false;
      let timer = setTimeout(() => end(false), FIRST_MS);
      function end(works) {
        clearTimeout(timer);
        source.close();
        resolve(works);
      }
      source.onmessage = (event) => {
        spoke = true;
        clearTimeout(timer);
        timer = setTimeout(() => end(true), SILENT_MS);
        got(event.data);
      };
      source.addEventListener("gone", () => { closed(); end(true); });
      source.onerror = () => end(spoke || source.readyState === EventSource.CLOSED);
    });
  }

  async function poll(tag) {
    /** @type {Record<string, string>} */
    const headers = tag ? { "If-None-Match": tag } : {};
    const response = await fetch(`${given.base}/room/${code}/sign`, { headers, cache: "no-store" });
    if (response.status === 404) return closed();
    if (response.status === 304) { since = 0; return tag; }
    if (!response.ok) throw new TypeError(`status ${response.status}`);
    got(await response.text());
    return response.headers.get("ETag");
  }

  async function run() {
    let tag = null;
    while (!ended) {
      try {
        if (streams) {
          streams = await stream();
          if (!streams || ended) continue;
          tag = await poll(null); // whether the room is there at all
        } else tag = await poll(tag);
      } catch {
        failed();
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS * (0.8 + 0.4 * Math.random())));
      }
    }
  }
  run();
  return () => { ended = true; };
}
