import type { ValuesOf } from "../define.ts";
import { type DeliveryRules, PLAIN_RULES } from "../delivery-rules.ts";
import type { ModelInput, NodeDescriptor } from "../descriptors.ts";
import { DEAD_LETTERS, deadLettersTo, PLAIN_QUEUE, plainMailbox } from "../mailbox-model.ts";
import { compileManagedStation, countingRepetitions } from "../station-model.ts";
import { invocationsOf, POLL } from "../trigger-model.ts";
import type { SQS_DELIVER, SQS_TRIGGER, sqs } from "./definition.ts";

type Trigger = ValuesOf<typeof SQS_TRIGGER>;
type Consumer = ValuesOf<typeof SQS_DELIVER> | Trigger;

const isTrigger = (edge: Consumer): edge is Trigger => "failed" in edge;

/** Sends of FIFO queues are counted by API calls, of which each may carry ten messages. */
export function compile(input: ModelInput<ValuesOf<(typeof sqs)["params"]>>): NodeDescriptor {
  const { values } = input;
  const { maxReceiveCount } = values;
  const isFifo = values.type === "fifo";
  const rate = isFifo ? values.fifoRatePerS : null;
  const queue = { ...PLAIN_QUEUE, returnsToTail: !isFifo, ttlMs: values.retentionMs };
  const rules: DeliveryRules = {
    ...PLAIN_RULES,
    leaseMs: values.visibilityTimeoutMs,
    abortAtLapse: values.abortAtVisibility,
    keepsLost: true,
    // The latest receipt handle deletes, visible or not; that of FIFO is void then (AWS API
    // reference 2026, DeleteMessage).
    lateSettlements: isFifo ? "never" : "untilRedelivered",
    expiredAreGone: true,
    delayMs: values.delayMs,
    inFlightMax: values.inFlightMax,
    groups: isFifo ? values.messageGroups : 0,
    groupBatches: isFifo,
  };
  const own = { ...queue, returnsMax: maxReceiveCount === null ? null : maxReceiveCount - 1 };
  const dead = maxReceiveCount === null ? {} : deadLettersTo(DEAD_LETTERS);
  return {
    primitive: "mailbox",
    station: countingRepetitions(compileManagedStation(values.serviceTime, rate)),
    mailbox: plainMailbox({
      rememberMs: isFifo ? values.dedupWindowMs : null,
      queues: { main: { ...own, ...dead }, [DEAD_LETTERS]: queue },
      into: ["main"],
      rulesOf: (_, edge: Consumer | null) => ({ ...rules, extendMs: extensionOf(edge) }),
      pullOf: (edge: Consumer) =>
        isTrigger(edge)
          ? {
              ...POLL,
              batch: edge.batchSize,
              invocations: invocationsOf(edge.concurrency, edge.failed),
            }
          : { batch: edge.batchSize, waitMs: edge.waitTimeMs, pauseMs: edge.pollPauseMs },
    }),
  };
}

function extensionOf(edge: Consumer | null): number | null {
  return edge === null || isTrigger(edge) ? null : edge.extendMs;
}
