// A transaction in doubt in PostgreSQL, and what it does to others, as measured; and writers of hot rows
// once more, by the locks of rows.
import { describe, expect, it } from "vitest";
import type { EndToEndResult } from "../../simulation/results/run-result.ts";
import type { Json } from "../../simulation/scenario/document.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import { measuredOf, play, scenarioOf, withValues } from "./measured.ts";

describe("C3-2pc-in-doubt-800", () => {
  const id = "C3-2pc-in-doubt-800";
  const document = scenarioOf(id);
  const { totals } = play(document);

  function of(type: string): EndToEndResult {
    const found = totals.endToEnd[type];
    if (found === undefined) throw new Error(type);
    return found;
  }

  it("blocks a writer of the row until the transaction is decided, though its coordinator is gone", () => {
    const { mean } = measuredOf(id, "blocked_ms");
    expect(Math.abs((of("update").latencyMs.max ?? 0) - mean)).toBeLessThan(0.02 * mean);
    expect(totals.nodes.postgres?.locks?.prepared).toMatchObject({ max: 1, decided: 1, atEnd: 0 });
  });

  it("blocks no reader, and nobody who writes another row", () => {
    const reader = measuredOf(id, "reader_ms");
    expect(Math.abs((of("read").latencyMs.max ?? 0) - reader.mean)).toBeLessThan(3 * reader.sd);
    const elsewhere = play(withValues(document, { "nodes.postgres.keyCount": 100_000 }));
    const other = measuredOf(id, "other_row_ms");
    const took = elsewhere.totals.endToEnd.update?.latencyMs.max ?? 0;
    expect(Math.abs(took - other.mean)).toBeLessThan(3 * other.sd);
  });

  it("ends a wait with a lock timeout as an error, after that time", () => {
    const { mean } = measuredOf(id, "lock_timeout_after_ms");
    expect(of("try").failed).toEqual({ error: 1 });
    expect(Math.abs((of("try").latencyAllMs.max ?? 0) - mean)).toBeLessThan(0.02 * mean);
  });
});

/** Connections enough, and as many rows; the work of a transaction is what it holds its row for. */
function locking(rows: number): Readonly<Record<string, Json>> {
  return {
    "nodes.rows.replicas": 1,
    "nodes.rows.concurrency": 100,
    "nodes.rows.discipline": "fifo",
    "nodes.rows.keyCount": rows,
    "nodes.rows.operations": { request: { locksRow: true } },
  };
}

describe.each([
  ["C2-hot-row-w1", 1],
  ["C2-hot-row-w4", 1],
  ["C2-hot-row-w16", 1],
  ["C2-8rows-w16", 8],
] as const)("%s by locks of rows", (id, rows) => {
  const document = withValues(scenarioOf(id), locking(rows));

  it("has the measured throughput and mean", () => {
    expect(resolveScenario(document).ok).toBe(true);
    const { totals } = play(document);
    const all = totals.endToEnd.all;
    for (const [name, value] of [
      ["throughput_per_s", all?.throughput],
      ["tx_mean_ms", all?.latencyMs.mean],
    ] as const) {
      const { mean, sd, n } = measuredOf(id, name);
      const off = Math.abs((value ?? 0) - mean);
      expect(off).toBeLessThan(0.05 * mean + (3 * sd) / Math.sqrt(n));
    }
  });
});
