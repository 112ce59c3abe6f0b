// What assistive technology would stumble over, in both themes.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** The part of the page that a step changed: a region by its name, or the open dialog. */
export type Part = "Inspector" | "Results" | "Table" | "dialog" | "page";

const FULL = process.env.BROWNOUT_FULL === "1";

function within(page: Page, part: Part): AxeBuilder {
  // There are no frames to look into, so axe need not open a page of its own to gather what it found.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  if (part === "page" || FULL) return axe;
  return axe.include(part === "dialog" ? "[role=dialog]" : `section[aria-label="${part}"]`);
}

export async function setTheme(page: Page, colorScheme: "dark" | "light"): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await expect
    .poll(() => page.evaluate(() => document.documentElement.dataset.theme))
    .toBe(colorScheme);
  // Half of a change of colors is no color that anybody has to read: each change is brought to its
  // end. What begins anew for ever never comes to none.
  await expect
    .poll(() => page.evaluate(endTransitions), { message: "colors go on changing" })
    .toBe(0);
}

/** Brings all transitions to their ends; gives how many were on their way. */
function endTransitions(): number {
  const underWay = document
    .getAnimations()
    .filter((one) => one instanceof CSSTransition && one.playState !== "finished");
  for (const change of underWay) change.finish();
  return underWay.length;
}

async function expectNothingFound(axe: AxeBuilder, what: string): Promise<void> {
  const { violations } = await axe.analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`);
  expect(found, what).toEqual([]);
}

/**
 * Every rule in the theme of the page, and in the long suite in the other theme too, where it looks
 * at the whole page each time.
 */
export async function expectAccessible(page: Page, what: string, part: Part = "page") {
  const axe = () => within(page, part).options({ resultTypes: ["violations"] });
  const theme = await page.evaluate(() => document.documentElement.dataset.theme);
  const [now, other] =
    theme === "light" ? (["light", "dark"] as const) : (["dark", "light"] as const);
  await expectNothingFound(axe(), `${what}, ${now}`);
  if (!FULL) return;
  await setTheme(page, other);
  await expectNothingFound(axe(), `${what}, ${other}`);
  await setTheme(page, now);
}
