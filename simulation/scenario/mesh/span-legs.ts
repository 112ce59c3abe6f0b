// The way of the spans that proxies record: from each one that knows requests to the collector of its mesh.
import { EXPORT_EDGE_PARAMS } from "../../policies/catalog.ts";
import type { ResolvedEdge, ResolvedNode } from "../document.ts";
import { resolveValues } from "../resolve-values.ts";
import type { MeshValues } from "./mesh-values.ts";

/**
 * Proxies send what waits once there are five spans, and every 5 s; what failed is not sent again.
 * Source: Envoy, opentelemetry_tracer_impl.cc: tracing.opentelemetry.min_flush_spans, flush_interval_ms.
 */
const ENVOY = { processor: "batch", delayMs: 5000, fullAt: 5, retryMs: null } as const;

/** A ztunnel knows connections only, and where calls are held up or refused stands no proxy of its own. */
const RECORDING: ReadonlySet<string> = new Set(["sidecar", "waypoint"]);

/** None or one; its name is that of an edge from the node or mesh that the proxy is of. */
export function spanLegs({ id, proxy }: ResolvedNode, { tracing }: MeshValues): ResolvedEdge[] {
  const to = tracing?.to ?? null;
  if (proxy === undefined || tracing === null || to === null) return [];
  if (!RECORDING.has(proxy.role)) return [];
  const usual = resolveValues(EXPORT_EDGE_PARAMS, {}, "", new Map());
  const { sampleRatio, spanUs } = tracing;
  const exporter = { ...(usual.exporter as object), ...ENVOY, sampleRatio, spanUs };
  const values = { ...usual, exporter };
  const name = `${proxy.of ?? proxy.mesh}->${to}~${proxy.role}`;
  return [{ id: name, from: id, to, protocol: "grpc", sort: "export", values, calls: [] }];
}
