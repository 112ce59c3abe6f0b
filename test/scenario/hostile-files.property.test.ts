// Ten thousand broken files: none throws, hangs or is half loaded.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseScenario } from "../../simulation/scenario/parse.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import { serializeScenario } from "../../simulation/scenario/serialize.ts";
import { EXAMPLE_TEXT, smallValue } from "./example.ts";

/** The long suite makes ten thousand files, the short one a tenth of that. */
const of = (files: number): number =>
  process.env.BROWNOUT_FULL === "1" ? files : Math.trunc(files / 10);

/** Either refused with an error and no document, or whole: it resolves and survives a round trip. */
function isAllOrNothing(text: string): boolean {
  const result = parseScenario(text);
  if (!result.ok) {
    const hasError = result.problems.some((problem) => problem.severity === "error");
    return hasError && !("document" in result);
  }
  const again = parseScenario(serializeScenario(result.document));
  expect(again.ok && again.document).toEqual(result.document);
  return result.problems.every((problem) => problem.severity === "warning");
}

const JUNK = [
  "",
  "}",
  "{",
  "[",
  '"',
  ",",
  "null",
  "-1",
  "1e999",
  '"__proto__":',
  "\u0000",
  "é",
  "true",
];

/** Cuts, doubles and replaces pieces of the text. */
const mutatedText = fc
  .array(fc.tuple(fc.nat(), fc.nat({ max: 40 }), fc.constantFrom(...JUNK)), {
    minLength: 1,
    maxLength: 4,
  })
  .map((edits) =>
    edits.reduce((text, [at, length, junk]) => {
      const start = at % (text.length + 1);
      return text.slice(0, start) + junk + text.slice(start + length);
    }, EXAMPLE_TEXT),
  );

const VALUES = [
  null,
  true,
  -1,
  0,
  1e308,
  "",
  "all",
  "x->y",
  [],
  {},
  [[]],
  { type: "trace" },
  { a: { b: 1 } },
];

/** Replaces, removes or renames a value somewhere inside. */
const mutatedValue = fc
  .array(fc.tuple(fc.nat(), fc.constantFrom("set", "remove", "rename", "copy"), fc.nat()), {
    minLength: 1,
    maxLength: 3,
  })
  .map((edits) => {
    const value = JSON.parse(EXAMPLE_TEXT);
    for (const [at, action, choice] of edits) mutate(value, at, action, choice);
    return JSON.stringify(value);
  });

type Holder = Record<string, unknown>;

function holdersIn(value: unknown, found: [Holder, string][] = []): [Holder, string][] {
  if (typeof value !== "object" || value === null) return found;
  for (const key of Object.keys(value)) {
    found.push([value as Holder, key]);
    holdersIn((value as Holder)[key], found);
  }
  return found;
}

function mutate(value: unknown, at: number, action: string, choice: number): void {
  const places = holdersIn(value);
  if (places.length === 0) return;
  const [holder, key] = places[at % places.length] as [Holder, string];
  const [, other] = places[choice % places.length] as [Holder, string];
  if (action === "set") holder[key] = VALUES[choice % VALUES.length];
  if (action === "copy") holder[other] = holder[key];
  if (action === "rename") holder[`${key}x`] = holder[key];
  if (action !== "set" && action !== "copy") delete holder[key];
}

describe("hostile files", { timeout: 60_000 }, () => {
  it("of mutated text never throw and are never half loaded", () => {
    fc.assert(fc.property(mutatedText, isAllOrNothing), { numRuns: of(5500), seed: 11 });
  });

  it("of mutated values never throw and are never half loaded", () => {
    fc.assert(fc.property(mutatedValue, isAllOrNothing), { numRuns: of(2000), seed: 12 });
  });

  it("of random JSON never throw and are never loaded", () => {
    const random = fc.json({ maxDepth: 6 }).map((text) => text);
    fc.assert(
      fc.property(random, (text) => !parseScenario(text).ok && isAllOrNothing(text)),
      { numRuns: of(1500), seed: 13 },
    );
  });

  it("with random JSON in every section never throw and are never half loaded", () => {
    const sections = Object.keys(smallValue());
    const broken = fc
      .tuple(fc.constantFrom(...sections, "faults", "slos", "variants", "changes"), fc.jsonValue())
      .map(([section, junk]) => JSON.stringify({ ...smallValue(), [section]: junk }));
    fc.assert(fc.property(broken, isAllOrNothing), { numRuns: of(1000), seed: 14 });
  });

  it("of 4.9 MB of one sort of character end quickly", () => {
    for (const [head, filler, tail] of [
      ['"', "a", '"'],
      ['"', "\\\\", '"'],
      ["", "1", ""],
      ["", " ", ""],
      ["", "[", ""],
      ["[", "1,", "1]"],
      ['{"a":', '{"a":', "1"],
    ] as const) {
      const text = head + filler.repeat(4_900_000 / filler.length) + tail;
      expect(parseScenario(text).ok).toBe(false);
    }
  });

  it("keep what they load: what parses also resolves", () => {
    let loaded = 0;
    fc.assert(
      fc.property(mutatedValue, (text) => {
        const result = parseScenario(text);
        if (!result.ok) return true;
        loaded++;
        return resolveScenario(result.document).ok;
      }),
      { numRuns: 200, seed: 15 },
    );
    expect(loaded).toBeGreaterThan(10);
  });
});
