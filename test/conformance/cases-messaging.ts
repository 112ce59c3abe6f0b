// Cases of the brokers that lease messages out, ask for none, or keep nothing. Each stands in the
// plant under the name `box`, with the mailer and the pusher as its consumers.
import type { Json } from "../../simulation/scenario/document.ts";
import { inboxCases } from "./cases-patterns.ts";
import type { ParameterCase } from "./parameter-cases.ts";

type Settings = Readonly<Record<string, Json>>;
type Cases = Readonly<Record<string, ParameterCase>>;

function EXP(meanMs: number): Json {
  return { type: "exponential", meanMs };
}

/** The nodes that take part, by kind. */
export const MESSAGING = {
  sqs: { visibilityTimeoutMs: 300 },
  sns: { latencyMs: 5 },
  eventbridge: { latencyMs: 5 },
  pubsub: {},
  activemq: {},
  nats: {},
  "redis-streams": {},
} satisfies Record<string, object>;

type Kind = keyof typeof MESSAGING;

function box(kind: Kind, node: Settings, ...more: Settings[]): Settings {
  const edges: Settings = {
    "edges.orders->box": {},
    "edges.box->mailer": {},
    "edges.box->pusher": {},
  };
  return Object.assign(
    {},
    { "nodes.box": { kind, ...MESSAGING[kind], ...node } },
    edges,
    ...more,
  ) as Settings;
}

const SLOW: Settings = { "nodes.mailer.serviceTime": EXP(60) };
const FAILING: Settings = { "nodes.mailer.errorRate": 0.5 };
const NEVER: Settings = { "nodes.mailer.errorRate": 1 };
const CRASH: Settings = {
  "faults.f": { kind: "crash", target: "mailer", atS: 0.2, forS: 0.3 },
};
const BROKER_CRASH: Settings = {
  "nodes.mailer.serviceTime": 60,
  "faults.f": { kind: "crash", target: "box", atS: 0.4, forS: 0.2 },
};
const UNDERTAKER: Settings = { "edges.box->pusher": { queue: "dead-letters" } };
const PULLED: Cases = {
  networkMs: { to: 5 },
  ...inboxCases("box", "mailer"),
  concurrency: { to: 1 },
  waitTimeMs: { to: 3 },
  pollPauseMs: { to: 7 },
};

/** Every case with what makes the broker exist. */
function within(kind: Kind, cases: Cases, edge: Settings = {}): Record<string, ParameterCase> {
  return Object.fromEntries(
    Object.entries(cases).map(([name, entry]) => {
      const { "nodes.box": node, ...given } = { ...edge, ...entry.given };
      const base = box(kind, (node ?? {}) as Settings);
      return [name, { ...entry, given: { ...base, ...given } }];
    }),
  );
}

const fifo = { type: "fifo" } as const;

/** What topics and buses say of a function that they invoke; three minutes are long enough to repeat. */
const ASYNCHRONOUS: Cases = {
  routingKey: { to: "other" },
  attempts: {
    given: { "nodes.fn.errorRate": 1, "run.durationS": 200, "nodes.users.ratePerS": 2 },
    to: 1,
  },
  queue: { to: "pusher" },
};

/** The function of the plant takes from the box, too. */
function triggered(cases: Cases): Cases {
  const usual: Cases = { networkMs: { to: 5 }, ...inboxCases("box", "fn") };
  return Object.fromEntries(
    Object.entries<ParameterCase>({ ...usual, ...cases }).map(([name, entry]) => {
      // A function has environments, and no slots.
      const { "nodes.fn.concurrency": _, ...own } = entry.given ?? {};
      const given = { "edges.box->fn": {}, "nodes.fn.environments.max": 20, ...own };
      return [name, { ...entry, given }];
    }),
  );
}

export const MESSAGING_CASES: Readonly<Record<string, Cases>> = {
  sqs: within("sqs", {
    type: {},
    serviceTime: { to: 9 },
    visibilityTimeoutMs: { given: SLOW, to: 40 },
    abortAtVisibility: { given: { ...SLOW, "nodes.box": { visibilityTimeoutMs: 40 } }, to: true },
    delayMs: { to: 50 },
    retentionMs: { given: { ...CRASH, "nodes.box": { retentionMs: 2000 }, ...LONG() }, to: 1000 },
    maxReceiveCount: {
      given: { ...FAILING, ...UNDERTAKER, "nodes.box": { visibilityTimeoutMs: 50 } },
      to: 1,
    },
    inFlightMax: { to: 1 },
    dedupWindowMs: { given: { "nodes.box": { ...fifo, serviceTime: 30 }, ...TWICE() }, to: 1 },
    messageGroups: { given: { "nodes.box": fifo }, to: 1 },
    fifoRatePerS: { given: { "nodes.box": fifo }, to: 9 },
  }),
  "sqs publish edge": within("sqs", {
    keepsId: { given: { "nodes.box": { ...fifo, serviceTime: 30 }, ...TWICE() }, to: false },
  }),
  "sqs consumer edge": within("sqs", {
    ...PULLED,
    waitTimeMs: { to: 3 },
    batchSize: { to: 1 },
    onFailure: { given: FAILING },
    extendMs: { given: { ...SLOW, "nodes.box": { visibilityTimeoutMs: 20 } }, to: 5000 },
    queue: {},
  }),
  "sqs trigger edge": within("sqs", {
    ...triggered({
      concurrency: { given: { "nodes.fn.serviceTime": EXP(90) }, to: 2 },
      batchSize: { given: { "nodes.fn.serviceTime": EXP(90) }, to: 1 },
      failed: { given: { "nodes.fn.errorRate": 0.3, "nodes.fn.serviceTime": EXP(90) } },
      queue: {},
    }),
  }),
  sns: within("sns", {
    serviceTime: { to: 20 },
    latencyMs: { to: 40 },
    deadLetterQueue: {
      given: { ...CRASH, ...UNDERTAKER, "edges.box->mailer": { retries: "http" }, ...QUICK() },
      to: true,
    },
  }),
  "sns consumer edge": within("sns", {
    networkMs: { to: 5 },
    ...inboxCases("box", "mailer"),
    concurrency: { to: 1 },
    routingKey: { to: "other" },
    retries: {
      given: { ...FAILING, "run.durationS": 30, "nodes.users.ratePerS": 3 },
    },
    queue: { to: "pusher" },
  }),
  "sns trigger edge": within("sns", triggered(ASYNCHRONOUS)),
  "eventbridge trigger edge": within("eventbridge", triggered(ASYNCHRONOUS)),
  eventbridge: within("eventbridge", {
    serviceTime: { to: 9 },
    putRatePerS: { to: 9 },
    latencyMs: { to: 40 },
    archiveS: {
      given: {
        "nodes.box": { archiveS: 60 },
        "faults.f": { kind: "replay", target: "box->mailer", atS: 0.5 },
      },
      to: 0.1,
    },
    maxAgeMs: {
      given: { ...NEVER, "edges.box->mailer": { retryMinMs: 10, retryMaxMs: 20 }, ...HOURS() },
      to: 60_000,
    },
    deadLetterQueue: {
      given: { ...NEVER, ...UNDERTAKER, "edges.box->mailer": { attempts: 1 } },
      to: true,
    },
  }),
  "eventbridge consumer edge": within(
    "eventbridge",
    {
      networkMs: { to: 5 },
      ...inboxCases("box", "mailer"),
      concurrency: { to: 1 },
      routingKey: { to: "other" },
      attempts: { given: FAILING, to: 1 },
      retryMinMs: { given: FAILING, to: 30 },
      retryMaxMs: { given: NEVER, to: 10 },
      retryJitter: { given: FAILING, to: 0 },
      queue: { to: "pusher" },
    },
    { "edges.box->mailer": { retryMinMs: 10 } },
  ),
  pubsub: within("pubsub", {
    serviceTime: { to: 20 },
    retentionMs: { given: { ...CRASH, "nodes.box": { retentionMs: 2000 }, ...LONG() }, to: 1000 },
    orderingKeys: { given: { "edges.box->mailer": { ordering: true } }, to: 1 },
  }),
  "pubsub consumer edge": within("pubsub", {
    networkMs: { to: 5 },
    ...inboxCases("box", "mailer"),
    concurrency: { to: 1 },
    queue: { to: "pusher" },
    prefetch: { given: SLOW, to: 1 },
    ackDeadlineMs: { given: { ...SLOW, "edges.box->mailer": { extendMs: null } }, to: 40 },
    extendMs: { given: { ...SLOW, "edges.box->mailer": { ackDeadlineMs: 20 } }, to: null },
    retryMinMs: { given: FAILING, to: 30 },
    retryMaxMs: { given: { ...NEVER, "edges.box->mailer": { retryMinMs: 10 } }, to: 10 },
    deliveryAttempts: { given: FAILING, to: 1 },
    ordering: { given: { "nodes.box": { orderingKeys: 1 } }, to: true },
    exactlyOnce: {
      given: { ...SLOW, "edges.box->mailer": { extendMs: null, ackDeadlineMs: 40 } },
      to: true,
    },
    onFailure: { given: FAILING },
  }),
  activemq: within("activemq", {
    destination: {},
    concurrency: { given: { "nodes.box": { serviceTime: 9 } }, to: 1 },
    serviceTime: { to: 4 },
    memoryLimit: { given: SLOW, to: 5 },
    persistent: { given: BROKER_CRASH, to: false },
  }),
  "activemq consumer edge": within("activemq", {
    networkMs: { to: 5 },
    ...inboxCases("box", "mailer"),
    concurrency: { to: 1 },
    queue: { given: { "nodes.box": { destination: "topic" } }, to: "pusher" },
    durable: { given: { ...CRASH, "nodes.box": { destination: "topic" } }, to: true },
    prefetch: { given: SLOW, to: 1 },
    onFailure: { given: FAILING },
    maximumRedeliveries: {
      given: { ...NEVER, "edges.box->mailer": { redeliveryDelayMs: 5 } },
      to: 1,
    },
    redeliveryDelayMs: { given: FAILING, to: 10 },
    exponentialBackOff: {
      given: { ...NEVER, "edges.box->mailer": { redeliveryDelayMs: 5 } },
      to: true,
    },
  }),
  nats: within("nats", {
    storage: {},
    serviceTime: { to: 4 },
    concurrency: { given: { "nodes.box": { serviceTime: 9 } }, to: 1 },
    whenNobody: { given: { ...CRASH } },
    retention: {
      given: {
        "nodes.box": { storage: "stream", maxMessages: 2 },
        ...FAILING,
        "edges.box->mailer": { ackWaitMs: 100 },
      },
    },
    dedupWindowMs: {
      given: { "nodes.box": { storage: "stream", serviceTime: 30 }, ...TWICE({ keepsId: true }) },
      to: 1,
    },
    maxMessages: {
      given: {
        "nodes.box": { storage: "stream" },
        ...SLOW,
        "edges.box->mailer": { maxAckPending: 4 },
      },
      to: 9,
    },
    maxAgeMs: {
      given: {
        "nodes.box": { storage: "stream" },
        ...SLOW,
        "edges.box->mailer": { maxAckPending: 4 },
      },
      to: 90,
    },
  }),
  "nats publish edge": within("nats", {
    keepsId: {
      given: { "nodes.box": { storage: "stream", serviceTime: 30 }, ...TWICE() },
      to: true,
    },
  }),
  "nats consumer edge": within(
    "nats",
    {
      networkMs: { to: 5 },
      ...inboxCases("box", "mailer"),
      concurrency: { to: 1 },
      queue: { to: "pusher" },
      ackWaitMs: { given: SLOW, to: 40 },
      backOffMs: { given: SLOW, to: [40, 90] },
      maxDeliver: { given: { ...FAILING, "edges.box->mailer": { onFailure: "nak" } }, to: 1 },
      maxAckPending: { given: SLOW, to: 1 },
      onFailure: { given: FAILING },
    },
    { "nodes.box": { storage: "stream" } },
  ),
  "redis-streams": within("redis-streams", {
    serviceTime: { to: 4 },
    maxLength: { given: SLOW, to: 9 },
    persistent: { given: BROKER_CRASH, to: false },
  }),
  "redis-streams consumer edge": within("redis-streams", {
    ...PULLED,
    waitTimeMs: { to: 3 },
    pollPauseMs: { given: { "edges.box->mailer": { waitTimeMs: 3 } }, to: 7 },
    group: { to: "pusher" },
    batchSize: { to: 1 },
    noAck: { to: true },
    claimIdleMs: { given: { ...SLOW, "edges.box->mailer": { claimEveryMs: 10 } }, to: 40 },
    claimEveryMs: { given: { ...SLOW, "edges.box->mailer": { claimIdleMs: 40 } }, to: 10 },
    onFailure: { given: FAILING },
  }),
};

/** Publishers that do not wait for the answer that comes. */
function TWICE(more: Settings = {}): Settings {
  const backoff = { type: "constant", baseMs: 20, jitter: "none" };
  const retry = { maxAttempts: 2, backoff };
  return { "edges.orders->box": { timeoutMs: 20, retry, ...more } };
}

/** Dead letters go back in the middle of the run. */
export const REDRIVE_CASES: Readonly<Record<string, Cases>> = {
  "redrive fault": within("sqs", {
    ratePerS: {
      given: {
        ...NEVER,
        "nodes.box": { visibilityTimeoutMs: 50, maxReceiveCount: 1 },
        "faults.f": { kind: "redrive", target: "box", atS: 0.5 },
      },
      to: 20,
    },
  }),
};

/** Long enough for messages to grow old. */
function LONG(): Settings {
  return {
    "run.durationS": 4,
    "faults.f": { kind: "crash", target: "mailer", atS: 0.2, forS: 3 },
    "edges.box->pusher": { queue: "dead-letters" },
  };
}

/** Long enough for a retry that comes after 20 s. */
function QUICK(): Settings {
  return {
    "run.durationS": 90,
    "nodes.users.ratePerS": 3,
    "faults.f": { kind: "crash", target: "mailer", atS: 0.2, forS: 80 },
  };
}

/** Long enough for an event to be a minute old. */
function HOURS(): Settings {
  return { "run.durationS": 90, "nodes.users.ratePerS": 1 };
}
