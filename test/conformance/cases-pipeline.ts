// Cases of deadline, rate limiter, bulkhead, and of what libraries do differently in a breaker.
import type { Json } from "../../simulation/scenario/document.ts";
import type { ParameterCase } from "./parameter-cases.ts";

type Settings = Readonly<Record<string, Json>>;

/** Parameters of the edge at `place`; `failing` makes its attempts fail, and its caller runs thrice. */
export function pipelineCases(
  place: string,
  caller: string,
  failing: Settings,
): Record<string, ParameterCase> {
  const breaking = (more: Record<string, Json>): Settings => ({
    ...failing,
    [`${place}.breaker`]: {
      window: { size: 10 },
      minimumCalls: 5,
      openMs: 50,
      probes: 2,
      failureRateThreshold: 0.6,
      ...more,
    },
  });
  const retrying = { [`${place}.retry`]: { maxAttempts: 3, backoff: { baseMs: 5 } } };
  const several = { [`nodes.${caller}.replicas`]: 3 };
  const limit: Json = { ratePerS: 40, burst: 3 };
  const limiting = (more: object): Settings => ({
    [`${place}.rateLimit`]: { ...(limit as object), ...more } as Json,
  });
  const room: Json = { maxConcurrent: 1 };
  const sparing = (more: object): Settings => ({
    [`${place}.bulkhead`]: { ...(room as object), ...more } as Json,
  });
  return {
    deadlineMs: { given: failing, to: 6 },
    "breaker.window.type": { given: breaking({ window: { size: 3 } }) },
    "breaker.opensAt": { given: breaking({}) },
    "breaker.rateOf": {
      given: {
        ...breaking({
          window: { type: "time", size: 1 },
          failureRateThreshold: 0.4,
          minimumCalls: 2,
        }),
        // Several are in progress whenever one ends.
        "nodes.orders.concurrency": 8,
        "nodes.orders.serviceTime": 40,
        "nodes.orders.errorTime": 30,
      },
    },
    "breaker.judgedAt": {
      given: breaking({ minimumCalls: 2, window: { size: 2 }, failureRateThreshold: 0.5 }),
    },
    "breaker.halfOpen": { given: breaking({ probes: 1 }) },
    "breaker.appliesTo": { given: { ...breaking({}), ...retrying } },
    "breaker.scope": { given: { ...breaking({}), ...several } },
    "breaker.perOperation": {
      given: { ...breaking({}), "nodes.users.requests": { buy: {}, request: {} } },
      to: true,
    },
    rateLimit: { to: limit },
    "rateLimit.ratePerS": { given: limiting({}), to: 20 },
    "rateLimit.burst": { given: limiting({}), to: 8 },
    "rateLimit.wait": { given: limiting({}), to: true },
    "rateLimit.appliesTo": { given: { ...limiting({}), ...failing, ...retrying } },
    "rateLimit.scope": { given: { ...limiting({}), ...several } },
    bulkhead: { to: room },
    "bulkhead.maxConcurrent": { given: sparing({}), to: 2 },
    "bulkhead.maxWaitMs": { given: sparing({}), to: 20 },
    "bulkhead.appliesTo": { given: { ...sparing({}), ...failing, ...retrying } },
    "bulkhead.scope": { given: { ...sparing({}), ...failing, ...several } },
  };
}

/** The callee hears of deadlines of which half have passed before it comes to the request. */
export const PROPAGATION: ParameterCase = {
  given: { "edges.gate->orders.deadlineMs": 12, "nodes.orders.serviceTime": 15 },
  to: true,
};

/** What makes calls of that edge end as one of its caller's policies says, within each attempt. */
export const REFUSING: Readonly<Record<string, Settings>> = {
  deadlineExceeded: { "edges.gate->orders.deadlineMs": 20 },
  rateLimited: {
    "edges.gate->orders.rateLimit": { ratePerS: 60, burst: 2, appliesTo: "attempt" },
  },
  bulkheadFull: { "edges.gate->orders.bulkhead": { maxConcurrent: 1, appliesTo: "attempt" } },
};
