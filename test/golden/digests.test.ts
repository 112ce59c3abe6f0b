// The gallery gives what it gave when the golden file was accepted: `npm run digests -- --write`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type DigestCase, galleryCases } from "../../simulation/cli/digests/gallery-cases.ts";
import {
  differences,
  goldenText,
  type Measurements,
  goldenOf as readGolden,
} from "../../simulation/cli/digests/golden.ts";
import { type Golden, measureDigest } from "../../simulation/cli/digests/measure-digest.ts";
import { GALLERY_FILES, galleryDocument, galleryText } from "../gallery/gallery-files.ts";
import { resolved } from "../support/simulate.ts";

const TIMEOUT_MS = 120_000;
const GOLDEN = readGolden(readFileSync(join(import.meta.dirname, "digests.json"), "utf8"));
const HINT = "is the change meant? then `npm run digests -- --write`";

/**
 * All cases in the long suite. In the short one, of the first seed, the file as it is with each of its
 * faults and without, and each variant with one fault, the next variant with the next.
 */
function playedOf(cases: readonly DigestCase[]): readonly DigestCase[] {
  if (process.env.BROWNOUT_FULL === "1") return cases;
  const ofSeed = cases.filter(({ name }) => name.endsWith(", seed 1"));
  const byDesign = new Map<string, DigestCase[]>();
  for (const played of ofSeed) {
    const [, design = ""] = played.name.split(", ");
    byDesign.set(design, [...(byDesign.get(design) ?? []), played]);
  }
  return [...byDesign.values()].flatMap((ofDesign, at) => {
    const [undisturbed, ...disturbed] = ofDesign;
    if (at === 0 || undisturbed === undefined) return ofDesign;
    return [disturbed[at % disturbed.length] ?? undisturbed];
  });
}

/** Of the golden file what is played. */
function goldenOf(played: readonly DigestCase[]): Measurements {
  const names = new Set(played.map(({ name }) => name));
  return Object.fromEntries(Object.entries(GOLDEN).filter(([name]) => names.has(name)));
}

describe.each(GALLERY_FILES)("%s", (file) => {
  const cases = galleryCases(file, galleryText(file));

  it(
    "gives the digests of the golden file",
    () => {
      const played = playedOf(cases);
      const measured = Object.fromEntries(
        played.map(({ name, document, seed }) => [name, measureDigest(document, seed)]),
      );
      expect(Object.keys(measured).length).toBeGreaterThan(1);
      expect(differences(goldenOf(played), measured), HINT).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it("has a case with each of its faults and without, in each design, for three seeds", () => {
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
    const names = cases.map(({ name }) => name);
    expect(new Set(names).size).toBe(cases.length);
    const golden = Object.keys(GOLDEN).filter((name) => name.startsWith(`${file},`));
    expect(golden.sort(), HINT).toEqual(names.sort());
  });

  it("is shortened so that its fault begins and ends after the warm-up and before the end", () => {
    // Other seeds play the same documents.
    for (const { name, document } of cases.filter(({ seed }) => seed === 1)) {
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
  const one: Golden = { digest: "d", course: "c", judgement: "j", events: 100 };
  const about = (now: Partial<Golden>) => differences({ run: one }, { run: { ...one, ...now } });

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
    expect(readGolden(goldenText({ run: one, walk: one }))).toEqual({ run: one, walk: one });
    expect(() => readGolden('{ "run": ["d"] }')).toThrow("run has no four values");
  });
});
