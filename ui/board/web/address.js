// The address of what is shown, to hand on.

import { serverBase } from "./streamlit_page.js";

export function shareAddress(query, publicUrl) {
  const base = serverBase();
  const here = location.origin + location.pathname;
  const page = here.startsWith(base) ? here.slice(base.length) : "";
  const address = publicUrl ? publicUrl.replace(/\/*$/, "/") + page : here;
  return query ? `${address}?${query}` : address;
}

export function isLocal(address) {
  return /^(localhost|127\.|\[::1\]|0\.0\.0\.0)/.test(new URL(address).host);
}
