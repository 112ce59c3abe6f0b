// Token buckets in front of a callee that never queues: what they refuse is a matter of the bucket
// alone. Refusals come in bunches, so their errors are those between replications.
import { type Experiment, MAIN, onArm, perRequest, timeAverage } from "../experiment.ts";
import type { Family } from "../family.ts";
import { constant } from "../laws.ts";
import { allOf, periodS } from "../measures.ts";
import type { Parameters } from "../parameters.ts";
import { call, client, scenario, station } from "../scenarios.ts";

/** A bucket that began full has forgotten it after so many times what fills it once. */
const FILLINGS = 100;

function tokenBucket(params: Parameters): Experiment {
  const requestsPerS = params.number("lambda_rps");
  const ratePerS = params.number("rate_per_s");
  const burst = params.number("burst");
  params.finish();
  const document = scenario(
    { clients: client(requestsPerS), service: station(constant(0), null) },
    { "clients->service": call({ rateLimit: { ratePerS, burst } }) },
  );
  const warmupS = (FILLINGS * burst) / ratePerS;
  return {
    arms: { [MAIN]: { document, requestsPerS, warmupS } },
    measures: {
      p_reject: onArm(MAIN, (run) => {
        const { failed, completed } = allOf(run);
        return perRequest((failed.rateLimited ?? 0) / completed, completed);
      }),
      accepted_rps: onArm(MAIN, (run) => timeAverage(allOf(run).ok / periodS(run))),
    },
  };
}

export const RATE_LIMITS: readonly Family[] = [
  { model: /^Token-bucket rate limiter, Poisson arrivals/, express: tokenBucket },
];
