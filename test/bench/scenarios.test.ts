import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseScenario } from "../../simulation/scenario/parse.ts";

const FOLDER = "test/bench/scenarios";

describe("the scenarios of the bench", () => {
  it.each(readdirSync(FOLDER))("%s may be run, with no warning but of what it measures", (name) => {
    const { ok, problems } = parseScenario(readFileSync(`${FOLDER}/${name}`, "utf8"));
    // Retries at each hop are the load of these cases.
    expect(problems.filter(({ code }) => code !== "retry-layers")).toEqual([]);
    expect(ok).toBe(true);
  });

  it("hold what the ratios were recorded for", () => {
    const { nodes, edges } = JSON.parse(readFileSync(`${FOLDER}/three.json`, "utf8"));
    expect(nodes).toMatchObject({
      clients: { ratePerS: 1500 },
      gateway: { concurrency: 400, queueLengthMax: 400, blocking: true },
      service: { concurrency: 100, queueLengthMax: 200, blocking: true },
      database: { concurrency: 24, queueLengthMax: 100 },
    });
    expect(edges).toMatchObject({
      "clients->gateway": { networkMs: 0.5, timeoutMs: 2000, retry: { maxAttempts: 3 } },
      "gateway->service": { networkMs: 0.5, timeoutMs: 1000, retry: { maxAttempts: 2 } },
      "service->database": { networkMs: 0.5, timeoutMs: 30, retry: { maxAttempts: 3 } },
    });
  });
});
