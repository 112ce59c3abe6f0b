// Each measured case is played by a test here, or the page says why it cannot be.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const HERE = import.meta.dirname;
const CASES = JSON.parse(
  readFileSync(join(HERE, "..", "reference", "reality.json"), "utf8"),
) as readonly { readonly id: string }[];
const SOURCES = readdirSync(HERE)
  .filter((name) => name.endsWith(".ts") && name !== "every-case.test.ts")
  .map((name) => readFileSync(join(HERE, name), "utf8"))
  .join("\n");
const [, INEXPRESSIBLE = ""] = readFileSync(join(HERE, "README.md"), "utf8").split(
  "## What the model cannot express",
);

it.each(CASES)("$id", ({ id }) => {
  if (INEXPRESSIBLE.includes(`| ${id} |`)) {
    expect(existsSync(join(HERE, "scenarios", `${id.toLowerCase()}.brownout.json`))).toBe(false);
    return;
  }
  // Some names are put together from what cases of one sort have in common.
  const common = `${id.split("-").slice(0, -2).join("-")}-\${name}`;
  expect([id, common].some((name) => SOURCES.includes(name))).toBe(true);
});
