// Small scenarios made of clients, stations and calls without network, limits or policies, so that
// nothing but the modeled queue takes time.
import type {
  EdgeDocument,
  Json,
  NodeDocument,
  ScenarioDocument,
} from "../../scenario/document.ts";
import { CATALOG, FORMAT } from "../../scenario/document.ts";
import type { Law } from "./laws.ts";

type Fields = Readonly<Record<string, Json | undefined>>;

/** A network of nodes; edges are keyed `from->to`. */
export function scenario(
  nodes: Readonly<Record<string, NodeDocument>>,
  edges: Readonly<Record<string, EdgeDocument>>,
  rest: Partial<ScenarioDocument> = {},
): ScenarioDocument {
  return { format: FORMAT, catalog: CATALOG, name: "Theory", run: {}, nodes, edges, ...rest };
}

export function literalOf(law: Law): Json {
  return law.literal as Json;
}

/** Poisson arrivals unless `fields` says otherwise. */
export function client(ratePerS: number, fields: Fields = {}): NodeDocument {
  return { kind: "client", ratePerS, arrivals: "poisson", ...fields };
}

/** `concurrency` null: as many slots as there is work. */
export function station(law: Law, concurrency: number | null, fields: Fields = {}): NodeDocument {
  return {
    kind: "service",
    replicas: 1,
    concurrency,
    queueLengthMax: null,
    serviceTime: literalOf(law),
    blocking: false,
    ...fields,
  };
}

/** A synchronous call that costs nothing and is made once. */
export function call(fields: Fields = {}): EdgeDocument {
  return { protocol: "rest", networkMs: 0, timeoutMs: null, retry: null, ...fields };
}

/**
 * Relaxation time of an M/G/c queue in ms, M/M/c's stretched for more variable service.
 * Source: Cohen, The Single Server Queue, III.2 (M/M/1: s / (1 - sqrt(rho))^2).
 */
export function relaxationMs(law: Law, ratePerS: number, servers: number): number {
  const load = (ratePerS / 1000) * law.meanMs;
  const slack = Math.sqrt(servers) - Math.sqrt(Math.min(load, 0.999 * servers));
  const variability = Math.max(1, (1 + Math.min(law.scv, 20)) / 2);
  return (law.meanMs * variability) / slack ** 2;
}

/** Ten relaxation times and at least twenty services, in seconds. */
export function warmupS(law: Law, ratePerS: number, servers: number): number {
  return Math.max(10 * relaxationMs(law, ratePerS, servers), 20 * law.meanMs) / 1000;
}
