// Numbers that few nodes have stand in the summary where one has them.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { RunResult } from "../../simulation/results/run-result.ts";
import { capture } from "./captured.ts";

const folder = mkdtempSync(join(tmpdir(), "brownout-limit-"));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(api: object): string {
  const file = join(folder, `${JSON.stringify(api).length}.brownout.json`);
  const document = {
    format: 1,
    catalog: "2026-11",
    name: "Limits",
    run: { durationS: 10 },
    nodes: {
      users: { kind: "client", ratePerS: 150 },
      api: { kind: "service", concurrency: 1, serviceTime: 10, ...api },
    },
    edges: { "users->api": {} },
  };
  writeFileSync(file, JSON.stringify(document));
  return file;
}

describe("the table of nodes", () => {
  it("shows the mean concurrency limit where there is one", () => {
    const file = fileOf({ admission: { type: "aimd", minLimit: 1, initialLimit: 2, maxLimit: 9 } });
    const result = JSON.parse(capture("run", file, "--json").out) as RunResult;
    const { limit } = result.nodes.api ?? {};
    expect(limit?.mean).toBeGreaterThan(2);
    expect(limit?.mean).toBeLessThanOrEqual(9);
    const rows = capture("run", file, "--md").out.split("\n");
    expect(rows.find((row) => row.startsWith("| Node"))).toMatch(/\| limit \|$/);
    expect(rows.find((row) => row.startsWith("| api"))).toContain(`${limit?.mean.toFixed(2)}`);
    expect(rows.find((row) => row.startsWith("| users"))).toMatch(/\| - \|$/);
    const several = JSON.parse(
      capture("run", file, "--json", "--replications", "3").out,
    ) as RunResult;
    expect(several.nodes.api?.limit?.max).toBe(9);
    expect(several.ci95).toMatchObject({ nodes: { api: { limit: { mean: {} } } } });
  });

  it("shows the stretch where cores are shared, and neither where there is none", () => {
    const header = (api: object) =>
      capture("run", fileOf(api), "--md")
        .out.split("\n")
        .find((row) => row.startsWith("| Node"));
    expect(header({ discipline: "ps", concurrency: 2 })).toMatch(/\| stretch \|$/);
    expect(header({ concurrency: 2 })).toMatch(/\| wasted \|$/);
  });
});
