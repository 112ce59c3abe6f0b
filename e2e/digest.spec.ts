// One model, two faces: the page and the command run the same engine on the same file.
import { digestByCommand } from "./support/command.ts";
import { expect, test } from "./support/journey.ts";

test("the shop gives the same digest twice in the browser and once on the command line", async ({
  app,
}) => {
  await app.visit();
  await app.setSpeed("Max");
  const first = await app.untilEnd();
  await app.reset();
  await expect.poll(() => app.clockS()).toBe(0);
  await app.run();
  expect(await app.untilEnd()).toBe(first);
  expect(digestByCommand("public/scenarios/shop.brownout.json")).toBe(first);
});

test("another seed gives another digest", async ({ app }) => {
  await app.visit();
  await app.setSpeed("Max");
  const first = await app.untilEnd();
  await app.setSeed(2);
  await app.reset();
  await app.run();
  await expect.poll(() => app.untilEnd()).not.toBe(first);
});
