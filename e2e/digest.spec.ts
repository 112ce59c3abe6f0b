// One model, two faces: the page and the command run the same engine on the same file.
import { readFileSync } from "node:fs";
import { answerOfPage, serveDigestPage } from "../scripts/digest-page.mjs";
import {
  type Answer,
  buildDigestProgram,
  GOLDEN_FILE,
  galleryRuns,
  loadDigestProgram,
  requestOf,
} from "../scripts/digest-program.mjs";
import { digestByCommand } from "./support/command.ts";
import { expect, LONG, test } from "./support/journey.ts";

/** Compiling may not delay the first run by more than this, ms, even on a busy machine. */
const COMPILED_WITHIN_MS = 500;

/** All cases of the golden file in the long suite; else the files as they are, with their faults. */
const isPlayed = (name: string): boolean =>
  process.env.BROWNOUT_FULL === "1" || /as it is.*seed 1$/.test(name);

test("compiled, the shop gives the same digest twice in the browser and on the command line", async ({
  app,
}) => {
  await app.visit();
  const { kind, durationMs } = await app.kernel();
  expect(kind).toBe("wasm");
  expect(durationMs).toBeLessThan(COMPILED_WITHIN_MS);
  await app.setSpeed("Max");
  const first = await app.untilEnd();
  await app.reset();
  await expect.poll(() => app.clockS()).toBe(0);
  await app.run();
  expect(await app.untilEnd()).toBe(first);
  expect(digestByCommand("public/scenarios/shop.brownout.json")).toBe(first);
});

test("another seed gives another digest", { tag: LONG }, async ({ app }) => {
  await app.visit();
  await app.setSpeed("Max");
  const first = await app.untilEnd();
  await app.setSeed(2);
  await app.reset();
  await app.run();
  await expect.poll(() => app.untilEnd()).not.toBe(first);
});

for (const kernel of ["js", "wasm"] as const) {
  test(`the gallery gives its golden digests in the browser's worker, kernel ${kernel}`, {
    tag: kernel === "js" ? LONG : [],
  }, async ({ page }) => {
    test.setTimeout(240_000);
    const script = await buildDigestProgram(kernel);
    const program = loadDigestProgram(script);
    const runs = galleryRuns(program).filter(({ name, seed }) => isPlayed(`${name}, seed ${seed}`));
    const served = await serveDigestPage(script, requestOf({ runs }));
    try {
      await page.goto(served.url);
      const answer = await answerOfPage(served, 200_000);
      expect((JSON.parse(answer) as Answer).kernel).toBe(kernel);
      const golden = Object.entries(JSON.parse(readFileSync(GOLDEN_FILE, "utf8")) as object);
      const played = Object.fromEntries(golden.filter(([name]) => isPlayed(name)));
      expect(Object.keys(played).length).toBeGreaterThan(20);
      expect(program.differences(JSON.stringify(played), answer)).toEqual([]);
    } finally {
      served.close();
    }
  });
}
