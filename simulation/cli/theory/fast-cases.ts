// The part of the reference cases that is run with every `npm test`: each family once, chosen by how
// little CPU time it takes. All cases together are a matter of minutes.
export const FAST_CASES: ReadonlySet<string> = new Set([
  "S01-mm1-r50",
  "S10-erlangB-10-8",
  "S25-dm1-r80",
  "N13-forkjoin2-r50",
  "L13-rr-deterministic",
  "R01-retry-p10-n3",
  "R03-tiers-3x3-down",
  "R08-availability-series5",
  "R13-timeout-retry-exp",
  "R25-breaker-deterministic",
  "B03-partitions-limit",
  "B07-dlq-p20",
  "B12-prefetch-bdp",
  "P07-little-samplepath",
  "D01-exp",
  "D02-lognormal-mean-p99",
  "D04-gamma",
  "D16-empirical",
  "D17-deterministic",
]);
