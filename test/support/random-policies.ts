// Random deadlines, breakers, limiters and bulkheads of an edge.
import fc from "fast-check";

const where = {
  appliesTo: fc.constantFrom("call", "attempt"),
  scope: fc.constantFrom("perCaller", "shared"),
};

export const randomBreaker = fc.record(
  {
    window: fc.record({
      type: fc.constantFrom("count", "time", "consecutive"),
      size: fc.constantFrom(1, 5, 20),
    }),
    minimumCalls: fc.constantFrom(3, 5),
    openMs: fc.constantFrom(50, 500),
    probes: fc.constantFrom(1, 3),
    opensAt: fc.constantFrom("reached", "exceeded"),
    rateOf: fc.constantFrom("ended", "started"),
    judgedAt: fc.constantFrom("ending", "failure"),
    slowCallMs: fc.constantFrom(4, 40),
    halfOpen: fc.constantFrom("refuse", "wait"),
    perOperation: fc.boolean(),
    ...where,
  },
  { requiredKeys: ["window", "minimumCalls", "openMs", "probes"] },
);

export const randomLimits = {
  deadlineMs: fc.constantFrom(8, 40, 300),
  propagateDeadline: fc.boolean(),
  rateLimit: fc.record(
    {
      ratePerS: fc.constantFrom(20, 100, 1000),
      burst: fc.constantFrom(1, 5),
      wait: fc.boolean(),
      ...where,
    },
    { requiredKeys: ["ratePerS", "burst"] },
  ),
  bulkhead: fc.record(
    {
      maxConcurrent: fc.constantFrom(1, 3, 10),
      maxWaitMs: fc.constantFrom(0, 5, 100),
      ...where,
    },
    { requiredKeys: ["maxConcurrent"] },
  ),
};
