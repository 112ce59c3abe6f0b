// What must not matter in a file: the order of keys, layout, words and white space.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { galleryCases } from "../../simulation/cli/digests/gallery-cases.ts";
import { goldenOf } from "../../simulation/cli/digests/golden.ts";
import { type Measured, measureDigest } from "../../simulation/cli/digests/measure-digest.ts";
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { GALLERY_FILES, galleryDocument, galleryText } from "../gallery/gallery-files.ts";
import { randomScenario } from "../support/random-scenarios.ts";
import { resolved } from "../support/simulate.ts";

vi.setConfig({ testTimeout: 120_000 });

const RUNS = process.env.BROWNOUT_FULL ? 40 : 1;
/** What the files give as they are, which test/golden/digests.test.ts holds. */
const GOLDEN = goldenOf(readFileSync(join(import.meta.dirname, "digests.json"), "utf8"));

type JsonObject = Readonly<Record<string, Json>>;

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Integers that look random. */
function drawer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
  };
}

/** Every object with its keys in an order drawn by `draw`; lists keep theirs, it has a meaning. */
function shuffled(value: Json, draw: () => number): Json {
  if (Array.isArray(value)) return value.map((entry: Json) => shuffled(entry, draw));
  if (!isObject(value)) return value;
  const keyed = Object.entries(value).map(([key, entry]) => ({ key, entry, place: draw() }));
  keyed.sort((left, right) => left.place - right.place || (left.key < right.key ? -1 : 1));
  return Object.fromEntries(keyed.map(({ key, entry }) => [key, shuffled(entry, draw)]));
}

/** The file with other words and another layout. */
function rephrased(file: string): JsonObject {
  const document = galleryDocument(file) as unknown as JsonObject;
  const renamed = Object.entries(document.nodes as JsonObject).map(([id, node]) => [
    id,
    { ...(node as JsonObject), name: `Straße ${id}` },
  ]);
  return {
    ...document,
    name: "Başka",
    description: "другое",
    notes: { look: ["nowhere"] },
    layout: { [String(renamed[0]?.[0])]: [5000, -40] },
    nodes: Object.fromEntries(renamed) as JsonObject,
  };
}

describe.each(GALLERY_FILES)("%s", (file) => {
  const [first] = galleryCases(file, galleryText(file)).filter(({ name }) =>
    /fault [a-z]/.test(name),
  );

  it("gives the same digest with its keys in any order, other words, layout and white space", () => {
    const { name, seed } = first!;
    const golden = GOLDEN[name];
    let own: Measured | undefined;
    fc.assert(
      fc.property(fc.integer(), fc.nat(8), (order, indent) => {
        const other = shuffled(rephrased(file), drawer(order));
        const text = `\uFEFF${JSON.stringify(other, null, indent).replaceAll("\n", "\r\n")}`;
        const same = galleryCases(file, text).find((candidate) => candidate.name === name);
        const { digest, course } = measureDigest(same!.document, seed);
        if (digest === golden?.digest && course === golden.course) return;
        // Where the golden file is of another state of the engine, the file itself is run.
        own ??= measureDigest(first!.document, seed);
        expect({ digest, course }).toEqual({ digest: own.digest, course: own.course });
      }),
      { numRuns: RUNS },
    );
  });

  it("gives another hash when a number changes, so the comparison is not blind", () => {
    const { document } = first!;
    const longer = { ...document, run: { ...document.run, durationS: 29.5 } };
    expect(resolved(longer).hash).not.toBe(resolved(document).hash);
  });
});

it("random scenarios with faults on nodes and edges give the same with their keys in any order", () => {
  fc.assert(
    fc.property(randomScenario, fc.integer(), (document, order) => {
      const other = shuffled(document as unknown as Json, drawer(order));
      const same = other as unknown as ScenarioDocument;
      expect(measureDigest(same, 1)).toEqual(measureDigest(document, 1));
    }),
    { numRuns: 10 * RUNS },
  );
});
