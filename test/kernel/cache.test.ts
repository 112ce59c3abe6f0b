import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { madeOnce } from "../../scripts/kernel/cache.ts";

let folder: string;
let made: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "brownout-kernels-"));
  made = 0;
});

afterEach(() => rmSync(folder, { recursive: true }));

function make(...parts: string[]): unknown {
  return madeOnce(
    parts,
    () => {
      made += 1;
      return { of: parts, made };
    },
    folder,
  );
}

it("a kernel is made once of the same program, and anew of another or with other options", () => {
  const first = make("program", "checked false");
  expect(make("program", "checked false")).toEqual(first);
  expect(made).toBe(1);
  expect(make("program", "checked true")).not.toEqual(first);
  expect(make("programme", "checked false")).not.toEqual(first);
  expect(make("program checked", " false")).not.toEqual(first);
  expect(made).toBe(4);
});

it("a file that was cut off is made anew, and old ones go", () => {
  const first = make("program");
  for (const file of readdirSync(folder)) writeFileSync(join(folder, file), '{"of":');
  expect(make("program")).not.toEqual(first);
  for (let at = 0; at < 30; at++) make(`program ${at}`);
  expect(readdirSync(folder).length).toBeLessThanOrEqual(12);
});
