// One result of several replications: counts are sums, extremes are extremes, everything else is
// the mean of the replications' values with its 95 % interval under the same path in `ci95`.
import { Murmur128, utf8Of } from "../core/murmur.ts";
import { estimateMean } from "../metrics/confidence.ts";
import type { IdentityCheck, RunResult } from "../results/run-result.ts";

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
  "hedges",
  "fallbacks",
  "openS",
  "opens",
  "published",
  "routed",
  "unroutable",
  "delivered",
  "redelivered",
  "duplicates",
  "backlogAtStart",
  "backlogAtEnd",
  "inDeliveryAtEnd",
]);
/** Every number below these is a count. */
const SUMMED_BLOCKS = new Set(["failed", "endings"]);

type Block = Readonly<Record<string, unknown>>;

interface Combined {
  readonly value: unknown;
  /** Intervals of what is a mean, undefined if nothing in it is. */
  readonly ci95?: unknown;
}

function isBlock(value: unknown): value is Block {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function combineNumbers(values: readonly unknown[], key: string, summed: boolean): Combined {
  const known = values.filter((value) => typeof value === "number");
  if (summed || SUMS.has(key)) return { value: known.reduce((sum, value) => sum + value, 0) };
  if (known.length === 0) return { value: null };
  if (key === "max") return { value: known.reduce((a, b) => Math.max(a, b)) };
  if (key === "min") return { value: known.reduce((a, b) => Math.min(a, b)) };
  const { mean, halfWidth } = estimateMean(known);
  if (Number.isNaN(halfWidth)) return { value: mean };
  return { value: mean, ci95: { mean, halfWidth } };
}

function combineLists(lists: readonly (readonly unknown[])[], key: string): Combined {
  const length = lists.reduce((longest, list) => Math.max(longest, list.length), 0);
  const value = Array.from({ length }, (_, at) => {
    // A shorter distribution has no mass at the lengths it leaves out.
    const entries = lists.map((list) => list[at] ?? 0);
    return combineNumbers(entries, key, false).value;
  });
  return { value };
}

function combineBlocks(blocks: readonly Block[], summed: boolean): Combined {
  const keys = [...new Set(blocks.flatMap((block) => Object.keys(block)))];
  const value: Record<string, unknown> = {};
  const ci95: Record<string, unknown> = {};
  for (const key of keys) {
    const part = combine(
      blocks.map((block) => block[key]),
      key,
      summed || SUMMED_BLOCKS.has(key),
    );
    value[key] = part.value;
    if (part.ci95 !== undefined) ci95[key] = part.ci95;
  }
  return Object.keys(ci95).length === 0 ? { value } : { value, ci95 };
}

function combine(values: readonly unknown[], key: string, summed: boolean): Combined {
  const blocks = values.filter(isBlock);
  if (blocks.length > 0) return combineBlocks(blocks, summed);
  const lists = values.filter((value) => Array.isArray(value));
  if (lists.length > 0) return combineLists(lists, key);
  const text = values.find((value) => typeof value === "string");
  return text === undefined ? combineNumbers(values, key, summed) : { value: text };
}

/** The worst of each check. */
function worstChecks(results: readonly RunResult[]): IdentityCheck[] {
  const worst = new Map<string, IdentityCheck>();
  for (const check of results.flatMap((result) => result.checks)) {
    const key = `${check.law} ${check.entity}`;
    const known = worst.get(key);
    if (known === undefined || check.difference > known.difference) worst.set(key, check);
  }
  return [...worst.values()];
}

/** Hash of the digests in the order of the replications: 32 hex digits. */
export function digestOfAll(digests: readonly string[]): string {
  const hash = new Murmur128();
  for (const digest of digests) hash.update(utf8Of(digest));
  return hash.digestHex();
}

/**
 * One result of replications of one scenario, in their order. Those that ended early are left out
 * of every number and named in a warning; if all did, so did the combination. Cascade and judged
 * objectives are those of the first: judge anew on the combination.
 */
export function combineReplications(results: readonly RunResult[]): RunResult {
  const [first] = results;
  if (results.length === 1) return first;
  const whole = results.filter((result) => result.endedEarly === null);
  const used = whole.length > 0 ? whole : results;
  const dropped = results.filter((result) => !used.includes(result));
  const block = combine(
    used.map(({ endToEnd, nodes, edges }) => ({ endToEnd, nodes, edges })),
    "",
    false,
  );
  const parts = block.value as Pick<RunResult, "endToEnd" | "nodes" | "edges">;
  const wallMs = results.reduce((sum, result) => sum + result.wallMs, 0);
  const events = used.reduce((sum, result) => sum + result.events, 0);
  const named = dropped.map(
    ({ seed, endedEarly }) => `The replication with seed ${seed} ended early (${endedEarly}).`,
  );
  const combined: RunResult = {
    ...first,
    ...parts,
    replications: used.length,
    events,
    wallMs,
    eventsPerSecond: wallMs > 0 ? (events / wallMs) * 1000 : 0,
    digest: digestOfAll(used.map((result) => result.digest)),
    endedEarly: whole.length > 0 ? null : first.endedEarly,
    cascade: used[0].cascade,
    checks: worstChecks(used),
    warnings: [...new Set([...used.flatMap((result) => result.warnings), ...named])],
  };
  return block.ci95 === undefined ? combined : { ...combined, ci95: block.ci95 as Block };
}
