// Calls that are collected and sent together, and the backlog that an outage of consumers leaves.
import { engine } from "../../../engine/engine.ts";
import type { EngineTotals } from "../../../results/engine-port.ts";
import type { BatchResult, BrokerResult } from "../../../results/run-result.ts";
import { type Experiment, MAIN, NotTold, onArm, perRequest, timeAverage } from "../experiment.ts";
import type { Family, Outcome } from "../family.ts";
import { judge } from "../judge.ts";
import { constant } from "../laws.ts";
import { edgeOf, nodeOf, periodS, told } from "../measures.ts";
import type { Parameters } from "../parameters.ts";
import { firstSeedOf, resolveForRun, runToEnd } from "../replicate.ts";
import { call, client, scenario, station } from "../scenarios.ts";
import { expectationsOf, type TheoryCase } from "../theory-case.ts";

function batchesOf(run: EngineTotals): BatchResult {
  const { batches } = edgeOf(run, "batcher->sink");
  if (batches === undefined) throw new NotTold("batches");
  return batches;
}

/** A batcher that takes no time collects what comes and calls a sink that takes none. */
function batcher(ratePerS: number, batch: Readonly<Record<string, number | null>>): Experiment {
  const document = scenario(
    {
      clients: client(ratePerS),
      batcher: station(constant(0), null),
      sink: station(constant(0), null),
    },
    { "clients->batcher": call(), "batcher->sink": call({ batch }) },
  );
  const wait = (name: "mean" | "p95" | "p99") =>
    onArm(MAIN, (run) => {
      const { waitMs, sent, sizeMean } = batchesOf(run);
      return perRequest(waitMs[name], sent * told(sizeMean, "sizeMean"));
    });
  return {
    arms: { [MAIN]: { document, requestsPerS: ratePerS, warmupS: 1 } },
    measures: {
      batch_size_mean: onArm(MAIN, (run) => {
        const { sent, empty, sizeMean } = batchesOf(run);
        // On a grid an instant with nothing to send is a batch of none.
        return perRequest((sent * told(sizeMean, "sizeMean")) / (sent + empty), sent + empty);
      }),
      batches_per_s: onArm(MAIN, (run) => timeAverage(batchesOf(run).sent / periodS(run))),
      wait_mean_ms: wait("mean"),
      wait_p95_ms: wait("p95"),
      wait_p99_ms: wait("p99"),
      wait_max_ms: onArm(
        MAIN,
        (run) => timeAverage(told(batchesOf(run).waitMs.max, "wait_max_ms")),
        "exact",
      ),
      p_empty_flush: onArm(MAIN, (run) => {
        const { sent, empty, emptyRatio } = batchesOf(run);
        return perRequest(emptyRatio, sent + empty);
      }),
    },
  };
}

function lingering(params: Parameters): Experiment {
  const ratePerS = params.number("lambda_rps");
  const lingerMs = params.number("linger_ms");
  const maxCount = params.isNumber("batch_max") ? params.number("batch_max") : null;
  params.ignore("batch_max");
  params.finish();
  return batcher(ratePerS, { lingerMs, maxCount });
}

function onGrid(params: Parameters): Experiment {
  const ratePerS = params.number("lambda_rps");
  const everyMs = params.number("interval_ms");
  params.finish();
  return batcher(ratePerS, { everyMs });
}

/** How often the backlog is looked at while it drains, ms. */
const LOOK_EVERY_MS = 10;

/** Evenly spaced messages; the consumers are away from the start for a time. */
function drain(theory: TheoryCase, params: Parameters): Outcome {
  const ratePerS = params.number("arrival_rps");
  const capacityPerS = params.number("capacity_rps");
  const outageS = params.number("outage_s");
  params.finish();
  const longestS = 3 * outageS * (capacityPerS / (capacityPerS - ratePerS));
  const publish = { protocol: "amqp", networkMs: 0, timeoutMs: null, retry: null };
  const document = scenario(
    {
      clients: client(ratePerS, { arrivals: "constant" }),
      broker: { kind: "rabbitmq", serviceTime: 0 },
      consumers: station(constant(1000 / capacityPerS), 1),
    },
    { "clients->broker": publish, "broker->consumers": { protocol: "amqp", networkMs: 0 } },
    { faults: { outage: { kind: "crash", target: "consumers", atS: 0, forS: outageS } } },
  );
  const firstSeed = firstSeedOf(theory);
  engine.load(resolveForRun(document, { warmupS: 0, durationS: longestS, firstSeed }), firstSeed);
  let nowMs = outageS * 1000;
  runToEnd(nowMs);
  const queue = (): BrokerResult => {
    const [found] = Object.values(nodeOf(engine.totals(), "broker").queues ?? {});
    if (found === undefined) throw new NotTold("the queue");
    return found;
  };
  // Drained: no more than the one message that is worked on.
  for (let left = queue(); left.backlogAtEnd > 1 && nowMs < longestS * 1000; left = queue()) {
    nowMs += LOOK_EVERY_MS;
    runToEnd(nowMs);
  }
  const drained = queue();
  const values: Readonly<Record<string, number>> = {
    peak_backlog: drained.backlog.max,
    drain_s: nowMs / 1000 - outageS,
    max_message_age_s: drained.lagMs.max / 1000,
    messages_delayed: drained.routed,
  };
  const expected = expectationsOf(theory);
  const metrics = expected.flatMap((one) => {
    const mean = values[one.name];
    if (mean === undefined) return [];
    const estimate = { mean, se: 0, weight: 1, replications: 1 };
    return [judge(theory.tolerance_rule, one, estimate, "exact")];
  });
  const missing = expected.filter(({ name }) => values[name] === undefined).map(({ name }) => name);
  return { metrics, missing, replications: 1, requests: drained.routed };
}

export const BATCHING: readonly Family[] = [
  { model: /^Producer batching: linger/, express: lingering },
  { model: /^Fixed-grid flush/, express: onGrid },
  { model: /^Backlog build-up and drain/, check: drain },
];
