// Whoever opens a file of the gallery waits for no run longer than ten seconds of one core.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { goldenOf } from "../../simulation/cli/digests/golden.ts";
import { GALLERY_FILES, galleryDocument, WORK_EVENTS_MAX } from "./gallery-files.ts";

const GOLDEN = goldenOf(
  readFileSync(join(import.meta.dirname, "..", "golden", "digests.json"), "utf8"),
);
/** Simulated time of a golden case, s, unless its file is shorter. */
const CASE_S = 30;

/** Events of the golden case, for the whole time of its file: times are compressed, rates are not. */
function wholeEvents(name: string, events: number): number {
  const file = name.replace(/,.*/, "");
  const { durationS = CASE_S } = galleryDocument(file).run;
  return events * Math.max(1, durationS / CASE_S);
}

it("every file, in each of its designs and with each of its faults, stays below 10 s of work", () => {
  const cases = Object.entries(GOLDEN).filter(([name]) =>
    GALLERY_FILES.includes(name.replace(/,.*/, "")),
  );
  expect(cases.length).toBeGreaterThan(10 * GALLERY_FILES.length);
  const tooLong = cases.filter(([name, { events }]) => wholeEvents(name, events) > WORK_EVENTS_MAX);
  expect(tooLong.map(([name]) => name)).toEqual([]);
});
