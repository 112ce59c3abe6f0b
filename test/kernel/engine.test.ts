// The compiled engine against the JavaScript it was compiled from: the same digest, whatever runs.
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { buildKernel } from "../../scripts/kernel/plugin.ts";
import { createEngine } from "../../simulation/engine/engine.ts";
import {
  compiledKernel,
  type Kernel,
  kernelFor,
  kernelOf,
} from "../../simulation/engine/kernel.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { GALLERY_FILES, galleryDocument } from "../gallery/gallery-files.ts";
import { randomScenario } from "../support/random-scenarios.ts";
import { resolved } from "../support/simulate.ts";

const FULL = process.env.BROWNOUT_FULL === "1";
const RANDOM_RUNS = FULL ? 1000 : 10;
/** Simulated time of a gallery file, unless everything is run. */
const SHORT_S = 12;
const TIMEOUT_MS = FULL ? 3_600_000 : 600_000;

const engines = {
  js: createEngine({ heapOnly: false, kernel: "js" }),
  wasm: createEngine({ heapOnly: false, kernel: "wasm" }),
};

type Engine = ReturnType<typeof createEngine>;

function digestOf(engine: Engine, document: ScenarioDocument, slice = Infinity): string {
  engine.load(resolved(document));
  for (;;) {
    const { kind } = engine.run(Infinity, slice);
    if (kind === "end" || kind === "cap") return engine.digest();
  }
}

function shortened(file: string): ScenarioDocument {
  const document = galleryDocument(file);
  const durationS = Math.min(SHORT_S, document.run?.durationS ?? SHORT_S);
  const warmupS = Math.min(document.run?.warmupS ?? 0, durationS / 4);
  return FULL ? document : { ...document, run: { ...document.run, durationS, warmupS } };
}

const played = new Map<string, string>();

/** The digest of JavaScript of a gallery file with all its faults; each is run once. */
function disturbedByJs(file: string): string {
  const digest = played.get(file) ?? digestOf(engines.js, withFaults(shortened(file)));
  played.set(file, digest);
  return digest;
}

/** The file with all its faults switched on. */
function withFaults(document: ScenarioDocument): ScenarioDocument {
  const faults = Object.entries(document.faults ?? {}).map(([id, fault]) => [
    id,
    { ...fault, enabled: true, atS: 5, ...(fault.kind === "cache-flush" ? {} : { forS: 5 }) },
  ]);
  return { ...document, faults: Object.fromEntries(faults) };
}

describe("the compiled engine", () => {
  it("exists in a build", () => {
    expect(compiledKernel()).toMatchObject({ name: "wasm" });
  });

  it.each(GALLERY_FILES)(
    "gives the digest of JavaScript: %s",
    (file) => {
      const document = shortened(file);
      expect(digestOf(engines.wasm, withFaults(document))).toBe(disturbedByJs(file));
      // Until its faults come and once they have gone, that was a run without any.
      if (FULL) expect(digestOf(engines.wasm, document)).toBe(digestOf(engines.js, document));
    },
    TIMEOUT_MS,
  );

  it(
    "gives the digest of JavaScript for scenarios made at random, straight and in slices",
    () => {
      fc.assert(
        fc.property(randomScenario, fc.integer({ min: 1, max: 50 }), (document, slice) => {
          const wanted = digestOf(engines.js, document);
          expect(digestOf(engines.wasm, document)).toBe(wanted);
          expect(digestOf(engines.wasm, document, slice)).toBe(wanted);
        }),
        { numRuns: RANDOM_RUNS },
      );
    },
    TIMEOUT_MS,
  );

  it(
    "takes turns with JavaScript in the middle of a run",
    () => {
      const compiled = compiledKernel();
      if (typeof compiled === "string") throw new Error(compiled);
      let turn = 0;
      const alternating: Kernel = {
        name: "wasm",
        executeEvents: (untilMs, budget) =>
          (turn++ % 2 === 0 ? compiled : kernelFor("js")).executeEvents(untilMs, budget),
      };
      const engine = createEngine({ heapOnly: false, kernel: alternating });
      const document = shortened(GALLERY_FILES[0] ?? "");
      expect(digestOf(engine, document, 777)).toBe(digestOf(engines.js, document));
      expect(turn).toBeGreaterThan(2);
    },
    TIMEOUT_MS,
  );
});

describe("the engine compiled with checks", () => {
  let checked: Engine;
  beforeAll(async () => {
    const kernel = kernelOf(await buildKernel({ checked: true }));
    if (typeof kernel === "string") throw new Error(kernel);
    checked = createEngine({ heapOnly: false, kernel });
  }, TIMEOUT_MS);

  // No index out of bounds, no integer beyond 32 bits, no -0 among integers: nothing stops it.
  it.each(GALLERY_FILES)(
    "meets nothing that JavaScript would do differently: %s",
    (file) => {
      expect(digestOf(checked, withFaults(shortened(file)))).toBe(disturbedByJs(file));
    },
    TIMEOUT_MS,
  );

  it(
    "meets nothing that JavaScript would do differently in random scenarios",
    () => {
      fc.assert(
        fc.property(randomScenario, (document) => {
          expect(digestOf(checked, document)).toBe(digestOf(engines.js, document));
        }),
        { numRuns: RANDOM_RUNS },
      );
    },
    TIMEOUT_MS,
  );
});

describe("without a compiled engine", () => {
  const reasonOf = (binary: Awaited<ReturnType<typeof buildKernel>>): string => {
    const kernel = kernelOf(binary);
    return typeof kernel === "string" ? kernel : "";
  };

  it("a reason is named: a region that the memory lacks", () => {
    const binary = {
      code: "",
      contents: [],
      bytes: 0,
      gathered: [],
      relocations: { elsewhere: [0, 0] },
    };
    expect(reasonOf(binary)).toBe('the memory has no region "elsewhere"');
  });

  it("a reason is named: code that the platform refuses", () => {
    const binary = { code: "AAAA", contents: [], bytes: 0, gathered: [], relocations: {} };
    expect(reasonOf(binary)).toContain("WebAssembly.Module()");
  });
});
