// What the policies on the caller's side have in common: at which level they stand, whose they are.

/** Around the whole call, or around each attempt of it. Source: product semantics, decision 43. */
export const APPLIES_TO = {
  type: "choice",
  label: "Around",
  help:
    "The whole call: asked once, and holds until the last retry has ended. Each attempt: asked " +
    "for every try, so a refusal may be retried.",
  options: ["call", "attempt"],
  optionLabels: ["The whole call", "Each attempt"],
  default: "call",
} as const;

/** Source: product semantics, decision 44. */
export const SCOPE = {
  type: "choice",
  label: "Kept by",
  help:
    "Each caller instance: a library keeps its state in its process. Shared: one state for all of " +
    "them, as in a common proxy or store.",
  options: ["perCaller", "shared"],
  optionLabels: ["Each caller instance", "All callers together"],
  default: "perCaller",
} as const;
