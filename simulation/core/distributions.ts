// Distributions: from the literal of a scenario file to a spec, from specs to the sampler's table, and
// what the page shows of them. The one file of this folder that rooms outside the engine import; it
// reserves no memory. Draws are in sample.ts.

export type { Moments } from "./distribution-moments.ts";
export { cdfOf, densityOf, momentsOf, quantileOf } from "./distribution-moments.ts";
export type { ParsedDistribution } from "./distribution-parse.ts";
export { DISTRIBUTION_TYPES, distributionFields, parseDistribution } from "./distribution-parse.ts";
export type { DistributionSpec, Law } from "./distribution-spec.ts";
export type { DistributionTable } from "./distribution-table.ts";
export { compileDistributions } from "./distribution-table.ts";
