// Every word can be read: on ten screens, in four windows and both themes.
import type { App } from "./support/app.ts";
import { commandByKeys, gallery, openGallery, playhead, sheet } from "./support/feel.ts";
import { defectsOf } from "./support/geometry.ts";
import { expect, LONG, test } from "./support/journey.ts";

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];

/** Screens in the order of one journey. */
const SCREENS: Readonly<Record<string, (app: App) => Promise<void>>> = {
  "first visit": (app) => app.pauseByKey(),
  node: (app) => app.node("orders").press("Enter"),
  edge: (app) => app.selectEdge("orders", "payment"),
  fault: (app) => app.faultBar("Slow payment").press("Enter"),
  "the end of a bad run": async (app) => {
    await app.page.keyboard.press("Escape");
    await commandByKeys(app, "switch slow payment");
    await commandByKeys(app, "speed max");
    await app.run();
    await app.untilEnd();
  },
  "the past": (app) => playhead(app).press("PageDown"),
  gallery: openGallery,
  shortcuts: async (app) => {
    await app.page.keyboard.press("Escape");
    await expect(gallery(app.page)).toBeHidden();
    await commandByKeys(app, "keyboard shortcuts");
    await expect(sheet(app.page)).toBeVisible();
  },
  campaign: async (app) => {
    await app.page.keyboard.press("Escape");
    await expect(sheet(app.page)).toBeHidden();
    await commandByKeys(app, "break it at random");
    await expect(app.campaign()).toBeVisible();
  },
  "an empty drawing": async (app) => {
    await app.page.keyboard.press("Escape");
    await expect(app.campaign()).toBeHidden();
    await commandByKeys(app, "new scenario");
    await expect(app.nodes()).toHaveCount(0);
  },
};

for (const colorScheme of ["dark", "light"] as const) {
  for (const viewport of SIZES) {
    const isFirst = colorScheme === "dark" && viewport === SIZES[0];
    const name = `every word can be read at ${viewport.width} px, ${colorScheme}`;
    test.describe(name, () => {
      test.use({ colorScheme, viewport });
      test(name, isFirst ? {} : { tag: LONG }, async ({ app }) => {
        await app.visit();
        for (const [screen, show] of Object.entries(SCREENS)) {
          await show(app);
          await expect.poll(() => defectsOf(app.page), { message: screen }).toEqual([]);
        }
      });
    });
  }
}
