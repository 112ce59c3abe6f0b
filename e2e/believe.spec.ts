// The sceptic's way: what the engine was held against, and the numbers behind a distribution.
import { jumpsIn, shiftsOf, watchShifts } from "./support/feel.ts";
import { expect, LONG, test } from "./support/journey.ts";

test("a case of the validation page is opened as a scenario and run; a distribution is edited with its moments in sight", async ({
  app,
}) => {
  await watchShifts(app.page);
  await app.page.setViewportSize({ width: 1024, height: 768 });
  await app.visitAtRest();
  await app.askWhyBelieve();
  const page = app.validationPage();
  await expect(page.getByText("Do the errors look like chance?")).toBeVisible();
  await app.validationCase("M/M/1 FIFO").click();
  await expect(page.getByText(/Kleinrock, Queueing Systems/).first()).toBeVisible();
  await expect(page.getByText("Time in system, p99", { exact: true }).first()).toBeVisible();
  await app.leaveValidationPage();
  await expect(app.canvas()).toBeVisible();
  expect(jumpsIn(await shiftsOf(app.page))).toEqual([]);

  await app.command("why believe");
  await page.getByRole("textbox", { name: "Search the cases" }).fill("M/M/1 FIFO");
  await app.validationCase("M/M/1 FIFO").press("Enter");
  await page.getByRole("button", { name: "Open as scenario" }).press("Enter");
  await expect(page).toBeHidden();
  await expect(app.scenarioName("M/M/1 FIFO")).toBeVisible();
  await expect(app.nodes()).toHaveCount(2);
  await app.setSpeed("Max");
  await app.run();
  await app.untilEnd();
  await app.command("why believe");
  await expect(page.getByText("M/M/1 FIFO, seed 1")).toBeVisible();
  await app.leaveValidationPage();

  // A window that was narrow at first keeps its inspector closed.
  await app.page.setViewportSize({ width: 1440, height: 900 });
  await app.page.getByRole("banner").getByRole("button", { name: "Inspector" }).click();
  await app.newBlank();
  await app.addByClick("Service");
  await app.chooseDistribution("Service time", "Exponential");
  await app.distributionNumber("Service time: mean").fill("10ms");
  await app.distributionNumber("Service time: mean").press("Enter");
  const moments = app.moments("Service time");
  await expect(moments).toHaveText(/Mean10\.0 ms.*p506\.93 ms.*p9946\.1 ms.*SCV1\.00/);

  for (const type of ["Erlang", "Hyperexponential", "Weibull", "Empirical", "Mixture", "Trace"]) {
    await app.chooseDistribution("Service time", type);
    await expect(moments).toHaveText(/Mean(10\.\d|9\.\d\d) ms/);
  }

  await app.chooseDistribution("Service time", "Lognormal");
  await app.distributionNumber("Service time: p99").fill("5ms");
  await app.distributionNumber("Service time: p99").press("Enter");
  await expect(app.inspector().getByText(/p99Ms must be greater than meanMs/)).toBeVisible();
  await expect(moments).toBeHidden();
  await app.undo();
  await expect(moments).toBeVisible();
});

test("the rules of the states are shown without the file of results", { tag: LONG }, async ({
  app,
}) => {
  await app.withoutFile("validation.json");
  await app.visit();
  await app.command("states are judged");
  const page = app.validationPage();
  await expect(page.getByText(/comes without the file/).first()).toBeVisible();
  await expect(page.getByText("Down is entered after this many.")).toBeInViewport();
  await app.page.keyboard.press("Escape");
  await expect(page).toBeHidden();
});

for (const width of [1024, 1280, 1920]) {
  test(`nothing of the page is wider than a window of ${width}`, {
    tag: LONG,
  }, async ({ app }) => {
    await app.page.setViewportSize({ width, height: 800 });
    await app.visit();
    await app.pauseByKey();
    await app.command("why believe");
    await expect(app.validationCase("M/M/1 FIFO")).toBeVisible();
    const right = await app
      .validationPage()
      .getByRole("region", { name: "Cases", exact: true })
      .evaluate((region) => region.getBoundingClientRect().right);
    expect(right).toBeLessThanOrEqual(width);
  });
}
