export default function address({ data }) {
  if (data && !location.search) history.replaceState(history.state, "", `${location.pathname}?${data.link}`);
}
