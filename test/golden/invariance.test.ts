// What must not matter: the order of keys, layout, words and white space of a file; the language and
// time zone of the machine; how much memory it grants.
import fc from "fast-check";
import { beforeAll, describe, expect, it, vi } from "vitest";
import {
  type Answer,
  buildDigestProgram,
  type DigestRun,
  galleryRuns,
  loadDigestProgram,
  requestOf,
} from "../../scripts/digest-program.mjs";
import { answerOfNode } from "../../scripts/javascript-engines.mjs";
import { galleryCases } from "../../simulation/cli/digests/gallery-cases.ts";
import { measureDigest } from "../../simulation/cli/digests/measure-digest.ts";
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { GALLERY_FILES, galleryDocument, galleryText } from "../gallery/gallery-files.ts";
import { randomScenario } from "../support/random-scenarios.ts";
import { resolved } from "../support/simulate.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const RUNS = process.env.BROWNOUT_FULL ? 40 : 4;

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
    const expected = measureDigest(first!.document, seed);
    fc.assert(
      fc.property(fc.integer(), fc.nat(8), (order, indent) => {
        const other = shuffled(rephrased(file), drawer(order));
        const text = `\uFEFF${JSON.stringify(other, null, indent).replaceAll("\n", "\r\n")}`;
        const same = galleryCases(file, text).find((candidate) => candidate.name === name);
        const { digest, course } = measureDigest(same!.document, seed);
        expect({ digest, course }).toEqual({ digest: expected.digest, course: expected.course });
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

/** Takes the memory's constructors as a machine with this much would offer them. */
function granting(bytes: number): string {
  return `
    const refusing = (constructor, sizeOf) => new Proxy(constructor, {
      construct(target, args) {
        if (sizeOf(args[0]) > ${bytes}) throw new RangeError("refused");
        return Reflect.construct(target, args);
      },
    });
    globalThis.ArrayBuffer = refusing(ArrayBuffer, (size) => size);
    WebAssembly.Memory = refusing(WebAssembly.Memory, ({ initial }) => initial * 65536);
  `;
}

describe("in a process of its own", () => {
  let script = "";
  let runs: readonly DigestRun[] = [];
  let expected: Answer["runs"] = {};

  async function answer(options: Parameters<typeof answerOfNode>[2]): Promise<Answer> {
    return JSON.parse(await answerOfNode(script, requestOf({ runs }), options)) as Answer;
  }

  beforeAll(async () => {
    script = await buildDigestProgram();
    const program = loadDigestProgram(script);
    runs = galleryRuns(program).filter(({ name, seed }) => seed === 1 && /as it is/.test(name));
    expected = (JSON.parse(program.answer(requestOf({ runs }))) as Answer).runs;
    expect(Object.keys(expected).length).toBeGreaterThan(10);
  });

  it.each([
    ["Turkish, where i and I are no pair", { LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" }],
    ["German, with decimal commas, far east", { LC_ALL: "de_DE.UTF-8", TZ: "Pacific/Chatham" }],
    ["no language at all, far west", { LANG: "C", LC_ALL: "C", TZ: "Pacific/Pago_Pago" }],
  ])("the digests are the same in %s", async (_, env) => {
    expect((await answer({ env: { ...process.env, ...env } })).runs).toEqual(expected);
  });

  it.each([
    [1 / 4, 600_000_000],
    [1 / 16, 200_000_000],
    [1 / 64, 40_000_000],
  ])("the digests are the same with %d of the memory", async (scale, bytes) => {
    const { capacityScale, runs: measured } = await answer({ before: granting(bytes) });
    expect(capacityScale).toBe(scale);
    expect(measured).toEqual(expected);
  });

  it("a machine that grants next to nothing is told so", async () => {
    await expect(answer({ before: granting(1_000_000) })).rejects.toThrow("less than 32 MB");
  });
});
