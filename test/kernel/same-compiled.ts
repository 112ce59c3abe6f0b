// Holds the compiled engine, and the one compiled with checks, against JavaScript: three engines that
// give one digest, in slices too, and keep their books.
import { expect } from "vitest";
import { buildKernel } from "../../scripts/kernel/plugin.ts";
import { createEngine } from "../../simulation/engine/engine.ts";
import { kernelOf } from "../../simulation/engine/kernel.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { resolved } from "../support/simulate.ts";

type Engine = ReturnType<typeof createEngine>;

function digestOf(engine: Engine, document: ScenarioDocument, slice = Infinity): string {
  engine.load(resolved(document));
  for (;;) {
    const { kind } = engine.run(Infinity, slice);
    if (kind === "end" || kind === "cap") {
      const { checks } = engine.totals();
      expect(checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
      return engine.digest();
    }
  }
}

let engines: Promise<(document: ScenarioDocument) => void> | undefined;

/** Compiles the engine; what it returns expects of a design that all engines play it alike. */
export function compiledAlike(): Promise<(document: ScenarioDocument) => void> {
  // Files that one worker runs share the engines.
  engines ??= makeEngines();
  return engines;
}

async function makeEngines(): Promise<(document: ScenarioDocument) => void> {
  const kernel = kernelOf(await buildKernel({ checked: true }));
  if (typeof kernel === "string") throw new Error(kernel);
  const js = createEngine({ heapOnly: false, kernel: "js" });
  const wasm = createEngine({ heapOnly: false, kernel: "wasm" });
  const checked = createEngine({ heapOnly: false, kernel });
  return (document) => {
    const wanted = digestOf(js, document);
    expect(digestOf(wasm, document)).toBe(wanted);
    expect(digestOf(wasm, document, 97)).toBe(wanted);
    expect(digestOf(checked, document)).toBe(wanted);
  };
}
