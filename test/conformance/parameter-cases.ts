// For every parameter of the catalog a scenario in which it is active, and a value to change it to.
import { FAULT_PARAMS, faults } from "../../simulation/faults/catalog.ts";
import { catalog, deliverParamsOf, triggerParamsOf } from "../../simulation/kinds/catalog.ts";
import type { KindDefinition, Param, ParamSet } from "../../simulation/kinds/define.ts";
import {
  CALL_EDGE_PARAMS,
  CALL_MESSAGE_PARAMS,
  CALL_PARAMS,
  EXPORT_EDGE_PARAMS,
  MESH_PARAMS,
  PUBLISH_EDGE_PARAMS,
} from "../../simulation/policies/catalog.ts";
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { RUN_PARAMS } from "../../simulation/scenario/run-params.ts";
import { accessCases, providerSets, SHOWING } from "./cases-access.ts";
import { BALANCING_CASES, FAILING_CHECK_CASES } from "./cases-balancing.ts";
import { ASIDE, CACHE_CASES, COMMAND_CASES, FLUSH_CASES } from "./cases-cache.ts";
import {
  askedBy,
  ENTRANCE_EDGES,
  ENTRANCE_NODES,
  entranceCases,
  rolloutCases,
} from "./cases-entrance.ts";
import {
  READER_OPERATION_CASES,
  REGISTRY_CASES,
  registered,
  SCHEMA_CASES,
  STORE_CASES,
  STORE_OPERATION_CASES,
  SUBSCRIPTION_CASES,
  stored,
} from "./cases-event-store.ts";
import { STREAM_CASES } from "./cases-event-time.ts";
import { FAULT_CASES } from "./cases-faults.ts";
import { connectionCases } from "./cases-hedge.ts";
import { asHub, HUB_CASES, PUSH_CASES, RECONNECT_CASES, upgradeCases } from "./cases-hub.ts";
import {
  batchCases,
  KAFKA_CASES,
  KAFKA_CONSUMER_CASES,
  KAFKA_PUBLISH_CASES,
  REPLAY_CASES,
} from "./cases-kafka.ts";
import { meshCases, meshEdgeCases } from "./cases-mesh.ts";
import { MESSAGING, MESSAGING_CASES, REDRIVE_CASES } from "./cases-messaging.ts";
import { wholeCases } from "./cases-monolith.ts";
import { OUTSIDE, OUTSIDE_CASES } from "./cases-outside.ts";
import { PATTERN_CASES } from "./cases-patterns.ts";
import { PROPAGATION, pipelineCases } from "./cases-pipeline.ts";
import { CONTRACT_CASES, wireCases } from "./cases-protocols.ts";
import {
  RABBITMQ_CALL_CASES,
  RABBITMQ_CASES,
  RABBITMQ_DELIVER_CASES,
  RABBITMQ_PUBLISH_CASES,
} from "./cases-rabbitmq.ts";
import {
  CONDITION_CASES,
  keyCases,
  type RetryPlace,
  retryCases,
  VERSION_CASES,
} from "./cases-retry.ts";
import { scalingCases } from "./cases-scaling.ts";
import { EXP, NO_PAUSE, station, TWO_TYPES, work } from "./cases-station.ts";
import { COLLECTOR_CASES, EXPORT_CASES } from "./cases-tracing.ts";
import {
  COORDINATOR_CASES,
  LEADERS,
  LOCK_CASES,
  LOCK_OPERATION_CASES,
  led,
  ORCHESTRATOR_CASES,
  STEP_CASES,
} from "./cases-transactions.ts";

type Settings = Readonly<Record<string, Json>>;

export interface ParameterCase {
  /** What is set by path before, so that the parameter is active. */
  readonly given?: Settings;
  /** The value it is changed to; for a choice all of its options are tried instead. */
  readonly to?: Json;
  /** It changes what a result reports, and nothing of the run. */
  readonly observes?: true;
}

const CALLS: Json = [{ id: "a" }, { id: "b" }];

/** Every kind, loaded so that queues form; what does not work together is not connected. */
export const PLANT: ScenarioDocument = {
  format: 1,
  catalog: "2026-11",
  name: "plant",
  run: { durationS: 1, windowS: 0.5 },
  nodes: {
    users: { kind: "client", ratePerS: 100 },
    gate: { kind: "api-gateway", replicas: 1, concurrency: 3, serviceTime: EXP(5) },
    orders: { kind: "service", concurrency: 2, serviceTime: EXP(8) },
    db: { kind: "database", concurrency: 1, serviceTime: EXP(3) },
    mq: { kind: "rabbitmq" },
    mailer: { kind: "service", concurrency: 2, serviceTime: EXP(10) },
    pusher: { kind: "service", serviceTime: 1 },
    log: { kind: "kafka", partitions: 3 },
    reader: { kind: "stream-processor", serviceTime: EXP(4) },
    audit: { kind: "stream-processor", serviceTime: 1 },
    askers: { kind: "client", ratePerS: 60 },
    cache: { kind: "cache", keyCount: 20, capacity: 5, serviceTime: EXP(2) },
    origin: { kind: "service", concurrency: null, serviceTime: EXP(4) },
    talkers: { kind: "client", ratePerS: 100, clients: 8 },
    hub: { kind: "websocket-hub", replicas: 1, concurrency: 2, serviceTime: EXP(8) },
    ...ENTRANCE_NODES,
  },
  edges: {
    "users->gate": {},
    "gate->orders": { calls: CALLS },
    "gate->reader": { calls: [{ id: "a", probability: 0.3 }] },
    "orders->db": { calls: CALLS },
    "orders->mq": {},
    "orders->log": {},
    "reader->db": { calls: CALLS },
    "mq->mailer": {},
    "mq->pusher": {},
    "log->reader": {},
    "log->audit": {},
    "askers->cache": {},
    "cache->origin": {},
    "talkers->hub": {},
    "hub->origin": { calls: CALLS },
    ...ENTRANCE_EDGES,
  },
};

const CONSUMER_OF: Readonly<Record<string, string>> = { mq: "mailer", box: "mailer" };

/** What calls of any protocol may have; held connections stand below, where there are some. */
const { reconnect: HELD, ...UNHELD } = CALL_EDGE_PARAMS;

/** The sets of parameters by name, with the place in the plant where they stand. */
export const SETS: readonly {
  readonly name: string;
  readonly params: ParamSet;
  readonly place: string;
}[] = [
  ...Object.values<KindDefinition>(catalog).flatMap((kind) => {
    const node = nodeOf(kind.id);
    return [
      { name: kind.id, params: kind.params, place: `nodes.${node}` },
      ...(kind.operation === undefined
        ? []
        : [
            {
              name: `${kind.id} operation`,
              params: kind.operation,
              place: `nodes.${node}.operations.request`,
            },
          ]),
      ...(kind.call === undefined
        ? []
        : [{ name: `${kind.id} call edge`, params: kind.call, place: `edges.gate->${node}` }]),
      ...(kind.deliver === undefined
        ? []
        : [
            {
              name: `${kind.id} consumer edge`,
              params: deliverParamsOf(kind),
              place: `edges.${node}->${CONSUMER_OF[node] ?? "reader"}`,
            },
            {
              name: `${kind.id} publish edge`,
              params: kind.publish ?? {},
              place: `edges.orders->${node}`,
            },
          ]),
      ...(kind.trigger === undefined
        ? []
        : [
            {
              name: `${kind.id} trigger edge`,
              params: triggerParamsOf(kind),
              place: `edges.${node}->fn`,
            },
          ]),
    ];
  }),
  { name: "mesh", params: MESH_PARAMS, place: "groups.m" },
  { name: "call edge", params: UNHELD, place: "edges.gate->orders" },
  {
    name: "held connections",
    params: HELD.fields,
    place: "edges.talkers->hub.reconnect",
  },
  { name: "publish edge", params: PUBLISH_EDGE_PARAMS, place: "edges.orders->mq" },
  { name: "export edge", params: EXPORT_EDGE_PARAMS, place: "edges.gate->spans" },
  { name: "call", params: CALL_PARAMS, place: "edges.gate->orders.calls.a" },
  { name: "call message", params: CALL_MESSAGE_PARAMS, place: "edges.orders->mq.calls.a" },
  { name: "fault", params: FAULT_PARAMS, place: "faults.f" },
  ...Object.values(faults).map(({ id, params }) => ({
    name: `${id} fault`,
    params: params as ParamSet,
    place: "faults.f",
  })),
  { name: "run", params: RUN_PARAMS, place: "run" },
];

function nodeOf(kind: string): string {
  if (kind in MESSAGING) return "box";
  if (kind in LEADERS) return "leader";
  if (kind === "tracing-collector") return "spans";
  if (kind === "identity-provider") return "idp";
  if (kind in OUTSIDE) return OUTSIDE[kind as keyof typeof OUTSIDE].node;
  if (kind === "event-store") return "store";
  if (kind === "schema-registry") return "registry";
  const found = Object.entries(PLANT.nodes).find(([, node]) => node.kind === kind);
  if (!found) throw new Error(`The plant has no ${kind}`);
  return found[0];
}

/** All parameters below a set, those inside objects and maps too, by path below its place. */
export function parametersIn(params: ParamSet, prefix = ""): [string, Param][] {
  return Object.entries(params).flatMap(([name, param]): [string, Param][] => {
    const path = `${prefix}${name}`;
    if (param.type === "object") return [[path, param], ...parametersIn(param.fields, `${path}.`)];
    if (param.type === "map") {
      const [entry = "request"] = Object.keys(param.default ?? {});
      return [[path, param], ...parametersIn(param.entry, `${path}.${entry}.`)];
    }
    return [[path, param]];
  });
}

/** Policies of an edge at `place` whose attempts often fail under `failing`. */
function policies(place: string, failing: Settings, slowMs: number): Record<string, ParameterCase> {
  const retrying = (retry: Json): Settings => ({ ...failing, [`${place}.retry`]: retry });
  const breaker: Json = { window: { size: 10 }, minimumCalls: 5, openMs: 50, probes: 2 };
  const breaking = (more: Record<string, Json> = {}): Settings => ({
    ...failing,
    [`${place}.breaker`]: { ...(breaker as object), failureRateThreshold: 0.6, ...more },
  });
  const pause = { baseMs: 10, factor: 2, capMs: 1000, jitter: "none" };
  const five = (backoff: Json): Json => ({ maxAttempts: 5, backoff });
  return {
    networkMs: { to: 3 },
    timeoutMs: { given: failing, to: slowMs },
    oneWay: { to: true },
    retry: { given: failing, to: NO_PAUSE },
    "retry.maxAttempts": { given: retrying(NO_PAUSE), to: 2 },
    "retry.backoff": { given: retrying(NO_PAUSE), to: { baseMs: 40 } },
    "retry.backoff.type": { given: retrying(five(pause)) },
    "retry.backoff.baseMs": { given: retrying(five(pause)), to: 20 },
    "retry.backoff.factor": { given: retrying(five(pause)), to: 4 },
    "retry.backoff.capMs": { given: retrying(five(pause)), to: 15 },
    "retry.backoff.jitter": { given: retrying(five(pause)) },
    "retry.retryOn": { given: retrying(NO_PAUSE), to: ["timeout"] },
    breaker: { given: failing, to: breaker },
    "breaker.window": { given: breaking(), to: { size: 30 } },
    "breaker.window.size": { given: breaking({ minimumCalls: 30 }), to: 40 },
    "breaker.failureRateThreshold": { given: breaking(), to: 0.2 },
    "breaker.slowCallMs": { given: breaking({ failureRateThreshold: 1 }), to: slowMs / 10 },
    "breaker.slowCallRateThreshold": {
      given: breaking({ failureRateThreshold: 1, slowCallMs: slowMs }),
      to: 0.3,
    },
    "breaker.minimumCalls": { given: breaking(), to: 10 },
    "breaker.openMs": { given: breaking(), to: 200 },
    "breaker.probes": { given: breaking(), to: 5 },
    "breaker.ignore": { given: breaking(), to: ["error", "rejected"] },
    fallback: { given: failing, to: { type: "static" } },
    "fallback.latencyMs": {
      given: { ...failing, [`${place}.fallback`]: { type: "static" } },
      to: 20,
    },
  };
}

/** One call each: of two side by side the failure of one would cancel the other. */
const ONE_CALL: Settings = { "edges.gate->orders.calls": [{ id: "a" }] };
const FAILING_CALLS: Settings = {
  ...ONE_CALL,
  "nodes.orders.errorRate": 0.5,
  "nodes.orders.errorTime": 2,
};
/** The queue of the mailer is short and mostly full. */
const FULL_QUEUE: Settings = {
  "nodes.mq.queueLengthMax": 2,
  "nodes.mailer.serviceTime": EXP(30),
  "edges.mq->mailer.prefetch": 2,
};
const FAILING_PUBLISHES: Settings = {
  ...FULL_QUEUE,
  "nodes.mq.overflow": "reject-publish",
  "nodes.mq.serviceTime": EXP(4),
};
const POST: Settings = { "nodes.orders.operations.request.method": "POST" };
const LOOP: Settings = { "nodes.users.closed": { users: 20, thinkTime: EXP(50) } };

const CALLS_AGAIN: RetryPlace = {
  edge: "edges.gate->orders",
  caller: "gate",
  failing: { ...FAILING_CALLS, "edges.gate->orders#2": { calls: [{ id: "c", probability: 0.2 }] } },
  late: { ...ONE_CALL, "edges.gate->orders.timeoutMs": 10 },
  refused: { ...ONE_CALL, "nodes.orders.concurrency": 1, "nodes.orders.queueLengthMax": 0 },
  others: ["gate->reader", "gate->orders#2"],
};
const PUBLISHES_AGAIN: RetryPlace = {
  edge: "edges.orders->mq",
  caller: "orders",
  failing: FAILING_PUBLISHES,
  late: { "nodes.mq.serviceTime": EXP(4), "edges.orders->mq.timeoutMs": 4 },
  refused: FAILING_PUBLISHES,
  others: ["orders->db", "orders->log"],
};
const CALL_EDGE = {
  ...policies("edges.gate->orders", FAILING_CALLS, 10),
  ...pipelineCases("edges.gate->orders", "gate", FAILING_CALLS),
  ...retryCases(CALLS_AGAIN),
};
const PUBLISH_EDGE = {
  ...policies("edges.orders->mq", FAILING_PUBLISHES, 5),
  ...pipelineCases("edges.orders->mq", "orders", FAILING_PUBLISHES),
  ...retryCases(PUBLISHES_AGAIN),
  ...PATTERN_CASES,
};
const POSTS_AGAIN: Settings = {
  ...FAILING_CALLS,
  ...POST,
  "edges.gate->orders.timeoutMs": 20,
  "edges.gate->orders.retry": { ...(NO_PAUSE as object), retryNonIdempotent: true },
};

/** Answers that say when to come back, to a caller that heeds them. */
function heeded(node: string, incoming: string, retryAfter: string): Settings {
  return {
    [`nodes.${node}.errorRate`]: 0.4,
    [`nodes.${node}.retryAfterMs`]: 60,
    [`edges.${incoming}.retry`]: { ...(NO_PAUSE as object), retryAfter },
  };
}

function tells(node: string, incoming: string): Record<string, ParameterCase> {
  return { retryAfterMs: { given: heeded(node, incoming, "follow"), to: 30 } };
}

const OF_CALLS: Readonly<Record<string, ParameterCase>> = {
  ...CALL_EDGE,
  "retry.retryNonIdempotent": {
    given: { ...CALL_EDGE["retry.maxAttempts"]?.given, ...POST },
    to: true,
  },
  "retry.retryAfter": {
    given: { ...heeded("orders", "gate->orders", "ignore"), "nodes.orders.retryAfterMs": 3 },
  },
  propagateDeadline: PROPAGATION,
  ...keyCases("edges.gate->orders", POSTS_AGAIN),
  ...connectionCases("edges.gate->orders"),
  ...wireCases("edges.gate->orders"),
  ...batchCases("edges.gate->orders"),
  cancel: { given: { "edges.gate->orders.timeoutMs": 25 } },
  ...SHOWING,
  ...BALANCING_CASES,
};

const LED = station("leader", "gate->leader");
const { queueScope: _, ...stationCases } = askedBy("askers", station("cache", "askers->cache"));

/** By set and path below its place. */
export const CASES: Readonly<Record<string, Readonly<Record<string, ParameterCase>>>> = {
  ...MESSAGING_CASES,
  ...OUTSIDE_CASES,
  client: {
    ratePerS: { to: 60 },
    arrivals: { to: "constant" },
    profile: {
      to: [
        [0, 1],
        [1, 3],
      ],
    },
    closed: { to: { users: 20, thinkTime: 50 } },
    "closed.users": { given: LOOP, to: 30 },
    "closed.thinkTime": { given: LOOP, to: EXP(100) },
    requests: { to: { request: {}, buy: {} } },
    "requests.request.weight": { given: TWO_TYPES, to: 5 },
    "requests.request.goalMs": { to: 60 },
    patienceMs: { to: 40 },
    deadlineMs: { to: 40 },
    clients: {
      given: { "nodes.gate.replicas": 3, "edges.users->gate.balancing": "pickFirst" },
      to: 5,
    },
    offsetMs: { given: { "nodes.users.arrivals": "constant" }, to: 3 },
    batch: { to: 3 },
  },
  "api-gateway": {
    ...scalingCases("gate"),
    ...rolloutCases("gate"),
    ...station("gate", "users->gate"),
    ...tells("gate", "users->gate"),
    ...accessCases("gate", "users->gate"),
  },
  "api-gateway operation": work("gate", "nodes.gate.operations.request", "users->gate"),
  service: {
    ...scalingCases("orders"),
    ...rolloutCases("orders"),
    ...station("orders", "gate->orders"),
    ...tells("orders", "gate->orders"),
    ...accessCases("orders", "gate->orders"),
  },
  "service operation": work("orders", "nodes.orders.operations.request", "gate->orders"),
  "websocket-hub": {
    ...asHub({ ...station("hub", "talkers->hub"), ...tells("hub", "talkers->hub") }),
    ...HUB_CASES,
    ...upgradeCases(accessCases("hub", "talkers->hub")),
  },
  "websocket-hub operation": {
    ...asHub(work("hub", "nodes.hub.operations.request", "talkers->hub")),
    ...PUSH_CASES,
  },
  ...entranceCases({ station, work, tells, access: accessCases }),
  "held connections": RECONNECT_CASES,
  "stream-processor": {
    ...scalingCases("reader"),
    ...station("reader", "gate->reader"),
    ...STREAM_CASES,
  },
  "stream-processor operation": {
    ...work("reader", "nodes.reader.operations.request", "gate->reader"),
    ...stored(READER_OPERATION_CASES),
  },
  database: {
    ...station("db", "orders->db"),
    ...VERSION_CASES,
    ...LOCK_CASES,
    maxConnections: { to: 1 },
  },
  "database operation": {
    ...work("db", "nodes.db.operations.request", "orders->db"),
    ...CONDITION_CASES,
    ...LOCK_OPERATION_CASES,
  },
  "transaction-coordinator": led("transaction-coordinator", {
    ...LED,
    // Its limit follows the latency slowly: there must be some.
    "admission.longWindow": {
      given: {
        ...LED["admission.longWindow"]?.given,
        "nodes.leader.concurrency": 12,
        "nodes.ledger.serviceTime": EXP(20),
        "nodes.users.ratePerS": 120,
      },
      to: 5,
    },
    ...COORDINATOR_CASES,
  }),
  "transaction-coordinator operation": led(
    "transaction-coordinator",
    work("leader", "nodes.leader.operations.request", "gate->leader"),
  ),
  monolith: led("monolith", {
    ...wholeCases(LED, scalingCases("leader")),
    ...tells("leader", "gate->leader"),
  }),
  "monolith operation": led(
    "monolith",
    work("leader", "nodes.leader.operations.request", "gate->leader"),
  ),
  "saga-orchestrator": led("saga-orchestrator", {
    ...LED,
    ...tells("leader", "gate->leader"),
    ...ORCHESTRATOR_CASES,
  }),
  "saga-orchestrator operation": led(
    "saga-orchestrator",
    work("leader", "nodes.leader.operations.request", "gate->leader"),
  ),
  "schema-registry": registered(REGISTRY_CASES),
  ...providerSets(station, work, tells),
  "event-store": stored(STORE_CASES),
  "event-store operation": stored(STORE_OPERATION_CASES),
  "event-store consumer edge": stored(SUBSCRIPTION_CASES),
  cache: { ...stationCases, ...CACHE_CASES },
  "cache operation": {
    ...askedBy("askers", work("cache", "nodes.cache.operations.request", "askers->cache")),
    ...COMMAND_CASES,
  },
  rabbitmq: RABBITMQ_CASES,
  "rabbitmq publish edge": RABBITMQ_PUBLISH_CASES,
  "rabbitmq consumer edge": RABBITMQ_DELIVER_CASES,
  kafka: KAFKA_CASES,
  "kafka consumer edge": KAFKA_CONSUMER_CASES,
  "kafka publish edge": KAFKA_PUBLISH_CASES,
  "replay fault": REPLAY_CASES,
  "call message": RABBITMQ_CALL_CASES,
  "call edge": { ...OF_CALLS, ...meshEdgeCases(OF_CALLS) },
  mesh: meshCases(OF_CALLS),
  "publish edge": PUBLISH_EDGE,
  "tracing-collector": COLLECTOR_CASES,
  "export edge": EXPORT_CASES,
  call: {
    when: { given: TWO_TYPES, to: ["buy"] },
    operation: { given: { "nodes.orders.operations.other.serviceTime": 30 }, to: "other" },
    stage: { to: 2 },
    probability: { to: 0.5 },
    choice: { given: { "edges.gate->orders.calls.b.choice": "g" }, to: "g" },
    weight: {
      given: {
        "edges.gate->orders.calls": [
          { id: "a", choice: "g" },
          { id: "b", choice: "g", count: 3 },
        ],
      },
      to: 5,
    },
    count: { to: 3 },
    parallel: { given: { "edges.gate->orders.calls.a.count": 3 }, to: true },
    ...STEP_CASES,
    optional: { given: FAILING_CALLS, to: true },
    whenMiss: { given: ASIDE, to: "cache" },
    distinct: {
      given: {
        "nodes.orders.replicas": 3,
        "edges.gate->orders.calls.a.count": 2,
        "edges.gate->orders.calls.a.parallel": true,
      },
      to: true,
    },
  },
  ...FAULT_CASES,
  ...FLUSH_CASES,
  ...REDRIVE_CASES,
  "contract-break fault": CONTRACT_CASES,
  "schema-change fault": SCHEMA_CASES,
  "failing-check fault": FAILING_CHECK_CASES,
  run: {
    durationS: { to: 2 },
    warmupS: { to: 0.5 },
    seed: { to: 2 },
    windowS: { to: 0.25 },
    drain: { to: true },
    maxEvents: { to: 1000 },
    sampleAtS: { to: [0.5], observes: true },
    detail: { to: true, observes: true },
    maxMemoryMb: { given: { "nodes.users.ratePerS": 40_000 }, to: 1 },
  },
};
