// Patterns over brokers that a publish may take part in.
export const REPLY_TO = {
  type: "boolean",
  label: "Waits for a reply",
  help:
    "Request-reply: the call ends when a consumer's reply has come back through the broker. Late ones " +
    "are orphans. Set a timeout.",
  default: false,
} as const;

const PUBLISHES_AT_ONCE = {
  type: "number",
  label: "Publishes at once",
  help: "Messages that are on their way together.",
  unit: "",
  min: 1,
  max: 1_000_000,
  soft: [1, 1000],
  integer: true,
  default: 100,
} as const;

export const OUTBOX = {
  type: "object",
  label: "Transactional outbox",
  help:
    "Messages are stored with the caller's data and published by a relay: none is lost, some come " +
    "twice. Without it a crash after a write loses them (dual write).",
  fields: {
    intervalMs: {
      type: "number",
      label: "Looks every",
      help: "How often the relay looks for messages.",
      unit: "ms",
      min: 1,
      max: 3_600_000,
      soft: [10, 10_000],
      scale: "log",
      default: 1000,
    },
    batchMax: PUBLISHES_AT_ONCE,
  },
  default: null,
  nullMeans: "off: published by the call itself",
} as const;

export const RECONCILIATION = {
  type: "object",
  label: "Reconciliation",
  help:
    "A job that compares what was written to the database with what was published, and publishes what is " +
    "missing. Nothing stays lost after a dual write; until its next run it is.",
  fields: {
    everyMs: {
      type: "number",
      label: "Runs every",
      help: "At this and its multiples from the start of the run on.",
      unit: "ms",
      min: 1,
      max: 86_400_000,
      soft: [1000, 3_600_000],
      scale: "log",
      default: 60_000,
    },
    batchMax: PUBLISHES_AT_ONCE,
  },
  default: null,
  nullMeans: "off: what a crash loses stays lost",
} as const;
