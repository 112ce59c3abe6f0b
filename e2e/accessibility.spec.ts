// The page as assistive technology finds it: every screen, in both themes.
import AxeBuilder from "@axe-core/playwright";
import type { App } from "./support/app.ts";
import { commandByKeys, gallery, openGallery, playhead, sheet } from "./support/feel.ts";
import { expect, LONG, test } from "./support/journey.ts";

async function leave(app: App): Promise<void> {
  await app.page.keyboard.press("Escape");
  await expect(app.page.getByRole("dialog")).toHaveCount(0);
}

const WORK: Readonly<Record<string, (app: App) => Promise<unknown>>> = {
  "first visit": (app) => app.pauseByKey(),
  "a node": (app) => app.node("orders").press("Enter"),
  "several nodes": (app) => app.page.keyboard.press("Control+a"),
  "an edge": (app) => app.selectEdge("orders", "payment"),
  "a fault": (app) => app.faultBar("Slow payment").press("Enter"),
  "the playhead": (app) => playhead(app).press("Home"),
  // Last, for the run may end while it is looked at.
  running: async (app) => {
    await app.page.keyboard.press("Escape");
    await app.page.keyboard.press("Control+Enter");
    await app.expectRunning();
  },
};

const SCREENS: Readonly<Record<string, (app: App) => Promise<unknown>>> = {
  "the palette of commands": async (app) => {
    await app.pauseByKey();
    await app.page.keyboard.press("Control+k");
    await expect(app.page.getByText("Run or pause")).toBeVisible();
  },
  "the sheet of keys": async (app) => {
    await leave(app);
    await app.page.keyboard.press("?");
    await expect(sheet(app.page)).toBeVisible();
  },
  "the gallery": async (app) => {
    await leave(app);
    await openGallery(app);
  },
  "a campaign": async (app) => {
    await leave(app);
    await expect(gallery(app.page)).toBeHidden();
    await commandByKeys(app, "break it at random");
    await expect(app.campaign()).toBeVisible();
  },
  "why believe it": async (app) => {
    await leave(app);
    await commandByKeys(app, "why believe");
    await expect(app.validationPage()).toBeVisible();
  },
  "the presenter size": async (app) => {
    await leave(app);
    await commandByKeys(app, "presenter size");
  },
  "an empty drawing": async (app) => {
    await commandByKeys(app, "presenter size");
    await commandByKeys(app, "new scenario");
    await expect(app.nodes()).toHaveCount(0);
  },
};

for (const colorScheme of ["dark", "light"] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme, reducedMotion: "no-preference" });

    const rest = colorScheme === "dark" ? {} : { tag: LONG };
    test("axe finds nothing wrong while one works", rest, async ({ app }) => {
      // Looking at a whole page takes axe seconds, and these are seven.
      test.slow();
      await app.visit();
      for (const [screen, show] of Object.entries(WORK)) {
        await show(app);
        const { violations } = await new AxeBuilder({ page: app.page }).analyze();
        expect(violations, screen).toEqual([]);
      }
    });

    test("axe finds nothing wrong with dialogs and special sizes", rest, async ({ app }) => {
      test.slow();
      await app.visit();
      for (const [screen, show] of Object.entries(SCREENS)) {
        await show(app);
        const { violations } = await new AxeBuilder({ page: app.page }).analyze();
        expect(violations, screen).toEqual([]);
      }
    });
  });
}
