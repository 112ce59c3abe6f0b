// Going from region to region with F6, and to one of them by name.

/** In the order of the page, by the names that people hear. */
export const REGIONS = ["Canvas", "Table", "Inspector", "Timeline", "Results"] as const;
export type Region = (typeof REGIONS)[number];

const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]), select, textarea, [tabindex="0"]';

function regionElement(name: Region): HTMLElement | null {
  return document.querySelector<HTMLElement>(`section[aria-label="${name}"]`);
}

function isSeen(element: HTMLElement): boolean {
  return element.getClientRects().length > 0 && element.closest("[inert]") === null;
}

/** Puts the keyboard into a region; false if it is not on the page. */
export function goToRegion(name: Region): boolean {
  const region = regionElement(name);
  const preferred = [
    ...(region?.querySelectorAll<HTMLElement>("[data-canvas-id], [role=slider]") ?? []),
  ];
  const others = [...(region?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])];
  const reachable = preferred.filter((one) => one.tabIndex >= 0);
  const target = [...reachable, ...others].find(isSeen);
  target?.focus();
  return target !== undefined;
}

/** The next region that is on the page, or the one before. */
export function goOn(step: 1 | -1): void {
  const at = REGIONS.findIndex((name) => regionElement(name)?.contains(document.activeElement));
  const start = at < 0 && step < 0 ? 0 : at;
  for (let turn = 1; turn <= REGIONS.length; turn += 1) {
    const next = (start + step * turn + 2 * REGIONS.length) % REGIONS.length;
    const name = REGIONS[next];
    if (name && goToRegion(name)) return;
  }
}
