// Every file of the gallery runs, is well as it stands, and balances. That it repeats itself is held by
// test/golden/digests.test.ts, and straight and in slices by test/engine/gallery.property.test.ts.
import { describe, expect, it, vi } from "vitest";
import { resolved } from "../support/simulate.ts";
import { GALLERY_FILES, galleryDocument, WORK_EVENTS_MAX } from "./gallery-files.ts";
import { failuresOf, galleryVariant, RUN_TIMEOUT_MS, runGallery } from "./gallery-runs.ts";

vi.setConfig({ testTimeout: RUN_TIMEOUT_MS });

const IDENTITY_TOLERANCE = 1e-9;

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

  it.each(Object.keys(document.variants ?? {}))("has a correct variant %s", (variant) => {
    const changed = resolved(galleryVariant(file, { variant }));
    expect(changed.hash).not.toBe(resolved(document).hash);
  });
});
