// Bits of one word are declared by whoever needs them, in many files: no two may be the same.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const FOLDERS = ["simulation/primitives", "simulation/engine"];
const sources = FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(`${folder}/${name}`, "utf8")),
);

/** Values of the constants of one bit, by name. */
const values = new Map<string, number>();
for (const source of sources) {
  const declared = /export const ([A-Z][A-Z_]*) = (?:(\d+)|1 << (\d+));/g;
  for (const [, name, plain, shift] of source.matchAll(declared)) {
    const value = shift === undefined ? Number(plain) : (1 << Number(shift)) >>> 0;
    if ((value & (value - 1)) === 0) values.set(name ?? "", value);
  }
}

/** Constants that a word is tested with or that are set in it. */
function usedWith(word: string): Set<string> {
  const names = new Set<string>();
  const use = new RegExp(`${word}(?:\\[[^\\]]*\\])? (?:&|\\|=) ~?\\(?([A-Z][A-Z_ |]*)`, "g");
  for (const source of sources) {
    for (const [, all] of source.matchAll(use)) {
      for (const name of (all ?? "").split(" | ")) names.add(name.trim());
    }
  }
  return names;
}

/** What carries collected calls or spans never reaches a cache: files that say so are refused. */
function isApart(name: string): boolean {
  return ["CARRIES", "BRINGS_SPANS", "FETCHES"].includes(name);
}

describe("bits of one word", () => {
  it.each([
    ["the policies of an edge", "(?:edges\\.)?\\bguards", 12],
    ["an attempt's flags", "attempts\\.flags", 15],
    ["a node's mode", "\\bmode", 9],
    ["a node's door", "\\bdoor", 5],
  ])("%s: each means one thing", (_, word, atLeast) => {
    const names = new Map<number, string[]>();
    for (const name of usedWith(word)) {
      const value = values.get(name);
      if (value !== undefined) names.set(value, [...(names.get(value) ?? []), name]);
    }
    expect(names.size).toBeGreaterThanOrEqual(atLeast);
    expect([...names.values()].filter((same) => same.length > 1 && !same.every(isApart))).toEqual(
      [],
    );
  });
});
