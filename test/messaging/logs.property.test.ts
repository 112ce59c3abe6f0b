// Logs under random faults, held against the steps of single records: what groups count, that nothing
// acknowledged is lost or passed over, and that records are read in their order.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { brokerChecksOf } from "../../simulation/engine/brokers.ts";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { edgeOf, nodeOf, simulate } from "../support/simulate.ts";
import { randomLog } from "./random-logs.ts";
import { type RecordLife, recordLivesOf, repeated, total } from "./record-lives.ts";

const RUNS = process.env.BROWNOUT_FULL ? 1500 : 60;
const TIMEOUT_MS = process.env.BROWNOUT_FULL ? 900_000 : 60_000;
const RECORDED_MAX = 2000;

interface Played {
  readonly document: ScenarioDocument;
  readonly totals: EngineTotals;
  readonly records: readonly RecordLife[];
}

/** Null: more happened than a run records. */
function play(document: ScenarioDocument): Played | null {
  const totals = simulate(document);
  expect(totals.endedEarly).toBeNull();
  const node = Object.keys(totals.nodes).sort().indexOf("log");
  const checks = [...totals.checks, ...brokerChecksOf(node, "log")];
  expect(checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
  const steps = nodeOf(totals, "log").messages ?? [];
  if (steps.length >= RECORDED_MAX) return null;
  const { records, broken } = recordLivesOf(steps, false);
  expect(broken).toEqual([]);
  return { document, totals, records };
}

function paramsOf({ document }: Played, of: "log" | "users->log"): Readonly<Record<string, Json>> {
  const found = of === "log" ? document.nodes.log : document.edges[of];
  return found as unknown as Readonly<Record<string, Json>>;
}

function expectRecounted({ totals, records }: Played): void {
  const { log, queues = {} } = nodeOf(totals, "log");
  const lost = records.filter(({ isLost }) => isLost).length;
  expect(log?.truncated).toBe(lost);
  expect(log?.partitions.reduce((sum, { appended }) => sum + appended, 0)).toBe(records.length);
  for (const [name, queue] of Object.entries(queues)) {
    expect({ name, ...queue }).toMatchObject({
      name,
      routed: records.length,
      delivered: total(records, "delivered", name),
      redelivered: repeated(records, "delivered", name),
      duplicates: repeated(records, "applied", name),
    });
    expect(queue.endings.lost).toBe(
      (queue.group?.lostBy.election ?? 0) + (queue.group?.lostBy.offsetReset ?? 0),
    );
  }
}

/** Every record that stands has been applied, or its group says why not; nothing is left. */
function expectAllRead({ totals, records }: Played): void {
  for (const [name, queue] of Object.entries(nodeOf(totals, "log").queues ?? {})) {
    const missed = records.filter(({ isLost, applied }) => !isLost && !applied[name]).length;
    const { dropped, deadLettered } = queue.endings;
    expect({ name, backlog: queue.backlogAtEnd }).toEqual({ name, backlog: 0 });
    expect(missed).toBeLessThanOrEqual(dropped + deadLettered);
  }
}

function expectPublished(played: Played): void {
  const { totals, records } = played;
  const { acks, idempotent } = paramsOf(played, "users->log");
  const { uncleanElection } = paramsOf(played, "log");
  const { log } = nodeOf(totals, "log");
  const edge = edgeOf(totals, "users->log");
  const standing = records.filter(({ isLost }) => !isLost).length;
  if (acks === "all" && uncleanElection === false) {
    expect(standing).toBeGreaterThanOrEqual(edge.ok);
    expect(log?.acknowledgedLost).toBe(0);
  }
  if (idempotent === true) {
    expect(standing).toBeLessThanOrEqual(edge.calls);
    expect(log?.appendedTwice).toBe(0);
  }
  if (acks === "all" && idempotent === true && uncleanElection === false) {
    expect(standing + (log?.truncated ?? 0)).toBeLessThanOrEqual(edge.attempts);
  }
}

describe("a log under random faults", () => {
  it("keeps, counts and hands out records as it promises", { timeout: TIMEOUT_MS }, () => {
    let whole = 0;
    fc.assert(
      fc.property(randomLog, (document) => {
        const played = play(document);
        if (played === null) return;
        whole++;
        expectRecounted(played);
        expectAllRead(played);
        expectPublished(played);
      }),
      { numRuns: RUNS },
    );
    expect(whole).toBeGreaterThan(RUNS / 2);
  });
});
