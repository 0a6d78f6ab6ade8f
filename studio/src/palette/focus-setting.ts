/** Brings a setting of the screen that is being shown into sight and gives it the focus; it may have to be opened first. */

/** Milliseconds that a screen may take to load. */
const PATIENCE_MS = 4000;

const isSeen = (element: HTMLElement) => element.getClientRects().length > 0;

/** The control of a name: labelled by it, or a group that has it. */
function find(name: string): HTMLElement | undefined {
  for (const label of document.querySelectorAll<HTMLLabelElement>("main label[for]")) {
    if (label.textContent?.trim() !== name) continue;
    const control = document.getElementById(label.htmlFor);
    if (control) return control;
  }
  const group = document.querySelector<HTMLElement>(`main [role="radiogroup"][aria-label="${CSS.escape(name)}"]`);
  return group ?? undefined;
}

/** Opens what hides it: a folded part, a tab of a narrow screen. */
function reveal(element: HTMLElement): void {
  for (let place = element.parentElement; place !== null; place = place.parentElement) {
    if (place instanceof HTMLDetailsElement) place.open = true;
    const tab =
      place.id && document.querySelector<HTMLElement>(`[role="tab"][aria-controls="${CSS.escape(place.id)}"]`);
    if (tab && isSeen(tab) && !isSeen(element)) tab.click();
  }
}

export function focusSetting(name: string): void {
  const until = performance.now() + PATIENCE_MS;
  const look = () => {
    const found = find(name);
    if (found === undefined) {
      if (performance.now() < until) setTimeout(look, 60);
      return;
    }
    reveal(found);
    requestAnimationFrame(() => {
      const target = found.matches("[role=radiogroup]") ? found.querySelector<HTMLElement>('[tabindex="0"]') : found;
      target?.scrollIntoView({ block: "center" });
      target?.focus();
    });
  };
  look();
}
