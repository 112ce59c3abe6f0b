// The gallery gives what it gave when the golden file was accepted: `npm run digests -- --write`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { galleryCases } from "../../simulation/cli/digests/gallery-cases.ts";
import {
  differences,
  goldenOf,
  goldenText,
  type Measurements,
} from "../../simulation/cli/digests/golden.ts";
import { type Measured, measureDigest } from "../../simulation/cli/digests/measure-digest.ts";
import { GALLERY_FILES, galleryDocument, galleryText } from "../gallery/gallery-files.ts";
import { resolved } from "../support/simulate.ts";

const TIMEOUT_MS = 120_000;
const GOLDEN = goldenOf(readFileSync(join(import.meta.dirname, "digests.json"), "utf8"));
const HINT = "is the change meant? then `npm run digests -- --write`";

/** All seeds in the long suite, the first in the short one. */
const isPlayed = (name: string): boolean =>
  process.env.BROWNOUT_FULL === "1" || name.endsWith("seed 1");

function goldenOfFile(file: string): Measurements {
  const own = Object.entries(GOLDEN).filter(([name]) => name.startsWith(`${file},`));
  return Object.fromEntries(own.filter(([name]) => isPlayed(name)));
}

describe.each(GALLERY_FILES)("%s", (file) => {
  const cases = galleryCases(file, galleryText(file));

  it(
    "gives the digests of the golden file",
    () => {
      const measured = Object.fromEntries(
        cases
          .filter(({ name }) => isPlayed(name))
          .map(({ name, document, seed }) => [name, measureDigest(document, seed)]),
      );
      expect(Object.keys(measured).length).toBeGreaterThan(3);
      expect(differences(goldenOfFile(file), measured), HINT).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it("is played with each of its faults and without, in each design, with three seeds", () => {
    const { faults = {}, variants = {} } = galleryDocument(file);
    const ofFile = Object.keys(faults).length + 1;
    // A variant may do without a fault of its file, or have one more.
    const ofDesigns = Object.values(variants).map(({ set = {} }) => {
      const whole = Object.entries(set).filter(([path]) => /^faults\.[^.]+$/.test(path));
      const removed = whole.filter(([, value]) => value === null);
      const added = whole.filter(([path, value]) => value !== null && !(path.slice(7) in faults));
      return ofFile - removed.length + added.length;
    });
    expect(cases.length).toBe([ofFile, ...ofDesigns].reduce((sum, count) => sum + count) * 3);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });

  it("is shortened so that its fault begins and ends after the warm-up and before the end", () => {
    for (const { name, document } of cases) {
      const { faults, warmupMs, durationMs } = resolved(document);
      // What comes by itself at random (a provider's brownouts) is no fault of the file.
      const played = faults.filter(({ id, enabled }) => enabled && !id.includes("~"));
      expect(played.length, name).toBe(name.includes("no fault") ? 0 : 1);
      for (const { atMs, forMs } of played) {
        expect(atMs, name).toBeGreaterThan(warmupMs);
        const endMs = forMs === Infinity ? atMs : atMs + forMs;
        expect(endMs, name).toBeLessThan(durationMs);
      }
      expect(durationMs).toBeLessThanOrEqual(30_000);
    }
  });
});

it("the golden file has no gallery file that is gone", () => {
  const files = new Set(Object.keys(GOLDEN).map((name) => name.replace(/,.*/, "")));
  expect([...files].sort()).toEqual(GALLERY_FILES);
});

it("a fault, a seed and a variant each give another digest", () => {
  const digests = Object.values(GOLDEN).map(({ digest }) => digest);
  expect(new Set(digests).size).toBe(digests.length);
});

describe("the comparison with the golden file", () => {
  const one: Measured = { digest: "d", course: "c", judgement: "j", events: 100 };
  const about = (now: Partial<Measured>) => differences({ run: one }, { run: { ...one, ...now } });

  it("has nothing to say when all is equal", () => {
    expect(about({})).toEqual([]);
  });

  it("says what kind of difference there is, and where", () => {
    expect(about({ digest: "e", course: "f", events: 101 })).toEqual([
      "run: it is simulated otherwise: 101 events, golden 100",
    ]);
    expect(about({ digest: "e", course: "f" }).join()).toContain("but other counts or times");
    expect(about({ digest: "e" }).join()).toContain("all known counts and means are equal");
    expect(about({ judgement: "k" }).join()).toContain("objectives or the cascade");
  });

  it("names cases that are gone and cases that are new", () => {
    expect(differences({ run: one }, { walk: one })).toEqual([
      "run: the golden file has it, but there is no such case any more",
      "walk: the golden file does not have it yet",
    ]);
  });

  it("reads what it writes", () => {
    expect(goldenOf(goldenText({ run: one, walk: one }))).toEqual({ run: one, walk: one });
    expect(() => goldenOf('{ "run": ["d"] }')).toThrow("run has no four values");
  });
});
