// A case as a scenario for the canvas, where the mapping is plain: one client, one station with one
// queue. Every parameter must be understood; else the case is not offered.

import type { ValidationCase } from "../../simulation/results/validation-report.ts";
import {
  CATALOG,
  FORMAT,
  type Json,
  type ScenarioDocument,
} from "../../simulation/scenario/document.ts";

type Parameters = ValidationCase["parameters"];

/** The parameters of a case, each to be asked for once. */
class Reader {
  private readonly left: Map<string, unknown>;

  constructor(parameters: Parameters) {
    this.left = new Map(Object.entries(parameters));
  }

  has(name: string): boolean {
    return this.left.has(name);
  }

  number(name: string): number {
    const value = this.left.get(name);
    this.left.delete(name);
    return typeof value === "number" ? value : Number.NaN;
  }

  text(name: string): string | null {
    const value = this.left.get(name);
    this.left.delete(name);
    return typeof value === "string" ? value : null;
  }

  get isDone(): boolean {
    return this.left.size === 0;
  }
}

function serviceOf(reader: Reader, meanMs: number): Json | null {
  const law = reader.text("service") ?? "exp";
  switch (law) {
    case "exp":
      return { type: "exponential", meanMs };
    case "det":
    case "deterministic":
      return meanMs;
    case "erlang":
      return { type: "erlang", k: reader.number("k"), meanMs };
    case "lognormal": {
      if (reader.has("sigma_log")) {
        reader.number("mu_log_ms");
        reader.number("service_cv2");
        return { type: "lognormal", meanMs, sigma: reader.number("sigma_log") };
      }
      return { type: "lognormal", meanMs, scv: reader.number("service_cv2") };
    }
    case "hyperexp2": {
      const first = reader.number("p1");
      const meansMs = [reader.number("mean1_ms"), reader.number("mean2_ms")];
      return { type: "hyperexponential", meansMs, weights: [first, 1 - first] };
    }
    default:
      return null;
  }
}

/** Long enough to see the mean settle: a hundred thousand requests, within ten minutes. */
function durationS(requestsPerS: number): number {
  return Math.min(600, Math.max(60, Math.ceil(100_000 / requestsPerS)));
}

/** The bound of the queue: what the room in all leaves beside the servers, null for none. */
function queueLengthOf(reader: Reader, servers: number): number | null {
  if (!reader.has("capacity_total")) {
    return reader.has("queue_limit") ? reader.number("queue_limit") : null;
  }
  if (reader.has("queue_limit")) reader.number("queue_limit");
  return reader.number("capacity_total") - servers;
}

function arrivalsOf(reader: Reader): { readonly ratePerS: number; readonly client: object } {
  if (reader.has("batch_rate_per_s")) {
    const ratePerS = reader.number("batch_rate_per_s");
    return { ratePerS, client: { batch: reader.number("batch_size"), arrivals: "poisson" } };
  }
  if (!reader.has("interarrival_ms")) {
    return { ratePerS: reader.number("lambda_rps"), client: { arrivals: "poisson" } };
  }
  const ratePerS = 1000 / reader.number("interarrival_ms");
  return { ratePerS, client: { arrivals: "constant" } };
}

/** The scenario of a single-station case; null where a parameter is not understood. */
export function scenarioOf(theory: ValidationCase): ScenarioDocument | null {
  if (theory.family !== "1-single-station" || !/^(M(\^\[\d+\])?|D)\//.test(theory.title))
    return null;
  const reader = new Reader(theory.parameters);
  const { ratePerS, client } = arrivalsOf(reader);
  const serviceTime = serviceOf(reader, reader.number("service_mean_ms"));
  const concurrency = reader.has("servers") ? reader.number("servers") : 1;
  const queueLengthMax = queueLengthOf(reader, concurrency);
  const queueTimeoutMs = reader.has("queue_timeout_ms") ? reader.number("queue_timeout_ms") : null;
  const discipline = (reader.text("discipline") ?? "FIFO").toLowerCase();
  const station = { concurrency, queueLengthMax, queueTimeoutMs, discipline };
  const numbers = [ratePerS, concurrency, queueLengthMax ?? 0, queueTimeoutMs ?? 0];
  const known = reader.isDone && (discipline === "fifo" || discipline === "lifo");
  if (!known || serviceTime === null || numbers.some(Number.isNaN)) return null;
  const seconds = durationS(ratePerS);
  return {
    format: FORMAT,
    catalog: CATALOG,
    name: theory.title,
    description: `${theory.title}, as in the validation case ${theory.id}. Source: ${theory.source}`,
    run: { durationS: seconds, warmupS: Math.round(seconds / 10), seed: 1 },
    nodes: {
      clients: { kind: "client", ratePerS, ...client },
      station: { kind: "service", replicas: 1, serviceTime, ...station },
    },
    edges: {
      "clients->station": { protocol: "rest", networkMs: 0, timeoutMs: null, retry: null },
    },
    layout: { clients: [0, 200], station: [260, 200] },
  };
}
