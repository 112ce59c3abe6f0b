// What of a scenario decides which rows exist and where: a running state fits another scenario only
// if all of it is equal. Parameters may differ.

import type {
  AdmissionDescriptor,
  NodeDescriptor,
  StationDescriptor,
} from "../kinds/descriptors.ts";
import type { ResolvedCall } from "../scenario/document.ts";
import { deliveryOf } from "./fill-leases.ts";
import { differInWeight } from "./fill-nodes.ts";
import { timesShape } from "./fill-schedules.ts";
import type { Program, ProgramNode } from "./program.ts";

/** Every part of a program that needs rows of its own, by its name in a sentence. */
function shapeOf(program: Program): ReadonlyMap<string, unknown> {
  const { scenario, layout, nodes, graph } = program;
  const { durationMs, warmupMs, windowMs } = scenario;
  const parts = new Map<string, unknown>([
    ["the duration", durationMs],
    ["the warm-up", warmupMs],
    ["the window", windowMs],
    ["the set of request types", layout.typeIds],
  ]);
  for (const [row, node] of nodes.entries()) {
    parts.set(`node ${node.id}`, node.kind);
    parts.set(`the number of instances of ${node.id}`, node.instanceCount);
    parts.set(`how messages are delivered by ${node.id}`, deliveryOf(program, row));
    for (const [name, value] of partsOfNode(node)) {
      parts.set(`${name} of ${node.id}`, value);
    }
  }
  for (const { id, to, protocol, sort, calls, values } of scenario.edges) {
    const takesEffect = nodes.some((node) => node.id === to && hasEffects(node));
    parts.set(`edge ${id}`, [protocol, sort]);
    parts.set(`the calls of ${id}`, calls.map(partsOfCall));
    for (const [name, value] of partsOfEdge(values, takesEffect))
      parts.set(`${name} of ${id}`, value);
  }
  parts.set(
    "the set of operations",
    graph.operations.map(({ node, name }) => [node, name]),
  );
  return parts;
}

function partsOfNode(node: ProgramNode): [string, unknown][] {
  const { descriptor } = node;
  if (descriptor.primitive === "source") {
    const { closed, profile, requests, arrivals, deadlineMs } = descriptor.source;
    return [
      ["the number of users", closed?.users ?? 0],
      ["the length of the load profile", profile?.points.length ?? 0],
      ["the set of request types", Object.keys(requests)],
      ["the kind of arrivals", arrivals],
      ["when batches start", timesShape(descriptor.source)],
      ["whether there is a deadline", deadlineMs !== null],
    ];
  }
  const { sharedQueue, discipline, preemptive, breakdowns, polling, bulk, maxConnections } =
    descriptor.station;
  const { admission, rateLimit } = descriptor.station;
  return [
    ["the queue", [sharedQueue, discipline, preemptive]],
    ["the zones", node.zones],
    ["the autoscaling", descriptor.station.autoscale ?? null],
    ["the rolling deploys", descriptor.station.rollout ?? null],
    ["whether instances differ in weight", differInWeight(node)],
    ["the breakdowns", breakdowns],
    ["the polling", polling],
    ["the bulk service", bulk],
    ["whether connections are limited", maxConnections !== null],
    ["whether traces are sampled by their tail", descriptor.station.collector?.tail != null],
    ["where its rows are", placesShape(descriptor.station)],
    ["the environments", environmentShape(descriptor.station)],
    ["what it passes on", passageShape(descriptor.station)],
    ["the windows", descriptor.station.stream ?? null],
    ["what it holds", descriptor.primitive === "cache" ? contentsOf(descriptor) : null],
    ["the kind of admission", admission === null ? null : admissionKindOf(admission)],
    ["the rate limit", rateLimit === null ? null : rateLimit.shared],
    ["the quota", quotaShape(descriptor.station)],
  ];
}

/** What has been used is counted in other units, or under other keys. */
function quotaShape({ quota }: StationDescriptor): unknown {
  return quota == null ? null : [quota.way, quota.windowMs, quota.perCaller];
}

/** How many there may be and stay, and whether requests wait for one. */
function environmentShape({ environments: of }: StationDescriptor): unknown {
  return of === undefined ? null : [of.max, of.requestsEach, of.warm, of.waitMs === null];
}

/** How long sessions last, and where their state is, may change. */
function passageShape({ relays, sticky }: StationDescriptor): unknown {
  return [relays ?? null, sticky?.sessions ?? null];
}

function placesShape({ places, keys }: StationDescriptor): unknown {
  return places == null ? null : [places.way, keys];
}

/** How many keys there are and how they are held; what lives how long may change. */
function contentsOf({
  cache: { capacity, eviction, singleFlight, warm, hitRatio, flushMs, points },
  station: { keys },
}: Extract<NodeDescriptor, { primitive: "cache" }>): unknown {
  return [
    capacity,
    eviction,
    singleFlight,
    warm,
    hitRatio !== null,
    keys,
    flushMs !== undefined,
    points?.shield?.capacity,
  ];
}

function admissionKindOf(admission: AdmissionDescriptor): string {
  if ("limit" in admission) return admission.limit.kind;
  return "thresholds" in admission ? "priority" : "ratios";
}

/** A member of an exclusive group that is never chosen has no row in the plan. */
function partsOfCall({ probability: _, weight, ...call }: ResolvedCall): unknown {
  return { ...call, isPlanned: call.choice === null || weight > 0 };
}

/** `takesEffect`: the callee has operations that are not idempotent, of which attempts keep track. */
function partsOfEdge(
  values: Readonly<Record<string, unknown>>,
  takesEffect: boolean,
): [string, unknown][] {
  return [
    ["the balancing", values.balancing],
    ...partsOfBalancing(values),
    ["oneWay", values.oneWay],
    ["whether there is a deadline", (values.deadlineMs ?? null) !== null],
    ["whether the deadline is passed on", values.propagateDeadline ?? false],
    ["the retry budget", budgetShape(values.retry)],
    ["what it falls back on", fallbackShape(values.fallback)],
    ["the idempotency key", values.idempotencyKey],
    ["whether it is retried", takesEffect && values.retry != null],
    ["the connection pool", shapeOfPool(values.pool)],
    ["the hedging", shapeOfHedge(values.hedge)],
    ["the level, scope or window of the breaker", layoutOfPolicy(values.breaker)],
    ["the level or scope of the rate limit", layoutOfPolicy(values.rateLimit)],
    ["the level or scope of the bulkhead", layoutOfPolicy(values.bulkhead)],
    ["the queue", values.queue],
    ["the group", values.group],
    ["the batching", shapeOfBatch(values.batch)],
    ["whether it waits for a reply", values.replyTo ?? false],
    ["the stream", values.stream ?? null],
    ["the outbox", values.outbox ?? null],
    ["the reconciliation", values.reconciliation ?? null],
    ["the way spans are exported", exportShape(values.exporter)],
    ["the inbox", values.inbox ?? null],
    ["the part in the group", GROUP_FIELDS.map((name) => values[name])],
    ["the acknowledgement", [values.acks, values.idempotent]],
  ];
}

/** Fields of a consumer edge that its group's rows are filled in from. */
const GROUP_FIELDS = ["assignor", "staticMembership", "offsetReset"] as const;

function exportShape(exporter: unknown): unknown {
  return exporter ? (exporter as { processor: unknown }).processor : null;
}

function shapeOfBatch(batch: unknown): unknown {
  return batch ? ["on", (batch as { everyMs: unknown }).everyMs] : "off";
}

function shapeOfPool(pool: unknown): unknown {
  if (!pool) return null;
  const { http, pipelining, warm } = pool as { http: unknown; pipelining: unknown; warm: unknown };
  return [http, pipelining, warm];
}

function shapeOfHedge(hedge: unknown): unknown {
  return hedge ? (hedge as { atPercentile: unknown }).atPercentile !== null : null;
}

interface PolicyLayout {
  readonly appliesTo: string;
  readonly scope: string;
  readonly perOperation?: boolean;
  readonly window?: unknown;
}

/** What of a policy decides where it stands and which rows it keeps. */
function layoutOfPolicy(policy: unknown): unknown {
  if (!policy) return null;
  const { appliesTo, scope, perOperation = false, window = null } = policy as PolicyLayout;
  return { appliesTo, scope, perOperation, window };
}

/** Policies that keep rows for members or have events of their own; their numbers may change. */
function partsOfBalancing(values: Readonly<Record<string, unknown>>): [string, unknown][] {
  const retry = values.retry as { avoidTried?: boolean; sameInstance?: boolean } | null | undefined;
  return [
    ["whether outliers are detected", values.outlier != null],
    ["whether failures leave instances out", values.maxFails != null],
    ["whether health is checked", values.healthCheck != null],
    ["slow start", values.slowStart != null],
    ["the part of zones", values.locality],
    ["the latency expected at first", values.ewmaInitialMs],
    ["where retries go", [retry?.avoidTried === true, retry?.sameInstance === true]],
  ];
}

function hasEffects({ descriptor }: ProgramNode): boolean {
  if (descriptor.primitive === "source") return false;
  const { operations, work } = descriptor.station;
  return !work.idempotent || Object.values(operations).some(({ idempotent }) => !idempotent);
}

function budgetShape(retry: unknown): unknown {
  const { budget } = (retry ?? {}) as { budget?: Record<string, unknown> | null };
  return budget ? [budget.type, budget.scope, budget.ttlMs] : null;
}

/** Another call has rows of its own. */
function fallbackShape(fallback: unknown): unknown {
  const { type, edge } = (fallback ?? {}) as { type?: string; edge?: unknown };
  return type === "call" ? edge : null;
}

/** Why a run of `before` cannot go on as `after`, in a sentence; null when it can. */
export function whyStructural(before: Program, after: Program): string | null {
  const old = shapeOf(before);
  const present = shapeOf(after);
  const says = (name: string, what: string): string =>
    `${name.charAt(0).toUpperCase()}${name.slice(1)} ${what}: this needs a restart at 0.`;
  for (const name of present.keys()) if (!old.has(name)) return says(name, "is new");
  for (const name of old.keys()) if (!present.has(name)) return says(name, "is gone");
  for (const [name, value] of present) {
    if (JSON.stringify(old.get(name)) !== JSON.stringify(value)) return says(name, "changes");
  }
  return null;
}
