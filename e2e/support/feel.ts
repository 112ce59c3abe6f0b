// Verbs of the timeline, the commands and the keyboard.
import { expect, type Locator, type Page } from "@playwright/test";
import type { App } from "./app.ts";

/** Tab until the control has the keyboard, as a person would who looks for it. */
export async function tabTo(page: Page, control: Locator, most = 60): Promise<void> {
  for (let presses = 0; presses < most; presses += 1) {
    const found = await control.evaluateAll((all) => all.includes(document.activeElement as never));
    if (found) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${control} was not reached by Tab`);
}

/** F6 until the keyboard is in the region. */
export async function goToRegion(page: Page, region: Locator): Promise<void> {
  for (let presses = 0; presses < 6; presses += 1) {
    await page.keyboard.press("F6");
    const inside = await region.evaluate((element) => element.contains(document.activeElement));
    if (inside) return;
  }
  throw new Error(`${region} was not reached by F6`);
}

/** A command by Ctrl K, until the palette has gone and the keyboard is free again. */
export async function commandByKeys(app: App, letters: string): Promise<void> {
  await app.command(letters);
  await expect(app.page.getByRole("textbox", { name: "Search the commands" })).toHaveCount(0);
}

export function playhead(app: App): Locator {
  return app.timeline().getByRole("slider", { name: "Playhead" });
}

export function sheet(page: Page): Locator {
  return page.getByRole("dialog", { name: "Keyboard shortcuts" });
}

export function notices(page: Page): Locator {
  return page.getByRole("status", { name: "Notices" });
}

export function gallery(page: Page): Locator {
  return page.getByRole("dialog", { name: "Gallery" });
}

export async function openGallery(app: App): Promise<void> {
  await app.page.keyboard.press("Control+Shift+o");
  await expect(gallery(app.page).getByRole("button", { name: "Open Shop" })).toBeVisible();
}

/** Turns the wheel over the middle of the timeline with Ctrl held. */
export async function zoomTimeByWheel(app: App, notches: number): Promise<void> {
  const box = await app.timeline().boundingBox();
  if (!box) throw new Error("no timeline");
  await app.page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.6);
  await app.page.keyboard.down("Control");
  for (let turn = 0; turn < notches; turn += 1) await app.page.mouse.wheel(0, -100);
  await app.page.keyboard.up("Control");
}

/** Drags a fault's bar by some px, with Alt held to drag off a copy. */
export async function dragFault(app: App, name: string, px: number, alt = false): Promise<void> {
  const box = await app.faultBar(name).first().boundingBox();
  if (!box) throw new Error(`${name} is not on the timeline`);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await app.page.mouse.move(x, y);
  if (alt) await app.page.keyboard.down("Alt");
  await app.page.mouse.down();
  await app.page.mouse.move(x + px / 2, y, { steps: 3 });
  await app.page.mouse.move(x + px, y, { steps: 3 });
  await app.page.mouse.up();
  if (alt) await app.page.keyboard.up("Alt");
}

export interface LayoutShift {
  /** Share of the window that moved, times how far. */
  readonly value: number;
  readonly atMs: number;
  /** Beginnings of what moved. */
  readonly what: readonly string[];
}

/** Notes whatever moves on the page without a press or a key before; call it before `visit`. */
export async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    interface Entry extends PerformanceEntry {
      readonly value: number;
      readonly hadRecentInput: boolean;
      readonly sources: readonly { readonly node: Node | null }[];
    }
    const shifts: LayoutShift[] = [];
    Reflect.set(window, "layoutShifts", shifts);
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput, startTime, sources } of list.getEntries() as Entry[]) {
        if (hadRecentInput) continue;
        const what = sources.map(({ node }) => node?.textContent?.slice(0, 30) ?? "");
        shifts.push({ value, atMs: Math.round(startTime), what });
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
}

/** Less than a px of a word, which no eye sees. */
const UNSEEN = 0.0005;

/** What was seen to jump. */
export function jumpsIn(shifts: readonly LayoutShift[]): LayoutShift[] {
  return shifts.filter(({ value }) => value > UNSEEN);
}

export function shiftsOf(page: Page): Promise<LayoutShift[]> {
  return page.evaluate(() => Reflect.get(window, "layoutShifts") as LayoutShift[]);
}
