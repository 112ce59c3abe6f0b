// Cases of the parameters of a mesh, on its group and on an edge in it. Policies that a mesh shares with
// edges are tried in the cases of edges, with the policy written where the mesh reads it.
import { MESH_POLICY_NAMES } from "../../simulation/policies/catalog.ts";
import type { Json } from "../../simulation/scenario/document.ts";
import type { ParameterCase } from "./parameter-cases.ts";

type Settings = Readonly<Record<string, Json>>;

const EDGE = "edges.gate->orders";
/** Where a policy of the edge is written for the mesh, which has a time-out of both. */
const MOVED = new Map([
  ...MESH_POLICY_NAMES.filter((name) => name !== "timeoutMs").map((name) => [name, name] as const),
  ["timeoutMs", "perTryTimeoutMs"] as const,
  ["deadlineMs", "timeoutMs"] as const,
]);

/** Gate and orders in a mesh of their own; policies begin as an edge's do. */
export const IN_MESH: Settings = {
  "groups.m": { kind: "mesh", balancing: "roundRobin", cpuMs: 0.01 },
  "nodes.gate.in": "m",
  "nodes.orders.in": "m",
};

const AMBIENT: Settings = {
  ...IN_MESH,
  "groups.m": { kind: "mesh", mode: "ambient", waypoint: true, cpuMs: 0.5, workers: 1 },
};

/** The gate streams to the orders, some way off. */
const STREAMED: Settings = {
  ...IN_MESH,
  [EDGE]: { protocol: "grpc", networkMs: 2, stream: { type: "client", messages: 20 } },
};

/** A collector stands by; with TRACED its proxies record every request. */
const COLLECTED: Settings = { ...IN_MESH, "nodes.spans": { kind: "tracing-collector" } };
const TRACED: Settings = { ...COLLECTED, "groups.m.tracing": { to: "spans", sampleRatio: 1 } };

function moved(given: Settings, place: string): Settings {
  const entries = Object.entries(given).map(([path, value]) => {
    const [name = "", ...rest] = path.startsWith(`${EDGE}.`)
      ? path.slice(EDGE.length + 1).split(".")
      : [];
    const there = MOVED.get(name);
    if (there !== undefined) return [`${place}.${[there, ...rest].join(".")}`, value];
    // Whoever stands in a zone stands in the mesh too.
    if (path === "nodes.gate.in" || path === "nodes.orders.in") {
      return [path, ["m", ...[value as string | string[]].flat()]];
    }
    return [path, value];
  });
  return Object.fromEntries(entries) as Settings;
}

/** `of`: cases of a call edge; `place`: the mesh, or what the edge says to it. */
function policyCases(of: Readonly<Record<string, ParameterCase>>, place: string) {
  const cases: Record<string, ParameterCase> = {};
  for (const [path, entry] of Object.entries(of)) {
    const [name = "", ...rest] = path.split(".");
    const there = MOVED.get(name);
    if (there === undefined) continue;
    const given = { ...IN_MESH, ...moved(entry.given ?? {}, place) };
    cases[[there, ...rest].join(".")] = { ...entry, given };
  }
  return cases;
}

/** What the caller's proxy pools, picks and holds back shows only where it has something to do. */
function policiesAt(of: Readonly<Record<string, ParameterCase>>, place: string) {
  return {
    ...policyCases(of, place),
    timeoutMs: { given: IN_MESH, to: 12 },
    "pool.handshake": {
      given: {
        ...IN_MESH,
        "groups.m": { kind: "mesh", mtls: "off" },
        [`${EDGE}.networkMs`]: 2,
        [`${place}.pool`]: { max: null, idleMs: 0 },
      },
    },
    // Sidecars do not pass on when to come back; a waypoint hears it of the callee itself.
    "retry.retryAfter": {
      given: {
        ...AMBIENT,
        "nodes.orders.errorRate": 0.4,
        "nodes.orders.retryAfterMs": 3,
        [`${place}.retry`]: { maxAttempts: 3, backoff: { baseMs: 5 } },
      },
    },
    // Refusals are retried over gRPC alone, a status of its own.
    "bulkhead.appliesTo": {
      given: {
        ...IN_MESH,
        "nodes.orders.errorRate": 0.5,
        [`${EDGE}.calls`]: [{ id: "a" }],
        "nodes.gate.concurrency": 20,
        [`${place}.bulkhead`]: { maxConcurrent: 1 },
        [`${place}.retry`]: { maxAttempts: 3, backoff: { baseMs: 5 } },
      },
    },
  };
}

/** Of a group of kind mesh. */
export function meshCases(of: Readonly<Record<string, ParameterCase>>) {
  return {
    ...policiesAt(of, "groups.m"),
    mode: { given: IN_MESH },
    tracing: { given: COLLECTED, to: { to: "spans", sampleRatio: 1 } },
    "tracing.to": { given: { ...COLLECTED, "groups.m.tracing": { sampleRatio: 1 } }, to: "spans" },
    "tracing.sampleRatio": { given: { ...COLLECTED, "groups.m.tracing": { to: "spans" } }, to: 1 },
    "tracing.spanUs": { given: TRACED, to: 500 },
    waypoint: { given: { ...IN_MESH, "groups.m": { kind: "mesh", mode: "ambient" } }, to: true },
    cpuMs: { given: IN_MESH, to: 1 },
    delayMs: { given: IN_MESH, to: 1 },
    workers: { given: { ...IN_MESH, "groups.m": { kind: "mesh", cpuMs: 5, workers: 1 } }, to: 3 },
    waypointCpuMs: { given: AMBIENT, to: 2 },
    waypointReplicas: {
      given: {
        ...AMBIENT,
        "groups.m": { ...(AMBIENT["groups.m"] as object), waypointCpuMs: 8 },
      },
      to: 3,
    },
    mtls: {
      given: {
        ...IN_MESH,
        // The reader is called by a member and calls nobody by request; the gate's caller is outside.
        "nodes.gate.in": [],
        "nodes.orders.in": "m",
        "edges.orders->origin": { networkMs: 2 },
        "nodes.origin.in": "m",
        "groups.m": { kind: "mesh", pool: { max: 2, idleMs: 0 } },
      },
    },
    authorization: { given: IN_MESH },
    streamWindowBytes: { given: STREAMED, to: 2000 },
    connectionWindowBytes: { given: STREAMED, to: 2000 },
    pushDelayMs: {
      given: {
        ...IN_MESH,
        "nodes.orders.replicas": 2,
        "faults.f": { kind: "crash", target: "orders[0]", atS: 0.2, forS: 0.3 },
        "nodes.orders.endpointDelayMs": 0,
      },
      to: 300,
    },
  } satisfies Record<string, ParameterCase>;
}

/** A second node that can take the calls of orders. */
const CANARY: Settings = {
  ...IN_MESH,
  "nodes.canary": { kind: "service", serviceTime: 20, in: "m" },
};

/** Of what an edge says to its mesh. */
export function meshEdgeCases(of: Readonly<Record<string, ParameterCase>>) {
  const rule = (name: string, value: Json): Settings => ({
    ...CANARY,
    [`${EDGE}.mesh.${name}`]: value,
  });
  const below = Object.entries(policiesAt(of, `${EDGE}.mesh`)).map(([path, entry]) => [
    `mesh.${path}`,
    entry,
  ]);
  return {
    ...(Object.fromEntries(below) as Record<string, ParameterCase>),
    mesh: { given: IN_MESH, to: { perTryTimeoutMs: 12 } },
    "mesh.allowed": { given: IN_MESH, to: false },
    "mesh.split": { given: CANARY, to: { canary: { ratio: 0.4 } } },
    "mesh.split.request.ratio": {
      given: {
        ...CANARY,
        "nodes.request": { kind: "service", serviceTime: 20, in: "m" },
        [`${EDGE}.mesh.split`]: { request: { ratio: 0.2 } },
      },
      to: 0.6,
    },
    "mesh.split.request.match": {
      given: {
        ...CANARY,
        "nodes.request": { kind: "service", serviceTime: 20, in: "m" },
        [`${EDGE}.mesh.split`]: { request: { ratio: 0.5 } },
      },
      to: "nobody-asks",
    },
    "mesh.split.request.requestType": {
      given: {
        ...CANARY,
        "nodes.request": { kind: "service", serviceTime: 20, in: "m" },
        [`${EDGE}.mesh.split`]: { request: { ratio: 0.5 } },
      },
      to: "nobody",
    },
    "mesh.mirror": { given: CANARY, to: { to: "canary" } },
    "mesh.mirror.to": { given: rule("mirror", { to: "canary" }), to: "origin" },
    "mesh.mirror.ratio": { given: rule("mirror", { to: "canary" }), to: 0.3 },
    "mesh.delay": { given: IN_MESH, to: { ms: 30 } },
    "mesh.delay.ms": { given: rule("delay", { ms: 30, ratio: 0.5 }), to: 60 },
    "mesh.delay.ratio": { given: rule("delay", { ms: 30, ratio: 0.5 }), to: 0.9 },
    "mesh.abort": { given: IN_MESH, to: { ratio: 0.3 } },
    "mesh.abort.status": {
      given: {
        ...rule("abort", { ratio: 0.4 }),
        [`${EDGE}.retry`]: { retryOn: ["error"], backoff: { baseMs: 5 } },
      },
    },
    "mesh.abort.ratio": { given: rule("abort", { ratio: 0.3 }), to: 0.6 },
  } satisfies Record<string, ParameterCase>;
}
