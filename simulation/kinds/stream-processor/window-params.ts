// Windows of event time, and what is kept of them when an instance is lost.

const MS = { type: "number", unit: "ms", min: 0, max: 86_400_000, scale: "log" } as const;

export const WINDOW_PARAMS = {
  windows: {
    type: "object",
    label: "Windows",
    help: "Counts records by key in windows of the time at which their requests were offered.",
    default: null,
    nullMeans: "none",
    fields: {
      type: {
        type: "choice",
        label: "Windows",
        help: "One after another, overlapping, or as long as a key has records.",
        options: ["tumbling", "sliding", "session"],
        optionLabels: ["Tumbling", "Sliding", "Session"],
        default: "tumbling",
      },
      sizeMs: {
        ...MS,
        label: "Length",
        help: "Of a window; of a session the gap that ends it.",
        min: 1,
        soft: [100, 3_600_000],
        default: 10_000,
      },
      slideMs: {
        ...MS,
        label: "Begin every",
        help: "Sliding windows: distance of their beginnings.",
        min: 1,
        soft: [100, 3_600_000],
        default: 5000,
      },
      outOfOrderMs: {
        ...MS,
        label: "Watermark behind by",
        help: "The watermark is the newest event of the slowest partition less this.",
        soft: [0, 60_000],
        default: 1000,
      },
      allowedLatenessMs: {
        ...MS,
        label: "Allowed lateness",
        help: "After its end a window is kept so long, and a record changes its result.",
        soft: [0, 600_000],
        default: 0,
      },
      idleMs: {
        ...MS,
        label: "Idle after",
        help: "A partition without records for so long does not hold the watermark back.",
        min: 1,
        soft: [100, 600_000],
        default: null,
        nullMeans: "never",
      },
      lateOperation: {
        type: "text",
        label: "Late records",
        help: "Worked on as this operation, whose calls are the side output.",
        default: null,
        nullMeans: "dropped by the windows",
      },
      guarantee: {
        type: "choice",
        label: "After a crash",
        help:
          "Exactly once: state goes back with the offsets, results are seen at the commit. At least once: " +
          "records since the commit are counted again.",
        options: ["exactlyOnce", "atLeastOnce"],
        optionLabels: ["Exactly once", "At least once"],
        default: "exactlyOnce",
      },
      checkpointMs: {
        ...MS,
        label: "Checkpoint every",
        help: "Offsets and state are committed at the first poll after this time.",
        soft: [100, 600_000],
        default: 10_000,
      },
      stateBytes: {
        type: "number",
        label: "State of a window",
        help: "Of one key and window.",
        unit: "B",
        min: 1,
        max: 1_000_000_000,
        soft: [10, 1_000_000],
        scale: "log",
        default: 100,
      },
      restoreMbPerS: {
        type: "number",
        label: "Restores at",
        help: "Who takes a partition over reads its state first.",
        unit: "MB/s",
        min: 0.000_001,
        max: 1_000_000,
        soft: [0.01, 1000],
        scale: "log",
        default: 50,
      },
    },
  },
} as const;
