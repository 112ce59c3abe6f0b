// The committed study of coverage against a short repetition of it.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DESIGNS, TRUTHS } from "../../simulation/cli/interval-coverage/designs.ts";
import { type Coverage, coverageOf } from "../../simulation/cli/interval-coverage/measure.ts";
import {
  LEAST,
  MOST,
  markdownReport,
  missesOf,
} from "../../simulation/cli/interval-coverage/report.ts";

const STUDY = readFileSync(new URL("../../docs/coverage.md", import.meta.url), "utf8");

interface Line {
  readonly design: string;
  readonly name: string;
  readonly halfWidth: number;
  readonly share: number;
  readonly isJudged: boolean;
}

const LINES: readonly Line[] = STUDY.split("\n")
  .filter((line) => /^\| \d+ x /.test(line))
  .map((line) => {
    const [design = "", name = "", , , halfWidth, share, , , judged] = line
      .slice(2, -2)
      .split(" | ");
    return {
      design,
      name,
      halfWidth: Number(halfWidth),
      share: Number.parseFloat(share ?? "") / 100,
      isJudged: judged === "yes",
    };
  });

function designOf(id: string) {
  const design = DESIGNS.find((each) => each.id === id);
  if (design === undefined) throw new Error(`no design ${id}`);
  return design;
}

/** What the first repetitions of the study say. */
function shortVersion(id: string, repetitions: number): readonly Coverage[] {
  return coverageOf(designOf(id), repetitions, () => undefined);
}

describe("the committed study", () => {
  it("has every design and, of several replications, every value", () => {
    expect([...new Set(LINES.map(({ design }) => design))]).toEqual(DESIGNS.map(({ id }) => id));
    const names = TRUTHS.map(({ name }) => name);
    const replicated = LINES.filter(({ design }) => designOf(design).replications > 1);
    expect(replicated.map(({ name }) => name)).toEqual([...names, ...names, ...names]);
  });

  it("holds the truth in 92 to 98 % of 400 repetitions wherever it is judged", () => {
    const judged = LINES.filter(({ isJudged }) => isJudged);
    expect(judged).toHaveLength(8);
    for (const { design, name, share } of judged) {
      expect(share, `${design}: ${name}`).toBeGreaterThanOrEqual(LEAST);
      expect(share, `${design}: ${name}`).toBeLessThanOrEqual(MOST);
    }
    expect(STUDY).toContain("400 repetitions of each design");
  });
});

describe("a short version of the study", () => {
  it.each([
    ["10 x 100 s", 24],
    ["1 x 300 s", 60],
  ])("with %s agrees with the committed one", (id, repetitions) => {
    const found = shortVersion(id, repetitions);
    const committed = LINES.filter(({ design }) => design === id);
    expect(found.map(({ name }) => name)).toEqual(committed.map(({ name }) => name));
    for (const [at, { name, share, halfWidth }] of found.entries()) {
      const study = committed[at];
      // Four standard errors of a share, and a mean half-width that scatters by a few percent.
      const error = Math.sqrt((0.95 * 0.05) / repetitions);
      expect(Math.abs(share - (study?.share ?? 0)), name).toBeLessThan(4 * error);
      expect(halfWidth / (study?.halfWidth ?? 0), name).toBeGreaterThan(0.75);
      expect(halfWidth / (study?.halfWidth ?? 0), name).toBeLessThan(1.33);
    }
  });

  it("is printed as the committed one is, line by line but for the numbers", () => {
    const report = markdownReport(DESIGNS.flatMap(({ id }) => shortVersion(id, 1)));
    const words = (text: string) =>
      text
        .split("\n")
        .filter((line) => !line.includes(" judged intervals "))
        .map((line) => (line.startsWith("| ") ? line.split(" | ").slice(0, 3).join(" | ") : line))
        .join("\n")
        .replace(/\d+ repetitions of each/, "")
        .replace(/standard error of [\d.]+ points/, "")
        .trim();
    expect(words(report)).toBe(words(STUDY));
  });
});

it("a judged interval that holds the truth too rarely or too often is a miss", () => {
  const coverage: Coverage = {
    design: "10 x 100 s",
    name: "mean latency",
    truth: 50,
    estimate: 50,
    halfWidth: 3,
    repetitions: 400,
    share: 0.95,
    reliableShare: 1,
    reliableCoverage: 0.95,
    isJudged: true,
  };
  const misses = (share: number, isJudged = true) =>
    missesOf([{ ...coverage, share, isJudged }]).length;
  expect([0.91, 0.92, 0.95, 0.98, 0.99].map((share) => misses(share))).toEqual([1, 0, 0, 0, 1]);
  expect(misses(Number.NaN)).toBe(1);
  expect(misses(0.5, false)).toBe(0);
});
