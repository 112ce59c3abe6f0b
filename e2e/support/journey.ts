// The frame of every journey: a window of a laptop's size, and not one error in the console.
import { test as base, type Page } from "@playwright/test";
import { App } from "./app.ts";

/** As many times slower than this machine, to find what only slow ones show. */
const SLOWER = Number(process.env.BROWNOUT_SLOWER ?? 1);

async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
}

export const test = base.extend<{ app: App }>({
  viewport: { width: 1440, height: 900 },
  app: async ({ page }, use) => {
    const app = new App(page);
    if (SLOWER > 1) await slowDown(page);
    await use(app);
    app.expectNoErrors();
  },
});

/** Marks variations of other journeys, which the long suite runs. */
export const LONG = "@long";

export { expect } from "@playwright/test";
