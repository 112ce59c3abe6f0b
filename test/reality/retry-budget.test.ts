// A retry budget between a client and a chain that is slow for ten seconds, as measured.
import { describe, expect, it } from "vitest";
import { measuredOf } from "./measured.ts";
import { average, chains, expectWithin } from "./slowed-chain.ts";

describe("A4-retry-budget20", () => {
  const id = "A4-retry-budget20";
  const runs = chains(id);

  it("bounds the attempts, and yet is without goodput until the backlog is gone", () => {
    expectWithin(average(runs, "attempts"), measuredOf(id, "attempts_per_request_total"), 0.05);
    for (const { attempts, during } of runs) {
      expect(attempts).toBeGreaterThan(1.1);
      expect(attempts).toBeLessThan(1.15);
      expect(during).toBe(0);
    }
    expectWithin(average(runs, "gatewayQueue"), measuredOf(id, "gateway_max_queue"), 0.1);
  });

  it("recovers in every run, as late as measured", () => {
    const recovered = average(runs, "recoveredAfterS");
    expectWithin(recovered, measuredOf(id, "recover_after_slow_end_s"), 0.25);
  });
});
