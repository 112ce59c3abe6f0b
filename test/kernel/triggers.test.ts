// Functions that messages trigger, compiled and with checks, against JavaScript.
import { beforeAll, describe, it } from "vitest";
import type { FaultDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { sketch } from "../support/simulate.ts";
import { compiledAlike } from "./same-compiled.ts";

const EXP = (meanMs: number) => ({ type: "exponential", meanMs });
const OUTAGES: Readonly<Record<string, FaultDocument>> = {
  fn: { kind: "crash", target: "fn", atS: 3, forS: 0.5 },
  mq: { kind: "crash", target: "mq", atS: 5, forS: 0.3 },
  cut: { kind: "partition", target: "mq->fn", atS: 7, forS: 0.4, mode: "refuse" },
};

function triggered(kind: string, queue: object, edge: object, fn: object = {}): ScenarioDocument {
  return sketch({
    nodes: {
      users: { kind: "client", ratePerS: 150, clients: 4 },
      mq: { kind, ...queue },
      fn: {
        kind: "serverless",
        serviceTime: EXP(40),
        errorRate: 0.02,
        environments: { max: 12, burst: 3, ratePerS: 4, idleMs: 300, coldStart: EXP(200) },
        ...fn,
      },
      api: { concurrency: null, serviceTime: EXP(10) },
    },
    edges: {
      "users->mq": {},
      "users->fn": { calls: [{ id: "a", probability: 0.05 }] },
      "mq->fn": { networkMs: EXP(2), ...edge },
      "fn->api": {},
    },
    faults: OUTAGES,
  });
}

const DESIGNS: Readonly<Record<string, ScenarioDocument>> = {
  "batches that fail as a whole": triggered(
    "sqs",
    { visibilityTimeoutMs: 900, maxReceiveCount: 3 },
    { concurrency: 40 },
  ),
  "messages that fail alone, once applied": triggered(
    "sqs",
    { visibilityTimeoutMs: 900 },
    { failed: "message", batchSize: 3, inbox: { windowMs: 5000, lookupMs: 1 } },
  ),
  "groups in order": triggered(
    "sqs",
    { type: "fifo", messageGroups: 7, visibilityTimeoutMs: 900, maxReceiveCount: 4 },
    { concurrency: 20 },
  ),
  "environments that take several": triggered(
    "sqs",
    { visibilityTimeoutMs: 2000 },
    {},
    { environments: { max: 5, requestsEach: 3, idleMs: 200, coldStart: EXP(100) } },
  ),
  "a topic": triggered("sns", { latencyMs: 20, deadLetterQueue: true }, { attempts: 2 }),
};

describe("functions behind queues and topics", () => {
  let expectAlike: (document: ScenarioDocument) => void;
  beforeAll(async () => {
    expectAlike = await compiledAlike();
  }, 600_000);

  it.each(Object.keys(DESIGNS))("%s: the same compiled", (name) => {
    expectAlike(DESIGNS[name] as ScenarioDocument);
  });
});
