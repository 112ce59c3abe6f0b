import { describe, expect, it } from "vitest";
import { GALLERY_FILES, galleryDocument } from "../gallery/gallery-files.ts";
import { run } from "../support/simulate.ts";
import { faultsOfTrace } from "../support/trace-checks.ts";

describe("traces of the gallery", () => {
  it.each(GALLERY_FILES)("%s", (file) => {
    const document = galleryDocument(file);
    const durationS = Math.min(12, document.run?.durationS ?? 12);
    const faults = Object.fromEntries(
      Object.entries(document.faults ?? {}).map(([id, fault]) => [
        id,
        { ...fault, enabled: true, atS: 5, ...(fault.kind === "cache-flush" ? {} : { forS: 3 }) },
      ]),
    );
    const under = run({ ...document, faults, run: { ...document.run, durationS, warmupS: 0 } });
    const digest = under.digest();
    const list = under.traceList();
    const traces = under.traces(list);
    expect(traces.map(({ id }) => id)).toEqual(list.map(({ id }) => id));
    const wrong = traces.flatMap((trace) =>
      faultsOfTrace(trace).map((why) => `${trace.id} ${trace.startMs}: ${why}`),
    );
    expect(wrong.slice(0, 10)).toEqual([]);
    under.run(Infinity, Infinity);
    expect(under.digest()).toBe(digest);
  });
});
