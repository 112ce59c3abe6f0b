// Every file of the gallery runs, repeats itself, and balances.
import { describe, expect, it, vi } from "vitest";
import { resolved, simulate } from "../support/simulate.ts";
import { GALLERY_FILES, galleryDocument, WORK_EVENTS_MAX } from "./gallery-files.ts";
import { failuresOf, galleryVariant, RUN_TIMEOUT_MS, runGallery } from "./gallery-runs.ts";

vi.setConfig({ testTimeout: RUN_TIMEOUT_MS });

const IDENTITY_TOLERANCE = 1e-9;
/** Long enough for the warm-up and a few thousand requests. */
const SHORT_S = 40;

describe.each(GALLERY_FILES)("%s", (file) => {
  const document = galleryDocument(file);

  it("meets its objectives and stays healthy while nothing is wrong", () => {
    const { result } = runGallery(file);
    expect(result.endedEarly).toBeNull();
    const about = (warning: string) => !warning.startsWith("Too few samples");
    expect(result.warnings.filter(about)).toEqual([]);
    expect(result.slos.map(({ name, met }) => [name, met])).toEqual(
      result.slos.map(({ name }) => [name, true]),
    );
    expect(result.cascade).toEqual([]);
  });

  it("stays below 10 s of work", () => {
    expect(runGallery(file).result.events).toBeLessThan(WORK_EVENTS_MAX);
  });

  it("loses no request and no message", () => {
    const { result } = runGallery(file);
    for (const [type, counts] of Object.entries(result.endToEnd)) {
      const failed = failuresOf(counts.failed);
      expect(counts.offered, type).toBeGreaterThan(100);
      expect(counts.ok + counts.degraded + failed, type).toBe(counts.completed);
      expect(counts.inFlightAtStart + counts.offered, type).toBe(
        counts.completed + counts.inFlightAtEnd,
      );
    }
    const unbalanced = result.checks.filter((check) => !(check.difference <= IDENTITY_TOLERANCE));
    expect(unbalanced).toEqual([]);
    expect(result.checks.length).toBeGreaterThan(Object.keys(document.nodes).length);
  });

  it("gives the same digest again in slices, and another one with another seed", () => {
    const short = galleryVariant(file, { durationS: SHORT_S });
    const { digest } = simulate(short);
    expect(simulate(short, { slice: 9_973 }).digest).toBe(digest);
    expect(simulate(short, { seed: 2 }).digest).not.toBe(digest);
  });

  it.each(Object.keys(document.variants ?? {}))("has a correct variant %s", (variant) => {
    const changed = resolved(galleryVariant(file, { variant }));
    expect(changed.hash).not.toBe(resolved(document).hash);
  });
});
