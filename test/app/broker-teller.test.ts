// What those who hear the page are told of brokers.
import { expect, it } from "vitest";
import { NODE_LIVE_COLUMNS, type NodeLiveColumn } from "../../simulation/results/snapshot.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { brokersSentence } from "../../src/app/BrokerTeller.tsx";
import { type RunState, studio } from "../../src/store/studio-store.ts";

const DOCUMENT: ScenarioDocument = {
  ...{ format: 1, catalog: "2026-11", name: "Mail", run: {} },
  nodes: {
    api: { kind: "service" },
    mq: { kind: "rabbitmq", name: "Mail" },
    log: { kind: "kafka" },
  },
  edges: {},
};

const NODE_IDS = ["api", "mq", "log"];

function runWith(values: Readonly<Record<string, Partial<Record<NodeLiveColumn, number>>>>) {
  const live = new Float64Array(NODE_IDS.length * NODE_LIVE_COLUMNS.length);
  for (const [id, columns] of Object.entries(values)) {
    for (const [column, value] of Object.entries(columns)) {
      const at = NODE_LIVE_COLUMNS.indexOf(column as NodeLiveColumn);
      live[NODE_IDS.indexOf(id) * NODE_LIVE_COLUMNS.length + at] = value;
    }
  }
  const layout = { windowMs: 1000, typeIds: ["all"], nodeIds: NODE_IDS, edgeIds: [] };
  return { ...studio.getState().run, info: { layout }, live, nowMs: 80_000 } as unknown as RunState;
}

it("names backlog, age and dead letters of those that have any", () => {
  const run = runWith({ mq: { backlog: 14, oldestMs: 2310, deadPerS: 3 }, api: { backlog: 9 } });
  expect(brokersSentence(DOCUMENT, run)).toBe(
    "At 1:20, Mail: 14 messages waiting, the oldest for 2.31 s, 3.00/s dead-lettered.",
  );
});

it("says when nothing waits, and nothing where there is no broker or no run", () => {
  expect(brokersSentence(DOCUMENT, runWith({}))).toBe("At 1:20 no broker has a message waiting.");
  const plain = { ...DOCUMENT, nodes: { api: { kind: "service" } } };
  expect(brokersSentence(plain, runWith({}))).toBe("");
  expect(brokersSentence(DOCUMENT, studio.getState().run)).toBe("");
});
