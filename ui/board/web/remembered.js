// What outlives the loading of a page, in this tab alone; a browser that keeps nothing is as good as an empty one.

const MOST = 200000; // characters of one thing: more is not kept

// Whether the browser loads this page anew, and does not come to it.
export function loadedAnew() {
  const [arrival] = performance.getEntriesByType("navigation");
  return /** @type {PerformanceNavigationTiming} */ (arrival)?.type === "reload";
}

export function remember(name, value) {
  const text = JSON.stringify(value);
  try {
    if (text.length <= MOST) sessionStorage.setItem(name, text);
  } catch { /* full, or closed to frames */ }
}

export function remembered(name) {
  try { return JSON.parse(sessionStorage.getItem(name) ?? "null"); } catch { return null; }
}

export function forget(name) {
  try { sessionStorage.removeItem(name); } catch { /* there is none */ }
}
