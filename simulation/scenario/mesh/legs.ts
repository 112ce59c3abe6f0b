// What holds on each leg of a call through a mesh: the caller's own policies on the leg to its proxy,
// the mesh's between proxies, none on the leg to the callee's own process.
import { CALL_EDGE_PARAMS } from "../../policies/catalog.ts";
import type { ResolvedEdge, ResolvedValues } from "../document.ts";
import type { JsonObject } from "../json-shape.ts";
import { resolveValues } from "../resolve-values.ts";
import type { MeshEdgeValues, MeshValues } from "./mesh-values.ts";

type Values = Record<string, unknown>;

/** Who picks instances and whom they leave out: the proxy's matter, not the caller's. */
export const PICKING = [
  "balancing",
  "choiceCount",
  "withReplacement",
  "ewmaDecayMs",
  "ewmaInitialMs",
  "locality",
  "overprovisioning",
  "panicThreshold",
  "slowStart",
  "outlier",
  "maxFails",
  "healthCheck",
] as const;

/** The caller's library, which sees one call and one answer. */
const LIBRARY = [
  "timeoutMs",
  "deadlineMs",
  "retry",
  "breaker",
  "rateLimit",
  "bulkhead",
  "fallback",
  "hedge",
  "pool",
  "batch",
  "oneWay",
  "idempotencyKey",
] as const;

/** What only the network between two machines has. */
const NETWORK = ["lossRatio", "bandwidthMbps"] as const;

const DEFAULTS = plainDefaults();

function plainDefaults(): ResolvedValues {
  const { mesh: _, ...params } = CALL_EDGE_PARAMS;
  return resolveValues(params, {}, "", new Map());
}

function withDefaults(values: ResolvedValues, names: readonly string[]): Values {
  return { ...values, ...Object.fromEntries(names.map((name) => [name, DEFAULTS[name]])) };
}

/** What is sent to a proxy that ends streams, or to its caller by it, has the windows that it grants. */
export function withWindows(
  values: Values,
  { streamWindowBytes, connectionWindowBytes }: MeshValues,
): Values {
  if (values.stream == null) return values;
  const proxy = { windowBytes: streamWindowBytes, connectionWindowBytes };
  return { ...values, stream: { ...(values.stream as object), proxy } };
}

/** From the caller to its own proxy, or to the nearest of those that it shares. */
export function callLeg(drawn: ResolvedValues, delayMs: unknown, isShared: boolean): Values {
  const near = isShared ? { balancing: "random", locality: "zoneFirst" } : {};
  // A proxy notices at once that its caller has closed the connection.
  const own = withDefaults(drawn, [...PICKING, ...NETWORK]);
  return { ...own, networkMs: delayMs, cancel: "interrupt", ...near };
}

/** From a caller without a proxy: all of its own policies, on the way to the callee's proxy. */
export function plainLeg(drawn: ResolvedValues): Values {
  return { ...drawn, cancel: "interrupt" };
}

/** From a proxy to the callee in the same place. */
export function lastLeg(drawn: ResolvedValues, delayMs: unknown): Values {
  const plain = withDefaults(drawn, [...PICKING, ...LIBRARY, ...NETWORK]);
  return { ...plain, networkMs: delayMs };
}

/** What a leg between proxies begins with: the network of the drawn edge. */
function betweenProxies(drawn: ResolvedValues, isLast: boolean): Values {
  const cancel = isLast ? drawn.cancel : "interrupt";
  return { ...withDefaults(drawn, [...PICKING, ...LIBRARY]), cancel };
}

function poolOf(
  values: MeshEdgeValues | MeshValues,
  isEncrypted: boolean,
): Readonly<Record<string, unknown>> | null {
  if (values.pool === null) return null;
  return isEncrypted ? { ...values.pool, handshake: "tls13" } : values.pool;
}

/**
 * Refused streams and UNAVAILABLE are words of HTTP/2 and gRPC: a policy that names them and no class
 * of answers does not try an answer 503 of HTTP again.
 */
function retryOf(
  retry: MeshEdgeValues["retry"],
  protocol: string,
): Readonly<Record<string, unknown>> | null {
  if (retry === null || protocol === "grpc" || retry.retryOn.includes("error")) return retry;
  return { ...retry, retryOn: retry.retryOn.filter((ending) => ending !== "rejected") };
}

interface Wire {
  readonly drawn: ResolvedEdge;
  readonly isEncrypted: boolean;
  /** It leads to the callee itself. */
  readonly isLast: boolean;
}

/** From a proxy that knows requests: the policies of the mesh. */
export function wireLeg(values: MeshEdgeValues, { drawn, isEncrypted, isLast }: Wire): Values {
  const { balancing, choiceCount, ewmaDecayMs, ewmaInitialMs, locality } = values;
  return {
    ...betweenProxies(drawn.values, isLast),
    deadlineMs: values.timeoutMs,
    timeoutMs: values.perTryTimeoutMs,
    retry: retryOf(values.retry, drawn.protocol),
    ...{ balancing, choiceCount, ewmaDecayMs, ewmaInitialMs, locality },
    panicThreshold: values.panicThreshold,
    outlier: values.outlier,
    maxFails: values.maxFails,
    bulkhead: values.bulkhead,
    pool: poolOf(values, isEncrypted),
  };
}

/** From a proxy that knows connections only: gRPC stays on one, others go anywhere. */
export function tunnelLeg(values: MeshValues, { drawn, isEncrypted, isLast }: Wire): Values {
  const balancing = drawn.protocol === "grpc" ? "pickFirst" : "random";
  const pool = poolOf(values, isEncrypted);
  return { ...betweenProxies(drawn.values, isLast), balancing, pool };
}

/** From a shared proxy for a caller that has none: it picks as the caller would have. */
export function forwardLeg({ values }: ResolvedEdge): Values {
  const own = Object.fromEntries(PICKING.map((name) => [name, values[name]]));
  return { ...betweenProxies(values, true), ...own };
}

/** To a place where calls are held up or refused: takes no time of its own. */
export function apartLeg(given: JsonObject = {}): Values {
  return { ...DEFAULTS, networkMs: 0, cancel: "interrupt", ...given };
}
