// A producer, a log and its readers, small enough that what happens can be worked out by hand.
import { brokerChecksOf } from "../../simulation/engine/brokers.ts";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type {
  BrokerResult,
  GroupResult,
  IdentityCheck,
  LogResult,
} from "../../simulation/results/run-result.ts";
import type { FaultDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { metronome, nodeOf, simulate, sketch } from "./simulate.ts";

export interface LogSetting {
  readonly durationS?: number;
  readonly everyMs?: number;
  readonly users?: object;
  readonly log?: object;
  readonly reader?: object;
  readonly publish?: object;
  readonly deliver?: object;
  readonly faults?: Readonly<Record<string, object>>;
}

/** A record every 10 ms unless said otherwise, each of 1 ms work for `reader`. */
export function logDocument(setting: LogSetting): ScenarioDocument {
  const { durationS = 20, everyMs = 10, faults = {} } = setting;
  return sketch({
    run: { durationS },
    nodes: {
      users: { ...metronome(everyMs, everyMs / 2), ...setting.users },
      log: { kind: "kafka", serviceTime: 0, concurrency: 1000, ...setting.log },
      reader: { kind: "stream-processor", serviceTime: 1, ...setting.reader },
    },
    edges: {
      "users->log": { protocol: "kafka", ...setting.publish },
      "log->reader": { protocol: "kafka", ...setting.deliver },
    },
    faults: faults as Record<string, FaultDocument>,
  });
}

export interface LogRun {
  readonly totals: EngineTotals;
  readonly log: LogResult;
  readonly queue: BrokerResult;
  readonly group: GroupResult;
  /** Identities that do not hold. */
  readonly broken: readonly IdentityCheck[];
}

export function readLog(totals: EngineTotals, name = "reader"): LogRun {
  const { log, queues } = nodeOf(totals, "log");
  const queue = queues?.[name];
  if (!log || !queue?.group) throw new Error(`no group ${name}`);
  const node = Object.keys(totals.nodes).sort().indexOf("log");
  const checks = [...totals.checks, ...brokerChecksOf(node, "log")];
  const broken = checks.filter(({ difference }) => !(difference <= 1e-9));
  return { totals, log, queue, group: queue.group, broken };
}

export function playLog(setting: LogSetting): LogRun {
  return readLog(simulate(logDocument(setting)));
}
