// How a station changes the number of its instances by itself, as the horizontal pod autoscaler of
// Kubernetes does, and KEDA by the length of queues.

const SECONDS = { type: "number", unit: "s", min: 0, max: 3600, soft: [0, 600] } as const;
const COUNT = {
  type: "number",
  unit: "",
  min: 0,
  max: 10_000,
  soft: [0, 50],
  integer: true,
} as const;

interface Sourced {
  readonly value: number;
  readonly source: string;
}

/** What the documentation of the autoscalers says. */
interface DocumentedScaling {
  readonly hpaSyncPeriodS: Sourced;
  readonly hpaTolerance: Sourced;
  readonly hpaUpStabilizationS: Sourced;
  readonly hpaDownStabilizationS: Sourced;
  readonly kedaPollingS: Sourced;
  readonly kedaCooldownS: Sourced;
}

/** What the documentation of a Deployment says. */
interface DocumentedRollout {
  readonly rollingSurge: Sourced;
  readonly rollingUnavailable: Sourced;
  readonly rollingDrainS: Sourced;
}

/** The parameter `rollout` with the defaults of a catalog. */
export function rolloutParams(documented: DocumentedRollout) {
  const { rollingSurge, rollingUnavailable, rollingDrainS } = documented;
  const share = (label: string, help: string, { value, source }: Sourced) =>
    ({ type: "ratio", label, help, default: value, source }) as const;
  const fields = {
    maxSurge: share("More at once", "Instances above their number, rounded up.", rollingSurge),
    maxUnavailable: share(
      "Fewer at once",
      "Instances that may be missing, rounded down.",
      rollingUnavailable,
    ),
    startupS: { ...SECONDS, label: "Starts in", help: "Until a new one answers.", default: 30 },
    readyS: {
      ...SECONDS,
      label: "Found ready after",
      help: "Once it answers, by readiness probes. Assumption: 5 s, half a period of 10 s.",
      default: 5,
      nullMeans: "nobody asks: it gets requests while it starts",
    },
    drainS: stated(
      "Drains for",
      "At most, then it crashes; 0: stopped at once, and callers learn late.",
      rollingDrainS,
    ),
  } as const;
  return { rollout: { ...ROLLOUT, fields } } as const;
}

const ROLLOUT = {
  type: "object",
  label: "Rolling deploys",
  help: "How a new version replaces the old one when the fault Rolling deploy comes.",
  default: null,
  nullMeans: "none",
} as const;

/** The parameter `autoscale` with the defaults of a catalog. */
export function scalingParams(documented: DocumentedScaling) {
  return { autoscale: { ...AUTOSCALE, fields: { ...FIELDS, ...timesOf(documented) } } } as const;
}

const stated = (label: string, help: string, { value, source }: Sourced) =>
  ({ ...SECONDS, label, help, default: value, source }) as const;

function timesOf(documented: DocumentedScaling) {
  return {
    syncPeriodS: {
      ...stated("Decides every", "Time between decisions.", documented.hpaSyncPeriodS),
      min: 1,
      soft: [1, 600],
    },
    tolerance: {
      type: "ratio",
      label: "Tolerance",
      help: "So close to the target nothing changes.",
      default: documented.hpaTolerance.value,
      source: documented.hpaTolerance.source,
    },
    upStabilizationS: stated(
      "Growth waits",
      "It grows to the least wanted in this time.",
      documented.hpaUpStabilizationS,
    ),
    downStabilizationS: stated(
      "Shrinking waits",
      "It shrinks to the most wanted in this time.",
      documented.hpaDownStabilizationS,
    ),
    pollingS: stated("Wakes every", "While there is none.", documented.kedaPollingS),
    cooldownS: stated("Cools down", "Idle until none is left.", documented.kedaCooldownS),
  } as const;
}

const FIELDS = {
  metric: {
    type: "choice",
    label: "By",
    help: "Share of slots held or computing; requests present, or backlog, per instance.",
    options: ["utilization", "working", "inFlight", "backlog"],
    optionLabels: ["Slots held", "Slots computing", "Present", "Backlog"],
    default: "utilization",
  },
  target: {
    type: "number",
    label: "Target",
    help: "What an instance is to have of it.",
    unit: "",
    min: 0.001,
    max: 1_000_000_000,
    soft: [0.1, 100],
    scale: "log",
    default: 0.7,
  },
  minReplicas: {
    ...COUNT,
    label: "At least",
    help: "At 0 none while idle (backlog).",
    default: 1,
  },
  maxReplicas: {
    ...COUNT,
    min: 1,
    soft: [1, 50],
    label: "At most",
    help: "Instances.",
    default: 10,
  },
  startupS: { ...SECONDS, label: "Starts in", help: "Until a new one is ready.", default: 30 },
  drainS: { ...SECONDS, label: "Drains for", help: "At most, then it crashes.", default: 30 },
  activation: { ...COUNT, label: "Wakes above", help: "A backlog of so many.", default: 0 },
} as const;

const AUTOSCALE = {
  type: "object",
  label: "Autoscaling",
  help: "The number of instances follows the load, from the given one on.",
  default: null,
  nullMeans: "off",
} as const;
