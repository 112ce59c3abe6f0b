// The frame of every journey: a window of a laptop's size, and not one error in the console.
import { test as base } from "@playwright/test";
import { App } from "./app.ts";

export const test = base.extend<{ app: App }>({
  viewport: { width: 1440, height: 900 },
  app: async ({ page }, use) => {
    const app = new App(page);
    await use(app);
    app.expectNoErrors();
  },
});

/** Marks variations of other journeys, which the long suite runs. */
export const LONG = "@long";

export { expect } from "@playwright/test";
