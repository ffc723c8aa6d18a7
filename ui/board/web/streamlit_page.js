// What we know of the page that Streamlit makes and does not promise: an upgrade that breaks it is mended here.

const OWN_SCRIPTS = "/static/js/"; // where it serves its own from
export const APP = ".stApp"; // the element that has the colors of the theme
export const UPLOADER = "[data-testid=stFileUploader]"; // which takes the files that fall on it
export const MAIN = '[data-testid="stMain"]'; // the one that scrolls

// Where the server is mounted, with a closing slash, whatever page we are on.
export function serverBase() {
  const own = /** @type {HTMLScriptElement} */ (document.querySelector(`script[src*="${OWN_SCRIPTS}"]`));
  const at = own ? own.src.lastIndexOf(OWN_SCRIPTS) : -1;
  return at > 0 ? own.src.slice(0, at + 1) : new URL(".", document.baseURI).href;
}

// Whether the page is shown in dark colors now.
export function showsDark() {
  const parts = (getComputedStyle(document.querySelector(APP) || document.body).backgroundColor.match(/[\d.]+/g) || []).map(Number);
  if (parts.length < 3 || parts[3] === 0) return matchMedia("(prefers-color-scheme: dark)").matches;
  return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] < 110;
}

// Streamlit keeps the theme that was chosen for each address, and reads it when it loads.
export function rememberTheme(dark, addresses) {
  const likeSystem = matchMedia("(prefers-color-scheme: dark)").matches === dark;
  const name = likeSystem ? "System" : dark ? "Dark" : "Light";
  for (const address of [location.href, ...addresses]) {
    localStorage.setItem(`stActiveTheme-${new URL(address, location.href).pathname}-v2`, JSON.stringify(name));
  }
}
