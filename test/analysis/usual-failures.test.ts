// What clients saw is told against the usual: failures that are always there, late requests, fallbacks.
import { describe, expect, it } from "vitest";
import { createObserver } from "../../simulation/analysis/observer.ts";
import { chain, chainLayout, chainRows, slowPayment } from "../support/chain.ts";
import { type RowWriter, requests, slowFault } from "../support/series-builder.ts";

type Counts = Parameters<RowWriter["type"]>[1];

/** Payment is full from window 20 on; requests end as `before` until then and as `after` from then on. */
function storyOf(before: Counts, after: Counts): string {
  const scenario = chain({ faults: [slowFault("payment")] });
  const observer = createObserver(scenario, chainLayout(scenario));
  const rows = chainRows(
    scenario,
    40,
    (row, window) => {
      if (window >= 20) slowPayment(row, window);
      const counts = window < 20 ? before : after;
      for (const type of ["all", "buy"]) {
        row.type(type, { ...requests(100, 140), timeout: 0, ...counts });
      }
    },
    0,
  );
  observer.push(rows);
  return observer
    .story()
    .map(({ text }) => text)
    .join(" ");
}

const failing = (errors: number): Counts => ({
  ok: 100 - errors,
  good: 100 - errors,
  error: errors,
});

describe("failures that are usual", () => {
  it("are not told as those of the fault", () => {
    expect(storyOf(failing(4), failing(4))).toContain(
      "No more requests than usual failed since 0:20 (4.00 %)",
    );
    expect(storyOf(failing(4), failing(5))).toContain("No more requests than usual failed");
  });

  it("are told beside those of the fault where they are a notable part", () => {
    const told = storyOf(failing(4), { ok: 80, good: 80, error: 5, timeout: 15 });
    expect(told).toContain("20.0 % of requests failed since 0:20, usually 4.00 %, mostly timeouts");
    expect(storyOf(failing(1), { ok: 20, good: 20, timeout: 80 })).toContain(
      "80.0 % of requests failed since 0:20, mostly timeouts",
    );
  });
});

describe("endings", () => {
  it("are named until they are most of the failures", () => {
    const even = { ok: 40, good: 40, timeout: 25, rejected: 20, error: 15 };
    expect(storyOf(failing(0), even)).toContain("mostly timeouts and rejected");
    expect(storyOf(failing(0), { ok: 0, good: 0, conflict: 100 })).toContain("mostly conflicts");
  });
});

describe("requests that succeeded", () => {
  it("are told if they were later than their goal, beyond the usual", () => {
    const late = (count: number): Counts => ({ good: 100 - count });
    expect(storyOf(late(0), late(30))).toContain("30.0 % were later than their goal");
    expect(storyOf(late(30), late(30))).not.toContain("later");
    expect(storyOf(late(0), late(0))).not.toContain("later");
  });

  it("are told if a fallback answered them", () => {
    const told = storyOf({}, { ok: 60, good: 60, degraded: 40 });
    expect(told).toContain("No request failed since 0:20");
    expect(told).toContain("40.0 % were answered by a fallback");
    expect(told).not.toContain("later");
  });
});
