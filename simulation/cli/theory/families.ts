// All families of models, in the order in which a case is matched against them.
import { AT_INSTANTS } from "./families/at-instants.ts";
import { BALANCING } from "./families/balancing.ts";
import { BATCHING } from "./families/batching.ts";
import { BROKERS } from "./families/brokers.ts";
import { CLOSED } from "./families/closed.ts";
import { CLOSED_CLASSES } from "./families/closed-classes.ts";
import { HEDGING } from "./families/hedging.ts";
import { METASTABLE } from "./families/metastable.ts";
import { NETWORKS } from "./families/networks.ts";
import { OPTIMISTIC } from "./families/optimistic.ts";
import { RANDOMNESS } from "./families/randomness.ts";
import { RATE_LIMITS } from "./families/rate-limits.ts";
import { RETRIES } from "./families/retries.ts";
import { SAMPLING } from "./families/sampling.ts";
import { SINGLE_STATION } from "./families/single-station.ts";
import { TAILS } from "./families/tails.ts";
import type { Family } from "./family.ts";

/** Models without a mapping that would otherwise be taken for a simpler one. */
const NOT_MAPPED: readonly (readonly [RegExp, string])[] = [
  [/[Vv]isibility timeout/, "no broker of this version has a visibility timeout"],
];

export const FAMILIES: readonly Family[] = [
  CLOSED_CLASSES,
  ...CLOSED,
  ...NETWORKS,
  ...BALANCING,
  ...RATE_LIMITS,
  ...RETRIES,
  ...HEDGING,
  ...METASTABLE,
  ...OPTIMISTIC,
  ...TAILS,
  ...BROKERS,
  ...BATCHING,
  ...SAMPLING,
  ...AT_INSTANTS,
  ...RANDOMNESS,
  SINGLE_STATION,
];

export function familyOf({
  model,
}: {
  readonly model: string;
}): Family | { readonly missing: string } {
  for (const [pattern, reason] of NOT_MAPPED) if (pattern.test(model)) return { missing: reason };
  const family = FAMILIES.find((candidate) => candidate.model.test(model));
  return family ?? { missing: "no mapping for this model" };
}
