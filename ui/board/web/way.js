// From a click until the next page stands, the address has no query: a page that is loaded anew then would have lost
// what was set. So a click notes the query, and such a page takes it up.

import { loadedAnew, remember, remembered } from "./remembered.js";
import { broke } from "./streamlit_fields.js";

const QUERY = "nd-way", RELOADED = "nd-reloaded";
const LONGEST = 30000; // ms that a page may take to come
const APART = 10000; // ms between two loads of ours: a page that breaks at once again is left as it is

// The query that a page which is loaded anew takes up; "" for none.
export function queryOnTheWay(anew, search, now, noted = remembered(QUERY)) {
  if (!anew || search || !noted || now - noted.at > LONGEST) return "";
  return noted.query;
}

// Whether a page that broke is loaded anew.
export const mayReload = (now, last = remembered(RELOADED)) => !last || now - last > APART;

export function keepOnTheWay() {
  const query = queryOnTheWay(loadedAnew(), location.search, Date.now());
  if (query) history.replaceState(history.state, "", location.pathname + query + location.hash);
  document.addEventListener("click", () => {
    if (location.search) remember(QUERY, { at: Date.now(), query: location.search });
  }, true);
  addEventListener("error", (event) => {
    const now = Date.now();
    if (!broke(event) || !mayReload(now)) return;
    remember(RELOADED, now);
    location.reload();
  });
}
