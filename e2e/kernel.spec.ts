// The compiled engine runs where the page's policy allows WebAssembly; where it is forbidden, the
// JavaScript it was compiled from gives the same digest.
import { digestByCommand } from "./support/command.ts";
import { expect, test } from "./support/journey.ts";

const SHOP = "public/scenarios/shop.brownout.json";
/** Compiling may not delay the first run by more than this, ms, even on a busy machine. */
const COMPILED_WITHIN_MS = 500;

test("the worker runs the engine as WebAssembly, with the digest of the command", async ({
  app,
}) => {
  await app.visit();
  const { kind, durationMs } = await app.kernel();
  expect(kind).toBe("wasm");
  expect(durationMs).toBeLessThan(COMPILED_WITHIN_MS);
  await app.setSpeed("Max");
  expect(await app.untilEnd()).toBe(digestByCommand(SHOP));
});

test("where WebAssembly is forbidden the engine runs as JavaScript, with the same digest", async ({
  app,
}) => {
  await app.forbidWebAssembly();
  await app.visit();
  expect((await app.kernel()).kind).toMatch(/^js: .*(unsafe-eval|Content Security Policy)/);
  await app.setSpeed("Max");
  expect(await app.untilEnd()).toBe(digestByCommand(SHOP));
});
