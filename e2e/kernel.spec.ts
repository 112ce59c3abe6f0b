// Where the page's policy forbids WebAssembly, the JavaScript that the engine was compiled from gives
// the same digest.
import { digestByCommand } from "./support/command.ts";
import { expect, LONG, test } from "./support/journey.ts";

const SHOP = "public/scenarios/shop.brownout.json";

test("where WebAssembly is forbidden the engine runs as JavaScript, with the same digest", {
  tag: LONG,
}, async ({ app }) => {
  await app.forbidWebAssembly();
  await app.visit();
  expect((await app.kernel()).kind).toMatch(/^js: .*(unsafe-eval|Content Security Policy)/);
  await app.setSpeed("Max");
  const digest = await app.untilEnd();
  await app.allowWebAssembly();
  expect(digest).toBe(digestByCommand(SHOP));
});
