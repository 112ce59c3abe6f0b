// Random scenarios whose stations serve in all the ways there are: shared cores, interruption, bulk
// service and the like, laid over a plain random scenario.
import fc from "fast-check";
import type { Json, NodeDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { randomScenario } from "./random-scenarios.ts";

type Params = Readonly<Record<string, Json>>;

const EXP = (meanMs: number): Json => ({ type: "exponential", meanMs });
const BREAKS: Params = { breakdowns: { every: EXP(120), for: EXP(30) } };
const POLLS: Params = { polling: { sleepMs: EXP(15) } };
const PREEMPTS: Params = { discipline: "priority", preemptive: "resume" };
const IN_BATCHES: Params = {
  blocking: false,
  concurrency: 2,
  queueLengthMax: 9,
  errorTime: null,
};
const LIMITED: Params = {
  admission: { type: "aimd", minLimit: 1, initialLimit: 4, maxLimit: 30, timeoutMs: 20 },
};

const WAYS: readonly Params[] = [
  { discipline: "ps" },
  { discipline: "ps", ...BREAKS },
  PREEMPTS,
  { ...PREEMPTS, ...BREAKS },
  { discipline: "codel", codelTargetMs: 2, codelIntervalMs: 20 },
  BREAKS,
  { discipline: "adaptive-lifo", codelTargetMs: 2, codelIntervalMs: 20 },
  { rateLimit: { ratePerS: 60, burst: 3, wait: true, queueLengthMax: 4 } },
  { rateLimit: { ratePerS: 40, burst: 2, scope: "node" }, ...LIMITED, ...BREAKS },
  { admission: { type: "gradient", minLimit: 1, initialLimit: 3, maxLimit: 20 } },
  { admission: { type: "priority", measure: "queue", thresholds: [4, 1] }, discipline: "priority" },
];
/** Not for consumers of messages. */
const MORE_WAYS: readonly Params[] = [
  POLLS,
  { ...POLLS, ...BREAKS, ...PREEMPTS },
  { ...IN_BATCHES, bulk: { max: 3 } },
  { ...IN_BATCHES, ...BREAKS, discipline: "priority", bulk: { max: 4, min: 2 } },
  { ...IN_BATCHES, ...POLLS, discipline: "random", bulk: { max: 5, min: 3 } },
];

function served(id: string, node: NodeDocument, pick: number): NodeDocument {
  const ways = id.startsWith("s") ? [...WAYS, ...MORE_WAYS] : WAYS;
  const operations = { request: { priority: 5 }, buy: { priority: pick % 7 } };
  return { ...node, ...ways[pick % ways.length], operations } as NodeDocument;
}

/** The document with its services changed, those of layers (`s..`) and consumers. */
export const randomServing: fc.Arbitrary<ScenarioDocument> = fc
  .tuple(randomScenario, fc.array(fc.nat({ max: 10_000 }), { minLength: 8, maxLength: 8 }))
  .map(([document, picks]) => {
    let used = 0;
    const nodes = Object.entries(document.nodes).map(([id, node]): [string, NodeDocument] => {
      if (node.kind === "client") return [id, { ...node, requests: { request: {}, buy: {} } }];
      if (node.kind !== "service" && node.kind !== "stream-processor") return [id, node];
      return [id, served(id, node, picks[used++ % picks.length] ?? 0)];
    });
    return { ...document, nodes: Object.fromEntries(nodes) };
  });
