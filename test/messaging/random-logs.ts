// Random designs with one replicated log, groups that commit seldom, fail and crash, and faults among
// all of them. Small: some hundred records in 3 s, then silence.
import fc from "fast-check";
import type { FaultDocument, Json, ScenarioDocument } from "../../simulation/scenario/document.ts";

type Params = Record<string, Json>;

const either = (...values: readonly Json[]): fc.Arbitrary<Json> => fc.constantFrom(...values);

const log = fc
  .record({
    partitions: fc.integer({ min: 1, max: 4 }),
    partitioner: either("key", "roundRobin", "sticky"),
    keyCount: either(null, 5),
    replicas: fc.constantFrom(1, 3),
    replicationFactor: fc.constantFrom(1, 3),
    minInsyncReplicas: fc.constantFrom(1, 2),
    replicationTime: either(0, 2, { type: "exponential", meanMs: 15 }),
    electionMs: either(50, 400),
    replicaLagMaxMs: either(200, 30_000),
    uncleanElection: either(false, false, true),
    initialRebalanceDelayMs: either(0, 100),
    serviceTime: either(0, 0.5, 3),
  })
  .map(({ replicationFactor, minInsyncReplicas, ...rest }) => {
    const factor = Math.min(replicationFactor, rest.replicas);
    return {
      ...rest,
      replicationFactor: factor,
      minInsyncReplicas: Math.min(minInsyncReplicas, factor),
    };
  });

const publish = fc
  .record({
    networkMs: either(0, 3, 60),
    acks: either("none", "leader", "all"),
    idempotent: either(true, false),
    maxInFlight: either(1, 5),
    timeoutMs: either(10, 1000),
    retry: either(
      { maxAttempts: 5, backoff: { type: "constant", baseMs: 60 } },
      { maxAttempts: 1 },
    ),
    batch: either(null, { maxCount: 5, lingerMs: 20 }),
  })
  .map(({ acks, idempotent, ...rest }) => ({
    ...rest,
    acks,
    // Producers number their records only if all replicas confirm them.
    idempotent: idempotent === true && acks === "all",
  }));

const deliver = fc.record({
  networkMs: either(0, 2, { type: "exponential", meanMs: 3 }),
  concurrency: either(1, null),
  assignor: either("range", "roundRobin", "sticky", "cooperativeSticky"),
  staticMembership: either(true, false),
  commitIntervalMs: either(0, 90, 600),
  maxPollRecords: either(1, 4, 500),
  maxPollIntervalMs: either(150, 300_000),
  sessionTimeoutMs: either(150, 800),
  retries: either(0, 2),
  retryBackoffMs: either(0, 40),
  onFailure: either("skip", "deadLetter"),
});

const workers = fc.record({
  replicas: fc.integer({ min: 1, max: 3 }),
  concurrency: either(1, 3),
  serviceTime: either(2, 9, { type: "exponential", meanMs: 12 }),
  errorRate: either(0, 0, 0.3),
});

const FAULTS: readonly Params[] = [
  { kind: "crash", target: "log" },
  { kind: "crash", target: "log[0]" },
  { kind: "crash", target: "log[1]" },
  { kind: "crash", target: "log[2]", mode: "blackhole" },
  { kind: "crash", target: "a" },
  { kind: "crash", target: "a[0]" },
  { kind: "crash", target: "b[0]", mode: "blackhole" },
  { kind: "partition", target: "log->a" },
  { kind: "partition", target: "log->b", mode: "refuse" },
  { kind: "partition", target: "users->log" },
  { kind: "latency", target: "users->log", addMs: 40 },
  { kind: "loss", target: "users->log", ratio: 0.4, rtoMs: 15 },
  { kind: "errors", target: "log", ratio: 0.4 },
  { kind: "slow", target: "a", factor: 20 },
  { kind: "errors", target: "b", ratio: 0.8 },
  { kind: "pause", target: "a" },
];

const fault = fc
  .record({
    what: fc.constantFrom(...FAULTS),
    atS: fc.integer({ min: 0, max: 300 }).map((at) => at / 100),
    forS: fc.constantFrom(0.05, 0.3, 1.4),
  })
  .map(({ what, atS, forS }) => ({ ...what, atS, forS }) as unknown as FaultDocument);

interface Parts {
  readonly seed: number;
  readonly ratePerS: number;
  readonly log: Params;
  readonly publish: Params;
  readonly a: Params;
  readonly b: Params;
  readonly toA: Params;
  readonly toB: Params;
  readonly isShared: boolean;
  readonly faults: readonly FaultDocument[];
}

/** Designs with a log; the load ends after 3 s, faults 1.4 s later, and the run when all is at rest. */
export const randomLog: fc.Arbitrary<ScenarioDocument> = fc
  .record({
    seed: fc.nat({ max: 1_000_000 }),
    ratePerS: fc.constantFrom(10, 40),
    log,
    publish,
    a: workers,
    b: workers,
    toA: deliver,
    toB: deliver,
    isShared: fc.boolean(),
    faults: fc.array(fault, { maxLength: 4 }),
  })
  .map((parts) => documentOf(parts as unknown as Parts));

function documentOf({ seed, ratePerS, isShared, faults, ...parts }: Parts): ScenarioDocument {
  const brokers = Number(parts.log.replicas);
  const instances: Record<string, number> = {
    log: brokers,
    a: Number(parts.a.replicas),
    b: Number(parts.b.replicas),
  };
  const sound = faults.filter(({ target }) => {
    const [, node = "", instance] = /^(\w+)\[(\d)\]$/.exec(String(target)) ?? [];
    return instance === undefined || Number(instance) < (instances[node] ?? 0);
  });
  const group = isShared ? { group: "shared" } : {};
  return {
    format: 1,
    catalog: "2026-11",
    name: "random log",
    run: { durationS: 60, warmupS: 0, seed, detail: true, windowS: 60 },
    nodes: {
      users: {
        kind: "client",
        ratePerS,
        profile: {
          shape: "steps",
          points: [
            [0, 1],
            [3, 0],
          ],
        },
      },
      log: { kind: "kafka", ...parts.log },
      a: { kind: "service", ...parts.a },
      b: { kind: "stream-processor", ...parts.b },
    },
    edges: {
      "users->log": Object.fromEntries(
        Object.entries(parts.publish).filter(([, value]) => value !== null),
      ),
      "log->a": { ...parts.toA, ...group },
      "log->b": { ...parts.toB, ...group, ...(isShared ? { assignor: parts.toA.assignor } : {}) },
    },
    faults: Object.fromEntries(sound.map((one, at) => [`f${at}`, one])),
  };
}
