// The page as assistive technology finds it: every screen, one in the dark and the next in the light
// theme; the long suite looks at each in both.
import type { App } from "./support/app.ts";
import { expectAccessible, type Part, setTheme } from "./support/axe.ts";
import { commandByKeys, gallery, openGallery, playhead, sheet } from "./support/feel.ts";
import { Groups } from "./support/groups.ts";
import { expect, test } from "./support/journey.ts";
import { ResultsDriver } from "./support/results.ts";
import { Table } from "./support/table.ts";

type Screens = Readonly<Record<string, readonly [Part, (app: App) => Promise<unknown>]>>;

async function leave(app: App): Promise<void> {
  await app.page.keyboard.press("Escape");
  await expect(app.page.getByRole("dialog")).toHaveCount(0);
}

const WORK: Screens = {
  "a run": [
    "page",
    async (app) => {
      // Slowly, so that it does not end while it is looked at.
      await app.setSpeed("1×");
      await app.expectRunning();
    },
  ],
  "a node": [
    "Inspector",
    async (app) => {
      await app.pauseByKey();
      await app.node("orders").press("Enter");
    },
  ],
  "several nodes": ["Inspector", (app) => app.page.keyboard.press("Control+a")],
  "an edge": ["Inspector", (app) => app.selectEdge("orders", "payment")],
  "a group": [
    "Inspector",
    async (app) => {
      const groups = new Groups(app);
      await groups.selectAll("email", "sms");
      await groups.groupAs("Mesh");
      await expect(app.inspector()).toContainText("A service mesh");
    },
  ],
  "a fault and the past": [
    "page",
    async (app) => {
      await app.faultBar("Slow payment").press("Enter");
      await playhead(app).press("Home");
    },
  ],
  "large results": [
    "Results",
    async (app) => {
      const results = new ResultsDriver(app);
      await results.open("Latency");
      await results.makeLarge();
      await expect(app.canvas()).toBeHidden();
    },
  ],
  "the tables": [
    "Table",
    async (app) => {
      await new ResultsDriver(app).makeSmall();
      await app.canvas().press("t");
      await expect(new Table(app.page).rows("Nodes")).toHaveCount(11);
    },
  ],
};

const SCREENS: Screens = {
  "the palette of commands": [
    "dialog",
    async (app) => {
      await app.page.keyboard.press("Control+k");
      await expect(app.page.getByText("Run or pause")).toBeVisible();
    },
  ],
  "the sheet of keys": [
    "dialog",
    async (app) => {
      await leave(app);
      await app.page.keyboard.press("?");
      await expect(sheet(app.page)).toBeVisible();
    },
  ],
  "the gallery": [
    "dialog",
    async (app) => {
      await leave(app);
      await openGallery(app);
    },
  ],
  "a campaign": [
    "dialog",
    async (app) => {
      await leave(app);
      await expect(gallery(app.page)).toBeHidden();
      await app.startCampaign(3);
      await expect(app.campaignRun(3)).toBeVisible({ timeout: 40_000 });
    },
  ],
  "why believe it": [
    "dialog",
    async (app) => {
      await leave(app);
      await commandByKeys(app, "why believe");
      await app.validationCase("M/M/1 FIFO").click();
      await expect(app.validationPage().getByText(/Kleinrock, Queueing Systems/)).not.toHaveCount(
        0,
      );
    },
  ],
  "an empty drawing": [
    "page",
    async (app) => {
      await leave(app);
      await commandByKeys(app, "new scenario");
      await expect(app.nodes()).toHaveCount(0);
    },
  ],
};

async function expectAllAccessible(app: App, screens: Screens): Promise<void> {
  // Looking at a whole page takes axe seconds.
  test.slow();
  for (const [at, [screen, [part, show]]] of Object.entries(screens).entries()) {
    await show(app);
    await setTheme(app.page, at % 2 === 0 ? "dark" : "light");
    await expectAccessible(app.page, screen, part);
  }
}

test("axe finds nothing wrong while one works", async ({ app }) => {
  await app.visit();
  await expectAllAccessible(app, WORK);
});

test("axe finds nothing wrong with dialogs and an empty drawing", async ({ app }) => {
  await app.visitAtRest();
  await expectAllAccessible(app, SCREENS);
});
