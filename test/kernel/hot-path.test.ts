// The hot path: which functions go into each other changes what is called, never what is computed.
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { HOT_PATH } from "../../scripts/kernel/hot-path.ts";
import { readSource } from "../../scripts/kernel/source.ts";
import { randomNumbers, type SmallOptions, smallProgram } from "./small-program.ts";

const LOOP = fileURLToPath(new URL("../../simulation/engine/run.ts", import.meta.url));

/** Two functions that call each other, one called from several places, one that is not hot. */
const PROGRAM = `
  function f(x, y) { return even((x | 0) & 7, 0) + twice(y | 0) - twice(x | 0) + rare(y | 0); }
  function even(n, sum) { return n === 0 ? sum : odd((n - 1) | 0, (sum + n) | 0); }
  function odd(n, sum) { if (n === 0) return -sum | 0; return even((n - 1) | 0, (sum ^ n) | 0); }
  function twice(x) { let sum = 0; for (let i = 0; i < 2; i++) sum = (sum + mixed(x, i)) | 0; return sum; }
  function mixed(x, i) { if (x < 0) return twice((-x >> 1) & 1023) & 15; return Math.imul(x, 7) ^ i; }
  function rare(x) { if (x > 100) return mixed(x & 3, 5); return even(x & 3, 1); }
`;

const PATHS: readonly (readonly string[])[] = [
  [],
  ["f", "even", "odd", "twice", "mixed"],
  ["f", "twice", "rare"],
  ["even", "odd"],
  ["f", "even", "odd", "twice", "mixed", "rare"],
];

function resultsWith(options: SmallOptions): readonly (number | undefined)[] {
  const { js, wasm } = smallProgram(PROGRAM, options);
  const random = randomNumbers(88675123);
  const given: (number | undefined)[] = [];
  for (let i = 0; i < 500; i++) {
    const args = [(random() - 0.5) * 3000, (random() - 0.5) * 3000];
    const result = wasm(...args);
    expect(result).toBe(js(...args));
    given.push(result);
  }
  return given;
}

describe("the hot path", () => {
  it("names functions of the loop, each once", async () => {
    const { functions } = await readSource(LOOP);
    const names = new Set([...functions.keys()].map((name) => name.replace(/\$\d+$/, "")));
    expect(HOT_PATH.filter((name) => !names.has(name))).toEqual([]);
    expect(new Set(HOT_PATH).size).toBe(HOT_PATH.length);
  });

  it("computes what JavaScript does, whatever is on it", () => {
    const plain = resultsWith({});
    for (const hotPath of PATHS) {
      expect(resultsWith({ hotPath }), hotPath.join(" ")).toEqual(plain);
      expect(resultsWith({ hotPath, checked: true }), hotPath.join(" ")).toEqual(plain);
    }
  });
});
