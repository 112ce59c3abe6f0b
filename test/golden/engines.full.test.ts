// The same bits in other JavaScript engines than V8, and in V8 without its compilers: the gallery,
// every parameter of the catalog, random scenarios and the tables of mathematical functions.
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type Answer,
  buildDigestProgram,
  type DigestProgram,
  type DigestRun,
  galleryRuns,
  loadDigestProgram,
  requestOf,
} from "../../scripts/digest-program.mjs";
import {
  answerOfNode,
  ENGINES,
  type Prepared,
  prepareEngine,
} from "../../scripts/javascript-engines.mjs";
import { say } from "../../scripts/process.mjs";
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { applySet } from "../../simulation/scenario/variants.ts";
import { CASES, PLANT, parametersIn, SETS } from "../conformance/parameter-cases.ts";
import { randomScenario } from "../support/random-scenarios.ts";
import table from "./math-table.json" with { type: "json" };

const SETUP_MS = 20 * 60_000;
const TIMEOUT_MS = 10 * 60_000;
const RANDOM_SCENARIOS = 100;
const RANDOM_SEED = 20_261_121;

/** A plant with every kind, once for each parameter that is set otherwise. */
function parameterRuns(): readonly DigestRun[] {
  return SETS.flatMap(({ name, params, place }) =>
    parametersIn(params).flatMap(([path, param]): DigestRun[] => {
      const { given = {}, to } = CASES[name]?.[path] ?? {};
      const value: Json | undefined = to ?? (param.type === "choice" ? param.options.at(-1) : to);
      if (value === undefined) return [];
      const result = applySet(PLANT, given);
      const changed = result.ok
        ? applySet(result.document, { [`${place}.${path}`]: value })
        : result;
      if (!changed.ok) throw new Error(JSON.stringify(changed.problems));
      return [{ name: `${name} ${path}`, document: changed.document, seed: 1 }];
    }),
  );
}

function randomRuns(): readonly DigestRun[] {
  const drawn: readonly ScenarioDocument[] = fc.sample(randomScenario, {
    seed: RANDOM_SEED,
    numRuns: RANDOM_SCENARIOS,
  });
  return drawn.map((document, at) => ({ name: `random scenario ${at}`, document, seed: 1 }));
}

/** The arguments of each row: all but the result and its rest. */
function mathPoints(): Record<string, string[][]> {
  const rows = Object.entries(table as unknown as Record<string, (string | number)[][]>);
  return Object.fromEntries(
    rows.map(([name, points]) => [name, points.map((point) => point.slice(0, -2).map(String))]),
  );
}

let program: DigestProgram;
let runs: readonly DigestRun[] = [];
let request = "";
let expected: Answer;

beforeAll(async () => {
  program = loadDigestProgram(await buildDigestProgram("js"));
  runs = [...galleryRuns(program), ...parameterRuns(), ...randomRuns()];
  request = requestOf({ runs, math: mathPoints() });
  expected = JSON.parse(program.answer(request)) as Answer;
}, SETUP_MS);

/** Sentences about what differs from this process; empty if nothing does. */
function differing(text: string, wanted: Answer = expected): readonly string[] {
  const { math } = JSON.parse(text) as Answer;
  const functions = Object.keys(wanted.math).filter((name) => math[name] !== wanted.math[name]);
  return [
    ...functions.map((name) => `${name}: other bits`),
    ...program.differences(program.golden(JSON.stringify(wanted)), text),
  ];
}

it("there are hundreds of runs to compare, all different, and every function", () => {
  expect(runs.length).toBeGreaterThan(250);
  expect(Object.keys(expected.runs)).toHaveLength(runs.length);
  const digests = new Set(Object.values(expected.runs).map(({ digest }) => digest));
  expect(digests.size).toBeGreaterThan(0.9 * runs.length);
  expect(Object.keys(expected.math).length).toBeGreaterThan(10);
});

it("a single other bit is found", () => {
  const [name] = Object.keys(expected.runs);
  const planted = structuredClone(expected) as { -readonly [K in keyof Answer]: Answer[K] };
  planted.runs[name!] = { ...planted.runs[name!]!, digest: "0" };
  planted.math = { ...planted.math, exp: "0" };
  expect(differing(JSON.stringify(planted))).toEqual([
    "exp: other bits",
    expect.stringContaining(name!),
  ]);
});

describe.each(Object.keys(ENGINES))("%s", (name) => {
  let engine: Prepared;

  beforeAll(async () => {
    engine = await prepareEngine(name);
  }, SETUP_MS);

  it.for(["js", "wasm"] as const)(
    "gives the digests of V8 with the kernel %s",
    { timeout: TIMEOUT_MS },
    async (kernel, { skip }) => {
      if (!engine.ready) {
        say(`the digests were not compared in ${name}: ${engine.reason}`);
        return skip(engine.reason);
      }
      const text = await engine.answer(await buildDigestProgram(kernel), request);
      expect(differing(text)).toEqual([]);
      const used = (JSON.parse(text) as Answer).kernel;
      if (used !== kernel) skip(`${name} ran the kernel ${used}, for it has no WebAssembly`);
    },
  );
});

describe("V8", () => {
  it(
    "gives the same digests with the kernel compiled to WebAssembly",
    async () => {
      const text = await answerOfNode(await buildDigestProgram("wasm"), request);
      expect((JSON.parse(text) as Answer).kernel).toBe("wasm");
      expect(differing(text)).toEqual([]);
    },
    TIMEOUT_MS,
  );

  // Interpreters take twenty times as long: one case of each gallery file and design will do.
  const few = () => runs.filter(({ name, seed }) => seed === 1 && /no fault, seed/.test(name));

  it.each([
    ["its interpreter", ["--jitless"]],
    ["its quick compiler alone", ["--sparkplug", "--no-opt"]],
    ["everything optimized at once", ["--always-turbofan"]],
  ])(
    "gives the same digests with %s",
    async (_, args) => {
      const asked = requestOf({ runs: few() });
      const wanted = JSON.parse(program.answer(asked)) as Answer;
      const text = await answerOfNode(await buildDigestProgram("js"), asked, { args });
      expect(differing(text, wanted)).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
