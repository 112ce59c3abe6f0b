// Which branches are likely: counted in runs, kept by function and shape, told to engines.
import { describe, expect, it } from "vitest";
import { type BranchProfile, profileOf } from "../../scripts/kernel/branches.ts";
import { HOT_PATH } from "../../scripts/kernel/hot-path.ts";
import { countingKernel, readProfile } from "../../scripts/kernel/plugin.ts";
import { heedBranchHints } from "../../simulation/cli/branch-hints.ts";
import { randomNumbers, type SmallOptions, smallProgram } from "./small-program.ts";

/** The first branch is taken by every twentieth number at most, the second by every other. */
const PROGRAM = `
  function f(x, y) { return outer(x | 0) + outer(y | 0); }
  function outer(x) { let sum = 0; for (let i = 0; i < 40; i++) sum = (sum + inner((x + i) | 0)) | 0; return sum; }
  function inner(x) { if ((x & 63) === 0) return seldom(x); if ((x & 1) === 0) return x; return -x | 0; }
  function seldom(x) { return Math.imul(x, 31) ^ 5; }
`;
const HOT = ["f", "outer", "inner"];
const SECTION = "metadata.code.branch_hint";

function counted(program: string): BranchProfile {
  const small = smallProgram(program, { counting: true, hotPath: HOT });
  for (let x = 0; x < 300; x++) small.wasm(x, x + 17);
  return profileOf(small.branches, small.counts());
}

function sectionOf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes).includes(SECTION);
}

describe("branch hints", () => {
  it("come from how often branches were taken, copies of a function together", () => {
    const profile = counted(PROGRAM);
    const inner = Object.entries(profile).filter(([of]) => of.startsWith("inner "));
    expect(inner.map(([, letters]) => letters)).toEqual(["-."]);
    expect(Object.values(counted(PROGRAM))).toEqual(Object.values(profile));
  });

  it("are of the shape that was counted: a changed function has none", () => {
    const profile = counted(PROGRAM);
    const changed = counted(PROGRAM.replace("return x;", "return x & 1023;"));
    const of = (one: BranchProfile, name: string) =>
      Object.keys(one).filter((key) => key.startsWith(`${name} `));
    expect(of(changed, "inner")).not.toEqual(of(profile, "inner"));
    expect(of(changed, "outer")).toEqual(of(profile, "outer"));
  });

  it("change nothing that is computed", () => {
    const profile = counted(PROGRAM);
    const inverted = Object.fromEntries(
      Object.entries(profile).map(([of, letters]) => [of, letters.replaceAll(/[-.?]/g, "+")]),
    );
    const options: SmallOptions[] = [{}, { profile }, { profile: inverted }, { profile: {} }];
    const programs = options.map((one) => smallProgram(PROGRAM, { ...one, hotPath: HOT }));
    const random = randomNumbers(521288629);
    for (let i = 0; i < 300; i++) {
      const args = [(random() - 0.5) * 3000, (random() - 0.5) * 3000];
      for (const { js, wasm } of programs) expect(wasm(...args)).toBe(js(...args));
    }
  });

  it("stand in a section of their own, which only a profile or the hot path gives cause for", () => {
    const profile = counted(PROGRAM);
    expect(sectionOf(smallProgram(PROGRAM, { hotPath: HOT }).bytes)).toBe(false);
    expect(sectionOf(smallProgram(PROGRAM, { hotPath: HOT, profile }).bytes)).toBe(true);
    // Nothing was counted, but `seldom` is called off the hot path.
    const apart: SmallOptions = { inline: false, profile: {} };
    expect(sectionOf(smallProgram(PROGRAM, { ...apart, hotPath: HOT }).bytes)).toBe(true);
    expect(sectionOf(smallProgram(PROGRAM, apart).bytes)).toBe(false);
  });

  it("know most of the hot path as it is; else run `node scripts/branches.mjs`", async () => {
    const { branches } = await countingKernel({ inline: false, forward: false });
    const profile = readProfile();
    const hot = branches.filter(({ of }) => HOT_PATH.includes(of.split(" ")[0] ?? ""));
    const shapes = [...new Set(hot.map(({ of }) => of))];
    const known = shapes.filter((of) => profile[of] !== undefined);
    expect(shapes.length).toBeGreaterThan(50);
    expect(known.length / shapes.length).toBeGreaterThan(0.7);
  }, 60_000);

  it("are switched on where V8 has them behind a flag", () => {
    expect(heedBranchHints("11.3.244.8-node.38")).toBe(true);
    expect(heedBranchHints("13.6.233.10-node.28")).toBe(true);
    expect(heedBranchHints("14.1.146.11-node.14")).toBe(false);
    expect(heedBranchHints("10.2.154.26-node.36")).toBe(false);
  });
});
