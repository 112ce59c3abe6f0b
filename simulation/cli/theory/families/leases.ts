// Leases: messages that come back when their time is over, unless they are settled before.
import type { EngineTotals } from "../../../results/engine-port.ts";
import { type Experiment, MAIN, onArm, perRequest } from "../experiment.ts";
import type { Family } from "../family.ts";
import { nodeOf, periodS } from "../measures.ts";
import { lawNamed } from "../named-laws.ts";
import type { Parameters } from "../parameters.ts";
import { client, scenario, station } from "../scenarios.ts";

const RATE_PER_S = 100;
/** Long poll, ms. */
const WAIT_MS = 20_000;

function queueOf(run: EngineTotals) {
  const queue = nodeOf(run, "broker").queues?.main;
  if (queue === undefined) throw new Error("The result has no queue of the broker.");
  return queue;
}

/** Consumers of which there are enough give up a message whose visibility timeout ends. */
function visibilityTimeout(params: Parameters): Experiment {
  const visibilityS = params.number("visibility_s");
  const meanS = params.number("processing_mean_s");
  const law = lawNamed(params, params.text("processing"), meanS * 1000);
  params.finish();
  const document = scenario(
    {
      clients: client(RATE_PER_S),
      broker: {
        kind: "sqs",
        serviceTime: 0,
        visibilityTimeoutMs: visibilityS * 1000,
        abortAtVisibility: true,
      },
      consumer: station(law, null),
    },
    {
      "clients->broker": { protocol: "sqs", networkMs: 0, timeoutMs: null, retry: null },
      "broker->consumer": { protocol: "sqs", networkMs: 0, waitTimeMs: WAIT_MS },
    },
  );
  return {
    arms: { [MAIN]: { document, requestsPerS: RATE_PER_S, warmupS: 10 * visibilityS } },
    measures: {
      p_redelivered: onArm(
        MAIN,
        (run) => {
          const { delivered, leases } = queueOf(run);
          return perRequest((leases?.lapsed ?? Number.NaN) / delivered, delivered);
        },
        "proportion",
      ),
      deliveries_mean_abort_at_timeout: onArm(MAIN, (run) => {
        const { delivered, endings } = queueOf(run);
        return perRequest(delivered / endings.acked, endings.acked);
      }),
      processing_s_per_success_abort: onArm(MAIN, (run) => {
        const { acked } = queueOf(run).endings;
        const busyS = nodeOf(run, "consumer").inFlight.mean * periodS(run);
        return perRequest(busyS / acked, acked);
      }),
    },
  };
}

export const LEASES: readonly Family[] = [
  { model: /^Visibility timeout/, express: visibilityTimeout },
];
