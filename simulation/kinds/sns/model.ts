import type { ValuesOf } from "../define.ts";
import { PLAIN_RULES } from "../delivery-rules.ts";
import type { ModelInput, NodeDescriptor } from "../descriptors.ts";
import { DEAD_LETTERS, deadLettersTo, PLAIN_QUEUE, plainMailbox } from "../mailbox-model.ts";
import { compileManagedStation } from "../station-model.ts";
import { asynchronousRules } from "../trigger-model.ts";
import type { SNS_DELIVER, SNS_TRIGGER, sns } from "./definition.ts";

type Consumer = ValuesOf<typeof SNS_DELIVER> | ValuesOf<typeof SNS_TRIGGER>;

/** Ten pauses in equal ratios between the first and the last, as shares of the last: 20^((k - 9) / 9). */
const TO_TWENTY = [0.05, 0.0697, 0.0973, 0.1357, 0.1893, 0.2641, 0.3684, 0.5139, 0.7169, 1];
/** The same up to 60 times the first. */
const TO_SIXTY = [0.0167, 0.0263, 0.0414, 0.0652, 0.1028, 0.162, 0.2554, 0.4025, 0.6345, 1];

/** Pauses before the retries of each phase, ms, and all attempts. Amazon SNS Developer Guide. */
const POLICIES = {
  aws: {
    pausesMs: [0, 0, 0, 1000, 1000, ...TO_TWENTY.map((share) => 20_000 * share), 20_000],
    attempts: 100_016,
  },
  http: { pausesMs: [20_000], attempts: 4 },
  sms: {
    pausesMs: [10_000, 10_000, ...TO_SIXTY.map((share) => 600_000 * share), 600_000],
    attempts: 51,
  },
} as const;

export function compile(input: ModelInput<ValuesOf<(typeof sns)["params"]>>): NodeDescriptor {
  const { serviceTime, latencyMs, deadLetterQueue } = input.values;
  const queue = { ...PLAIN_QUEUE, returnsToTail: true, boundToEntry: true };
  return {
    primitive: "mailbox",
    station: compileManagedStation(serviceTime, null),
    mailbox: plainMailbox({
      queues: { [DEAD_LETTERS]: PLAIN_QUEUE },
      otherQueues: deadLetterQueue ? { ...queue, ...deadLettersTo(DEAD_LETTERS) } : queue,
      entry: "topic",
      rulesOf: (name, edge: Consumer | null) => {
        if (edge === null || name === DEAD_LETTERS) return null;
        if ("attempts" in edge) return asynchronousRules(latencyMs, edge.attempts);
        const { pausesMs, attempts } = POLICIES[edge.retries];
        const rules = { ...PLAIN_RULES, pausesMs, pushesBlindly: true, delayMs: latencyMs };
        return { ...rules, deliveriesMax: attempts };
      },
    }),
  };
}
