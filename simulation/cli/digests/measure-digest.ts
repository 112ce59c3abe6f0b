// A run as it is kept in the golden file: its digest, and two narrower hashes that tell a failure
// what kind of difference it is.
import { runScenario } from "../../analysis/run-scenario.ts";
import { DigestWriter, digestTree } from "../../engine/digest.ts";
import { engine } from "../../engine/engine.ts";
import type { RunResult } from "../../results/run-result.ts";
import type { ScenarioDocument } from "../../scenario/document.ts";
import { resolveScenario } from "../../scenario/resolve.ts";

export interface Golden {
  readonly digest: string;
  /** Over the counts that every version had: it survives new results and new parameters. */
  readonly course: string;
  /** Over what the analysis says: objectives and cascade. */
  readonly judgement: string;
  readonly events: number;
}

export interface Measured extends Golden {
  /** Why it ended before its time, if it did. */
  readonly endedEarly: string | null;
}

const HASH_DIGITS = 16;

function hashOf(value: unknown): string {
  const writer = new DigestWriter();
  digestTree(writer, value);
  return writer.hex().slice(0, HASH_DIGITS);
}

function courseOf({ events, simulatedS, endToEnd, nodes, edges }: RunResult): unknown {
  return [
    events,
    simulatedS,
    Object.entries(endToEnd).map(([id, { offered, completed, ok, degraded, latencyMs }]) => [
      [id, offered, completed, ok, degraded, latencyMs.mean, latencyMs.p99, latencyMs.max],
    ]),
    Object.entries(nodes).map(([id, { arrivals, completions, queue, waitMs, latencyMs }]) => [
      [id, arrivals, completions, queue.mean, queue.max, waitMs.mean, latencyMs.mean],
    ]),
    Object.entries(edges).map(([id, { calls, attempts, ok, breaker, latencyMs }]) => [
      [id, calls, attempts, ok, breaker.opens, breaker.openS, latencyMs.mean],
    ]),
  ];
}

/** Runs the document to its end with the seed; throws if it is no correct scenario. */
export function measureDigest(document: ScenarioDocument, seed: number): Measured {
  const resolved = resolveScenario(document);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  const result = runScenario(resolved.scenario, { seed }, engine);
  return {
    digest: result.digest,
    course: hashOf(courseOf(result)),
    judgement: hashOf([result.slos, result.cascade]),
    events: result.events,
    endedEarly: result.endedEarly,
  };
}
