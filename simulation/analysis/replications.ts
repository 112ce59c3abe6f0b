// One result of several replications: counts are sums, extremes are extremes, everything else is
// the mean of the replications' values with its 95 % interval under the same path in `ci95`.
// Replications are taken in one by one and forgotten, so that ten thousand of them fit.
import { Murmur128, utf8Of } from "../core/murmur.ts";
import type { IdentityCheck, Interval, IntervalTree, RunResult } from "../results/run-result.ts";
import { FEWEST_FOR_INTERVAL, thinQuantilesOf } from "../results/sample-size.ts";
import { type Rules, TreeTally } from "./tally.ts";

const SUMS = new Set([
  "offered",
  "completed",
  "ok",
  "degraded",
  "inFlightAtStart",
  "inFlightAtEnd",
  "arrivals",
  "completions",
  "calls",
  "attempts",
  "retries",
  "retriedCalls",
  "retriesDenied",
  "conflictsGivenUp",
  "duplicateEffects",
  "hedges",
  "fallbacks",
  "policyWaits",
  "openS",
  "opens",
  "ejections",
  "acquired",
  "waited",
  "timeouts",
  "opened",
  "refused",
  "closedIdle",
  "closedBroken",
  "leaked",
  "published",
  ...[
    "recorded",
    "exported",
    "queueFull",
    "exportFailed",
    "crashed",
    "queuedAtEnd",
    "underWayAtEnd",
  ],
  ...["batches", "sentBytes", "workMs", "received", "receivedAgain", "stored", "keptTraces"],
  ...["incompleteTraces", "failedTraces", "failedTracesKept", "discardedTraces", "evictedTraces"],
  ...["crashedTraces", "lateSpans"],
  "routed",
  "unroutable",
  "delivered",
  "redelivered",
  "duplicates",
  "backlogAtStart",
  "backlogAtEnd",
  "inDeliveryAtEnd",
  "returned",
  "appended",
  "elections",
  "uncleanElections",
  "truncated",
  "acknowledgedLost",
  "deduplicated",
  "appendedTwice",
  "rebalances",
  "outOfOrder",
  "acknowledged",
  "applied",
  "appliedTwice",
  "purged",
  "redriven",
  "waitingAtStart",
  "waitingAtEnd",
  "replays",
  "replayed",
  "lapsed",
  "receives",
  "emptyReceives",
  "orphanReplies",
  "lostReplies",
  "duplicatesSkipped",
  "lost",
  "doubled",
  "written",
  "added",
  "removed",
  "hits",
  "misses",
  "staleHits",
  "coalesced",
  "evictions",
  "expiries",
  "sent",
  "empty",
  "connectionsOpened",
  "redirected",
  "mirrored",
  "delayed",
  "aborted",
  "unauthorized",
  "decided",
  "undone",
  "left",
  "takenUp",
  "openAtEnd",
  "changed",
  "writes",
  "replicaReads",
  "staleReads",
  "failovers",
  "lostWrites",
  "accepted",
  "unauthenticated",
  "forbidden",
  "full",
  "resumed",
]);
/** Every number below these is a count. */
const SUMMED_BLOCKS = new Set([
  ...["failed", "unsent", "endings", "deaths", "lostBy", "refused"],
  ...["deadLettered", "dropped", "broken"],
  "retriesBy",
]);

const RULES: Rules = {
  of: (name) => {
    if (SUMS.has(name)) return "sum";
    if (name === "max" || name === "min") return name;
    return name === "atS" ? "first" : "mean";
  },
  ofAllBelow: (name) => (SUMMED_BLOCKS.has(name) ? "sum" : null),
};

/** The worst of each check. */
class WorstChecks {
  private readonly worst = new Map<string, IdentityCheck>();

  add(checks: readonly IdentityCheck[]): void {
    for (const check of checks) {
      const key = `${check.law} ${check.entity}`;
      const known = this.worst.get(key);
      if (known === undefined || check.difference > known.difference) this.worst.set(key, check);
    }
  }

  list(): IdentityCheck[] {
    return [...this.worst.values()];
  }
}

type Measured = Pick<
  RunResult,
  "endToEnd" | "nodes" | "edges" | "meshes" | "flows" | "samples" | "simulatedS"
>;

/** Intervals with those marked that rest on too few values beyond their quantile. */
function withDoubts(ci95: IntervalTree, result: RunResult): IntervalTree {
  let marked: IntervalTree = ci95;
  for (const { at, quantiles } of thinQuantilesOf(result, FEWEST_FOR_INTERVAL)) {
    for (const quantile of quantiles) marked = withDoubt(marked, [...at, quantile]);
  }
  return marked;
}

function withDoubt(tree: IntervalTree, [name, ...rest]: readonly string[]): IntervalTree {
  const branch = name === undefined ? undefined : tree[name];
  if (name === undefined || branch === undefined || Array.isArray(branch)) return tree;
  const marked =
    rest.length === 0
      ? { ...(branch as Interval), reliable: false }
      : withDoubt(branch as IntervalTree, rest);
  return { ...tree, [name]: marked };
}

/** Replications that count, or those that ended early, of which nothing is used but in need. */
class Group {
  count = 0;
  private first: RunResult | null = null;
  private events = 0;
  private readonly tally = new TreeTally(RULES);
  private readonly checks = new WorstChecks();
  private readonly warnings = new Set<string>();
  private readonly digest = new Murmur128();

  add(result: RunResult): void {
    this.count++;
    this.first ??= result;
    this.events += result.events;
    const { endToEnd, nodes, edges, meshes, flows, samples, simulatedS } = result;
    this.tally.add({ endToEnd, nodes, edges, meshes, flows, samples, simulatedS });
    this.checks.add(result.checks);
    for (const warning of result.warnings) this.warnings.add(warning);
    this.digest.update(utf8Of(result.digest));
  }

  combined(): RunResult {
    if (this.first === null) throw new Error("There is no replication to combine.");
    if (this.count === 1) return this.first;
    const all = this.tally.intervals();
    // A duration is no estimate, though it may differ between runs that drain.
    const { simulatedS: _duration, ...ci95 } = { simulatedS: undefined, ...all };
    const combined = {
      ...this.first,
      ...(this.tally.value() as unknown as Measured),
      replications: this.count,
      events: this.events,
      digest: this.digest.digestHex(),
      checks: this.checks.list(),
      warnings: [...this.warnings],
    };
    return Object.keys(ci95).length === 0
      ? combined
      : { ...combined, ci95: withDoubts(ci95, combined) };
  }
}

/** Hash of the digests in the order of the replications: 32 hex digits. */
export function digestOfAll(digests: readonly string[]): string {
  const hash = new Murmur128();
  for (const digest of digests) hash.update(utf8Of(digest));
  return hash.digestHex();
}

/**
 * Replications of one scenario, added in their order. Those that ended early are left out of every
 * number and named in a warning; if all did, so did the combination. Cascade and judged objectives
 * are those of the first: judge anew on the combination.
 */
export class Replications {
  private readonly whole = new Group();
  private readonly cut = new Group();
  private readonly early: string[] = [];
  private wallMs = 0;
  private seed: number | null = null;

  add(result: RunResult): void {
    this.seed ??= result.seed;
    this.wallMs += result.wallMs;
    if (result.endedEarly === null) {
      this.whole.add(result);
      return;
    }
    this.cut.add(result);
    const { seed, endedEarly } = result;
    this.early.push(`The replication with seed ${seed} ended early (${endedEarly}).`);
  }

  combined(): RunResult {
    const used = this.whole.count > 0 ? this.whole : this.cut;
    const result = used.combined();
    if (this.whole.count + this.cut.count === 1) return result;
    const warnings = used === this.whole ? this.early : [];
    return {
      ...result,
      seed: this.seed ?? result.seed,
      wallMs: this.wallMs,
      eventsPerSecond: this.wallMs > 0 ? (result.events / this.wallMs) * 1000 : 0,
      digest: used.count === 1 ? digestOfAll([result.digest]) : result.digest,
      warnings: [...result.warnings, ...warnings],
    };
  }
}

/** One result of all these replications; the replication itself if there is one. */
export function combineReplications(results: readonly RunResult[]): RunResult {
  const replications = new Replications();
  for (const result of results) replications.add(result);
  return replications.combined();
}
