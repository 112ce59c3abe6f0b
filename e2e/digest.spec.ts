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

/**
 * Names of the cases that are played: all in the long suite, else of each file as it is the one with its
 * first fault. The unit tests play more of them, in the same engine of JavaScript.
 */
function playedOf(names: readonly string[]): ReadonlySet<string> {
  if (process.env.BROWNOUT_FULL === "1") return new Set(names);
  const byFile = new Map<string, string>();
  for (const name of names.filter((one) => /, as it is, .*, seed 1$/.test(one))) {
    const [file = "", , fault] = name.split(", ");
    const known = byFile.get(file);
    if (known === undefined || (known.includes(", no fault,") && fault !== "no fault")) {
      byFile.set(file, name);
    }
  }
  return new Set(byFile.values());
}

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
    const all = galleryRuns(program);
    const isPlayed = playedOf(all.map(({ name }) => name));
    const runs = all.filter(({ name }) => isPlayed.has(name));
    const served = await serveDigestPage(script, requestOf({ runs }));
    try {
      await page.goto(served.url);
      const answer = await answerOfPage(served, 200_000);
      expect((JSON.parse(answer) as Answer).kernel).toBe(kernel);
      const golden = Object.entries(JSON.parse(readFileSync(GOLDEN_FILE, "utf8")) as object);
      const played = Object.fromEntries(golden.filter(([name]) => isPlayed.has(name)));
      expect(Object.keys(played).length).toBeGreaterThan(20);
      expect(program.differences(JSON.stringify(played), answer)).toEqual([]);
    } finally {
      served.close();
    }
  });
}
