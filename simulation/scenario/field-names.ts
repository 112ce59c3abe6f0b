// Names of the fields of a document where no definition has them. They stand apart from the schemas,
// which check what the fields hold: whoever only walks paths does without those.

/** Keys of the file, in the order in which it is written. */
export const TOP_KEYS = [
  "$schema",
  "format",
  "catalog",
  "name",
  "description",
  "run",
  "nodes",
  "edges",
  "groups",
  "faults",
  "changes",
  "slos",
  "alerts",
  "variants",
  "lesson",
  "layout",
  "notes",
] as const;

/** Of a profile that is not a bare list of points. */
export const PROFILE_FIELDS = [
  "shape",
  "points",
  "repeatEveryS",
  "amplitude",
  "periodS",
  "phaseS",
  "csv",
  "file",
] as const;

/** Of modulated (MMPP) arrivals, beside `type`. */
export const MMPP_FIELDS = ["ratesPerS", "switchPerS", "start"] as const;

/** Of the literals of all distributions together; which belong to one, its type says. */
export const DISTRIBUTION_FIELDS: readonly string[] = [
  ...["type", "valueMs", "meanMs", "shiftMs", "scale", "maxMs", "minMs", "k", "shape", "scv"],
  ...["meansMs", "weights", "p99Ms", "sigma", "medianMs", "scaleMs", "stdMs", "modeMs"],
  ...["quantiles", "valuesMs", "parts", "timesMs"],
];
