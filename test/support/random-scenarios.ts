// Random scenario documents for property tests: layered services with every policy, fault and
// broker of the catalog, small enough that a run takes milliseconds.
import fc from "fast-check";
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { randomConnections } from "./random-connections.ts";
import { randomBreaker, randomLimits } from "./random-policies.ts";
import { addRows, addStandby, randomFallback, randomRetry } from "./random-retries.ts";

type Params = Record<string, Json>;

const time = fc.oneof(
  fc.record({ type: fc.constant("exponential"), meanMs: fc.integer({ min: 1, max: 40 }) }),
  fc.integer({ min: 0, max: 20 }),
  fc.record({
    type: fc.constant("lognormal"),
    meanMs: fc.integer({ min: 2, max: 20 }),
    scv: fc.constantFrom(0.5, 2),
  }),
);

const stationParams: fc.Arbitrary<Params> = fc.record(
  {
    replicas: fc.integer({ min: 1, max: 3 }),
    concurrency: fc.constantFrom(1, 2, 5, null),
    queueLengthMax: fc.constantFrom(0, 3, 20, null),
    queueScope: fc.constantFrom("instance", "node"),
    discipline: fc.constantFrom("fifo", "lifo", "priority", "random"),
    operations: fc.constantFrom(
      { urgent: { priority: 0 }, idle: { priority: 9 } },
      { urgent: { method: "POST" }, idle: { priority: 9, write: true }, request: { write: true } },
    ),
    admission: fc.constant({ acceptRatios: [1, 0.8, 0.3] }),
    serviceTime: time,
    afterTime: time,
    afterProbability: fc.constantFrom(0, 0.5, 1),
    errorRate: fc.constantFrom(0, 0.1, 0.6),
    errorTime: fc.constantFrom(0, 5),
    queueTimeoutMs: fc.constantFrom(5, 50),
    instanceSpeed: fc.constantFrom([1, 0.2], [2]),
    instanceWeight: fc.constantFrom([1, 3], [0.5, 1, 2]),
    endpointDelayMs: fc.constantFrom(0, 100, 1000),
  },
  { requiredKeys: [] },
);

const callerParams: fc.Arbitrary<Params> = fc.record(
  { blocking: fc.boolean(), requires: fc.constantFrom({ "1": "any" }, { "1": 1 }, { "2": "any" }) },
  { requiredKeys: [] },
);

const callParams: fc.Arbitrary<Params> = fc.record(
  {
    stage: fc.integer({ min: 1, max: 3 }),
    probability: fc.constantFrom(0.3, 1),
    count: fc.constantFrom(1, 2, 3, "all"),
    parallel: fc.boolean(),
    distinct: fc.boolean(),
    optional: fc.boolean(),
  },
  { requiredKeys: [] },
);

const randomPayload = fc.record({
  requestBytes: fc.constantFrom(0, 200, 20_000),
  responseBytes: fc.constantFrom(100, 50_000),
});

const edgeParams: fc.Arbitrary<Params> = fc
  .record(
    {
      protocol: fc.constantFrom("rest", "grpc"),
      networkMs: fc.oneof(fc.constantFrom(0, 0.5), time),
      timeoutMs: fc.constantFrom(5, 30, 200),
      cancel: fc.constantFrom("none", "check", "interrupt"),
      oneWay: fc.boolean(),
      balancing: fc.constantFrom("random", "roundRobin", "leastRequest", "pickFirst"),
      retry: randomRetry,
      breaker: randomBreaker,
      ...randomLimits,
      fallback: randomFallback,
      idempotencyKey: fc.boolean(),
      ...randomConnections,
      lossRatio: fc.constantFrom(0, 0.1),
      payload: randomPayload,
      calls: callParams.map((call) => [{ id: "a", ...call }]),
    },
    { requiredKeys: ["protocol"] },
  )
  .map(withFittingHttp);

/** gRPC without HTTP/2 is refused. */
function withFittingHttp(edge: Params): Params {
  const { pool, ...others } = edge;
  if (edge.protocol !== "grpc" || typeof pool !== "object" || pool === null) return edge;
  return { ...others, pool: { ...pool, http: "2" } };
}

const consumerParams: fc.Arbitrary<Params> = fc.record(
  {
    prefetch: fc.constantFrom(1, 3, 20),
    concurrency: fc.constantFrom(1, 2),
    ack: fc.constantFrom("manual", "auto"),
    onFailure: fc.constantFrom("requeue", "deadLetter", "drop"),
    networkMs: fc.constantFrom(0, 2),
  },
  { requiredKeys: [] },
);

const fault = fc.record({
  kind: fc.constantFrom("slow", "crash", "errors", "latency", "blackhole"),
  atS: fc.constantFrom(0, 0.4, 1),
  forS: fc.constantFrom(0.2, 0.8, null),
});

/** What a fault of the random scenario is in a file, beside its times and target. */
const FAULTS: Record<string, Params & { kind: string }> = {
  slow: { kind: "slow", factor: 5, rampS: 0.2 },
  crash: { kind: "crash", mode: "exit" },
  errors: { kind: "errors", ratio: 0.5 },
  latency: { kind: "latency", addMs: 8 },
  blackhole: { kind: "crash", mode: "blackhole" },
};

const ARRIVALS: readonly Json[] = [
  "poisson",
  "constant",
  { type: "gamma", shape: 0.5, meanMs: 15 },
  {
    type: "mmpp",
    ratesPerS: [200, 0, 40],
    switchPerS: [
      [0, 4, 0],
      [0, 0, 8],
      [3, 1, 0],
    ],
  },
  { type: "trace", timesMs: [0, 3, 3, 100, 250.5, 251, 700, 1500, 1999] },
];

const PROFILES: readonly Json[] = [
  null,
  [
    [0, 1],
    [1, 2],
  ],
  {
    shape: "steps",
    points: [
      [0, 1],
      [0.1, 0],
      [0.2, 1.5],
    ],
    repeatEveryS: 0.3,
  },
  { shape: "sine", amplitude: 1, periodS: 0.7, phaseS: 0.2 },
];

/** A quorum queue is always durable, and only it counts deliveries. */
function quorumOrTransient<T extends { durable?: boolean | undefined }>(params: T): Partial<T> {
  if (params.durable !== false) return params;
  return Object.fromEntries(
    Object.entries(params).filter(([name]) => name !== "deliveryLimit" && name !== "queueType"),
  ) as Partial<T>;
}

/** Client, one to three layers of services, a database, perhaps a RabbitMQ and a Kafka. */
export const randomScenario: fc.Arbitrary<ScenarioDocument> = fc
  .record({
    seed: fc.integer({ min: 1, max: 1_000_000 }),
    warmupS: fc.constantFrom(0, 0.4),
    client: fc.record(
      {
        ratePerS: fc.integer({ min: 1, max: 200 }),
        patienceMs: fc.constantFrom(50, 500),
        deadlineMs: fc.constantFrom(30, 400),
        clients: fc.integer({ min: 1, max: 3 }),
        batch: fc.constantFrom(1, 3, { type: "uniform", min: 0, max: 3 }),
        arrivals: fc.constantFrom(...ARRIVALS),
        profile: fc.constantFrom(...PROFILES),
        closed: fc.constantFrom(null, { users: 5, thinkTime: 20 }),
        requests: fc.constant({ urgent: {}, idle: { weight: 2 }, other: {} }),
      },
      { requiredKeys: ["ratePerS"] },
    ),
    layers: fc.array(
      fc.array(fc.tuple(stationParams, callerParams), { minLength: 1, maxLength: 2 }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    edges: fc.array(edgeParams, { minLength: 8, maxLength: 8 }),
    rabbit: fc.option(
      fc.record({
        params: fc
          .record(
            {
              queueLengthMax: fc.constantFrom(1, 20, null),
              overflow: fc.constantFrom("drop-head", "reject-publish"),
              durable: fc.boolean(),
              deliveryLimit: fc.constantFrom(1, 4),
              queueType: fc.constant("quorum"),
            },
            { requiredKeys: ["deliveryLimit", "queueType"] },
          )
          .map(quorumOrTransient),
        consumers: fc.array(fc.tuple(stationParams, consumerParams), {
          minLength: 1,
          maxLength: 2,
        }),
      }),
    ),
    kafka: fc.option(
      fc.record({ partitions: fc.integer({ min: 1, max: 5 }), consumer: stationParams }),
    ),
    rows: fc.boolean(),
    fault: fc.option(fc.tuple(fault, fc.nat({ max: 20 }))),
  })
  .map(build);

interface Parts {
  readonly seed: number;
  readonly warmupS: number;
  readonly client: Params;
  readonly layers: readonly (readonly (readonly [Params, Params])[])[];
  readonly edges: readonly Params[];
  readonly rabbit: { params: Params; consumers: [Params, Params][] } | null;
  readonly kafka: { partitions: number; consumer: Params } | null;
  readonly rows: boolean;
  readonly fault: [{ kind: string; atS: number; forS: number | null }, number] | null;
}

function build(parts: Parts): ScenarioDocument {
  const nodes: Record<string, Params & { kind: string }> = {
    client: { kind: "client", ...parts.client },
  };
  const edges: Record<string, Params> = {};
  let used = 0;
  const nextEdge = (): Params => ({ ...parts.edges[used++ % parts.edges.length] });
  let above = ["client"];
  parts.layers.forEach((layer, depth) => {
    const ids = layer.map(([station, caller], at) => {
      const id = `s${depth}${at}`;
      nodes[id] = { kind: "service", ...station, ...caller };
      return id;
    });
    for (const from of above) {
      for (const to of ids) edges[`${from}->${to}`] = nextEdge();
      addStandby(edges, from, ids);
    }
    above = ids;
  });
  const publisher = above[0] ?? "client";
  if (parts.rows) addRows(nodes, edges, publisher, nextEdge());
  if (parts.rabbit) {
    nodes.mq = { kind: "rabbitmq", ...parts.rabbit.params };
    edges[`${publisher}->mq`] = { protocol: "amqp" };
    parts.rabbit.consumers.forEach(([station, consumer], at) => {
      nodes[`w${at}`] = { kind: "service", ...station };
      edges[`mq->w${at}`] = { protocol: "amqp", ...consumer };
    });
  }
  if (parts.kafka) {
    nodes.log = { kind: "kafka", partitions: parts.kafka.partitions };
    nodes.reader = { kind: "stream-processor", ...parts.kafka.consumer };
    edges[`${publisher}->log`] = { protocol: "kafka" };
    edges["log->reader"] = { protocol: "kafka", sessionTimeoutMs: 200, commitIntervalMs: 100 };
  }
  const targets = Object.keys(nodes).filter((id) => id !== "client");
  const target = parts.fault ? targets[parts.fault[1] % targets.length] : undefined;
  return {
    format: 1,
    catalog: "2026-11",
    name: "random",
    run: { durationS: 2, warmupS: parts.warmupS, seed: parts.seed, windowS: 0.25 },
    nodes,
    edges,
    ...(parts.fault && target
      ? {
          faults: {
            f: { ...parts.fault[0], kind: "slow", ...FAULTS[parts.fault[0].kind], target },
          },
        }
      : {}),
  };
}
