// Cases of the parameters at the door of a station: rate limit and admission.
import type { Json } from "../../simulation/scenario/document.ts";
import type { ParameterCase } from "./parameter-cases.ts";

type Settings = Readonly<Record<string, Json>>;

/** `set` gives values to the station; `types` are two request types of which `buy` is less urgent. */
export function admissionCases(
  set: (values: Settings) => Settings,
  types: Settings,
): Record<string, ParameterCase> {
  const exp = (meanMs: number): Json => ({ type: "exponential", meanMs });
  const operations = { buy: { priority: 3 } };
  const busy = { concurrency: 2, serviceTime: exp(60) };
  const rate = (more: Record<string, Json> = {}): Settings =>
    set({ rateLimit: { ratePerS: 12, burst: 3, ...more } });
  const small = { initialLimit: 4, minLimit: 2, maxLimit: 12 };
  const admission = (
    more: Record<string, Json>,
    station: Record<string, Json> = busy,
  ): Settings => ({
    ...types,
    // Enough responses for a long average.
    "edges.gate->reader.calls.a.probability": 1,
    ...set({ ...station, operations, admission: { ...small, ...more } }),
  });
  const aimd = (more: Record<string, Json> = {}): Settings =>
    admission({ type: "aimd", timeoutMs: 60, ...more });
  const gradient = (more: Record<string, Json> = {}): Settings =>
    admission({ type: "gradient", ...more }, { concurrency: 4, serviceTime: exp(20) });
  const priority = (more: Record<string, Json> = {}): Settings =>
    admission(
      { type: "priority", thresholds: [0.5], ...more },
      { concurrency: 4, serviceTime: exp(20) },
    );
  return {
    rateLimit: { to: { ratePerS: 12, burst: 3 } },
    "rateLimit.ratePerS": { given: rate(), to: 6 },
    "rateLimit.burst": { given: rate(), to: 8 },
    "rateLimit.wait": { given: rate(), to: true },
    "rateLimit.queueLengthMax": { given: rate({ wait: true }), to: 2 },
    "rateLimit.scope": {
      given: {
        ...set({ replicas: 2, queueScope: "instance" }),
        ...rate({ ratePerS: 8, burst: 2 }),
      },
    },
    admission: { to: { acceptRatios: [1, 0.2] } },
    "admission.type": {
      given: admission({ acceptRatios: [1, 0.2], timeoutMs: 60, thresholds: [0.5] }),
    },
    "admission.acceptRatios": { given: set({ admission: { acceptRatios: [1, 0.2] } }), to: [0.7] },
    "admission.initialLimit": { given: admission({ type: "fixed" }), to: 7 },
    "admission.minLimit": { given: aimd({ timeoutMs: 20 }), to: 4 },
    "admission.maxLimit": { given: aimd({ timeoutMs: 5000 }), to: 6 },
    "admission.backoffRatio": { given: aimd(), to: 0.5 },
    "admission.timeoutMs": { given: aimd(), to: 400 },
    "admission.smoothing": { given: gradient(), to: 0.9 },
    "admission.rttTolerance": { given: gradient(), to: 1 },
    "admission.longWindow": { given: gradient({ rttTolerance: 1 }), to: 5 },
    "admission.queueSize": { given: gradient(), to: 1 },
    "admission.measure": { given: priority({ thresholds: [1] }) },
    "admission.thresholds": { given: priority(), to: [2] },
  };
}
