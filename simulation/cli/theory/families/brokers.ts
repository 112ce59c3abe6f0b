// Brokers: dead letters after failed deliveries, the prefetch window, partitions as the limit of
// parallel work, and the queue that a partition is.
import type { EngineTotals } from "../../../results/engine-port.ts";
import type { BrokerResult } from "../../../results/run-result.ts";
import {
  type Arm,
  type Experiment,
  MAIN,
  type Measure,
  onArm,
  perRequest,
  timeAverage,
} from "../experiment.ts";
import type { Family } from "../family.ts";
import { constant, type Law } from "../laws.ts";
import { allOf, latency, nodeOf, periodS } from "../measures.ts";
import { lawNamed } from "../named-laws.ts";
import type { Parameters } from "../parameters.ts";
import { client, scenario, station, warmupS } from "../scenarios.ts";

type Fields = Readonly<Record<string, string | number | boolean | null>>;

interface Pipeline {
  readonly clients: ReturnType<typeof client>;
  readonly broker: Fields & { readonly kind: "rabbitmq" | "kafka" };
  readonly consumer: ReturnType<typeof station>;
  readonly delivery: Fields;
}

/** Clients publish into a broker that takes no time; a consumer works on the messages. */
function pipeline({ clients, broker, consumer, delivery }: Pipeline) {
  const protocol = broker.kind === "kafka" ? "kafka" : "amqp";
  return scenario(
    { clients, broker: { serviceTime: 0, ...broker }, consumer },
    {
      "clients->broker": { protocol, networkMs: 0, timeoutMs: null, retry: null },
      "broker->consumer": { protocol, networkMs: 0, ...delivery },
    },
  );
}

function queueOf(run: EngineTotals): BrokerResult {
  const [queue] = Object.values(nodeOf(run, "broker").queues ?? {});
  if (queue === undefined) throw new Error("The result has no queue of the broker.");
  return queue;
}

function deadLetters(params: Parameters): Experiment {
  const errorRate = params.number("failure_p");
  const maxDeliveries = params.number("max_receive");
  const ratePerS = params.number("lambda_rps");
  params.finish();
  const document = pipeline({
    clients: client(ratePerS),
    broker: { kind: "rabbitmq", queueType: "quorum", deliveryLimit: maxDeliveries - 1 },
    consumer: station(constant(1), null, { errorRate }),
    delivery: { prefetch: null, onFailure: "requeue" },
  });
  const acked = ({ endings }: BrokerResult) => endings.acked;
  const dead = ({ deaths }: BrokerResult) => deaths.delivery_limit ?? 0;
  const ended = (queue: BrokerResult) => acked(queue) + dead(queue);
  const share = (of: (queue: BrokerResult) => number) =>
    onArm(
      MAIN,
      (run) => {
        const queue = queueOf(run);
        return perRequest(of(queue) / ended(queue), ended(queue));
      },
      "proportion",
    );
  return {
    arms: { [MAIN]: { document, requestsPerS: ratePerS, warmupS: 1 } },
    measures: {
      dlq_fraction: share(dead),
      success: share(acked),
      dlq_rps: onArm(MAIN, (run) => timeAverage(dead(queueOf(run)) / periodS(run))),
      deliveries_mean: onArm(MAIN, (run) => {
        const queue = queueOf(run);
        return perRequest(queue.delivered / ended(queue), ended(queue));
      }),
    },
  };
}

/** The queue is never empty; deliveries and acknowledgements take half a round trip each. */
function prefetchWindow(params: Parameters): Experiment {
  const law = lawNamed(params, params.text("service"), params.number("service_ms"));
  const networkMs = params.number("rtt_ms") / 2;
  const windows = params.numbers("prefetch");
  params.finish();
  const arms: Record<string, Arm> = {};
  const measures: Record<string, Measure> = {};
  // Twice what one consumer without a network could do.
  const ratePerS = 2000 / law.meanMs;
  for (const prefetch of windows) {
    const document = pipeline({
      clients: client(ratePerS, { arrivals: "constant" }),
      broker: { kind: "rabbitmq" },
      consumer: station(law, 1),
      delivery: { prefetch, networkMs },
    });
    const name = `w${prefetch}`;
    arms[name] = { document, requestsPerS: ratePerS, warmupS: 10, exactS: 60 };
    measures[`throughput_rps_${name}`] = onArm(name, (run) =>
      timeAverage(nodeOf(run, "consumer").throughput),
    );
  }
  return { arms, measures };
}

function partitionedTopic(
  clients: ReturnType<typeof client>,
  partitions: number,
  consumers: number,
  law: Law,
): ReturnType<typeof pipeline> {
  return pipeline({
    clients,
    broker: { kind: "kafka", partitions, partitioner: "key" },
    consumer: station(law, 1, { replicas: consumers }),
    delivery: {},
  });
}

/** More is offered than the partitions let through. */
function partitionLimit(params: Parameters): Experiment {
  const partitions = params.number("partitions");
  const consumers = params.number("consumers");
  const law = lawNamed(params, params.text("service"), params.number("service_ms"));
  const ratePerS = params.number("offered_rps");
  params.finish();
  const steady = client(ratePerS, { arrivals: "constant" });
  const document = partitionedTopic(steady, partitions, consumers, law);
  const arm: Arm = { document, requestsPerS: ratePerS, warmupS: 10, exactS: 60 };
  return {
    arms: { [MAIN]: arm },
    measures: {
      throughput_rps: onArm(MAIN, (run) => timeAverage(nodeOf(run, "consumer").throughput)),
      backlog_growth_rps: onArm(MAIN, (run) => {
        // Commits come in batches, so growth is published less finished.
        const { published } = queueOf(run);
        return timeAverage((published - nodeOf(run, "consumer").completions) / periodS(run));
      }),
      idle_consumers: onArm(MAIN, (run) => {
        const { utilization } = nodeOf(run, "consumer");
        return timeAverage(consumers * (1 - (utilization ?? Number.NaN)));
      }),
    },
  };
}

/** Every partition is an M/M/1 queue of its own. */
function partitionQueues(params: Parameters): Experiment {
  const ratePerS = params.number("lambda_rps");
  const partitions = params.number("partitions");
  const law = lawNamed(params, params.text("service"), params.number("service_mean_ms"));
  params.finish();
  const document = partitionedTopic(client(ratePerS), partitions, partitions, law);
  const warmup = warmupS(law, ratePerS / partitions, 1);
  const arm: Arm = { document, requestsPerS: ratePerS, warmupS: warmup };
  const endToEnd = (name: string) =>
    onArm(MAIN, (run) => latency(allOf(run).settledMs, name, allOf(run).completed));
  /** Little's law over records that wait, committed or not. */
  const waiting = (share: number) =>
    onArm(MAIN, (run) => {
      const settled = allOf(run).settledMs.mean ?? Number.NaN;
      const working = nodeOf(run, "consumer").latencyMs.mean ?? Number.NaN;
      const perMs = allOf(run).throughput / 1000;
      return timeAverage(share * perMs * (settled - working));
    });
  return {
    arms: { [MAIN]: arm },
    measures: {
      lag_per_partition_mean: waiting(1 / partitions),
      total_lag_mean: waiting(1),
      end_to_end_mean_ms: endToEnd("mean"),
      end_to_end_p99_ms: endToEnd("p99"),
    },
  };
}

export const BROKERS: readonly Family[] = [
  { model: /^Dead-letter queue after n failed receives/, express: deadLetters },
  { model: /^Prefetch window/, express: prefetchWindow },
  { model: /^Partitions limit parallelism/, express: partitionLimit },
  { model: /^Consumer lag at steady state = M\/M\/c/, express: partitionQueues },
];
