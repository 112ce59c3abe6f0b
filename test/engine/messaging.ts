// One source that publishes into one broker with consumers, for tests of what brokers do.
import { expect } from "vitest";
import { brokerChecksOf } from "../../simulation/engine/brokers.ts";
import type { BrokerResult } from "../../simulation/results/broker-result.ts";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type {
  EdgeDocument,
  FaultDocument,
  NodeDocument,
  RunSettings,
  ScenarioDocument,
} from "../../simulation/scenario/document.ts";

export interface Sketch {
  readonly kind: string;
  readonly run?: RunSettings;
  readonly client?: object;
  readonly broker?: object;
  readonly publish?: object;
  readonly consumers: Readonly<Record<string, object>>;
  readonly deliver: Readonly<Record<string, object>>;
  readonly faults?: Readonly<Record<string, FaultDocument>>;
}

/** 10 s without warm-up and network; the broker `mq` takes no time; consumers are services. */
export function scene(given: Sketch): ScenarioDocument {
  const { kind, run, client, broker, publish, consumers, deliver, faults } = given;
  const nodes: Record<string, NodeDocument> = {
    users: { kind: "client", arrivals: "constant", ...client },
    mq: { kind, serviceTime: 0, ...broker },
  };
  for (const [id, params] of Object.entries(consumers)) nodes[id] = { kind: "service", ...params };
  const edges: Record<string, EdgeDocument> = { "users->mq": { networkMs: 0, ...publish } };
  for (const [id, params] of Object.entries(deliver)) {
    edges[`mq->${id}`] = { networkMs: 0, ...params };
  }
  return {
    format: 1,
    catalog: "2026-11",
    name: "messages",
    run: { durationS: 10, warmupS: 0, seed: 1, ...run },
    nodes,
    edges,
    ...(faults ? { faults } : {}),
  };
}

export function queueOf(totals: EngineTotals, name: string): BrokerResult {
  const queue = totals.nodes.mq?.queues?.[name];
  if (!queue) throw new Error(`no queue ${name}`);
  return queue;
}

/** Whether all that was counted twice agrees, in the nodes and in the queues of `mq`. */
export function expectSound(totals: EngineTotals): void {
  const node = Object.keys(totals.nodes).sort().indexOf("mq");
  const checks = [...totals.checks, ...brokerChecksOf(node, "mq")];
  expect(checks.filter(({ entity }) => entity.startsWith("mq/")).length).toBeGreaterThan(0);
  expect(checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
}

/** Smallest and largest time from a request to the end of all that it brought about, ms. */
export function endsOf(totals: EngineTotals): readonly [number, number] {
  const settled = totals.endToEnd.all?.settledMs;
  return [settled?.min ?? Number.NaN, settled?.max ?? Number.NaN];
}
