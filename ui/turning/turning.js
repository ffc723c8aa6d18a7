// A new step: to the top, and the focus to its heading, so that Tab and a screen reader begin there.

export default function turn({ data }) {
  const before = globalThis.__ndStep;
  globalThis.__ndStep = data.step;
  if (before === undefined || before === data.step) return;
  requestAnimationFrame(() => {
    document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0 });
    const heading = document.querySelector('[data-testid="stMain"] h1');
    if (!heading) return;
    heading.setAttribute("tabindex", "-1");
    heading.style.outline = "none";
    heading.focus({ preventScroll: true });
  });
}
