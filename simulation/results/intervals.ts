// Where the interval of a number of a result stands, and whether it is to be trusted.
import type { IdentityCheck, RunResult } from "./run-result.ts";

export interface KnownInterval {
  /** Half of the 95 % interval, in the unit of the value. */
  readonly halfWidth: number;
  readonly method: "replications" | "batchMeans";
  /** False: the run is too short, so the interval is too narrow. */
  readonly reliable: boolean;
}

function valueIn(tree: unknown, path: readonly string[]): unknown {
  let value = tree;
  for (const step of path) value = (value as Readonly<Record<string, unknown>> | undefined)?.[step];
  return value;
}

function isInterval(
  value: unknown,
): value is { readonly halfWidth: number; readonly reliable?: boolean } {
  return typeof (value as { halfWidth?: unknown } | undefined)?.halfWidth === "number";
}

/** The interval of the number at a path such as `endToEnd`, `all`, `latencyMs`, `mean`. */
export function intervalAt(result: RunResult, path: readonly string[]): KnownInterval | null {
  const replicated = valueIn(result.ci95, path);
  if (isInterval(replicated)) {
    const reliable = replicated.reliable !== false;
    return { halfWidth: replicated.halfWidth, method: "replications", reliable };
  }
  const batched = valueIn(result.batchMeans, path);
  if (!isInterval(batched)) return null;
  const reliable = batched.reliable === true;
  return { halfWidth: batched.halfWidth, method: "batchMeans", reliable };
}

const LAWS: Readonly<Record<IdentityCheck["law"], string>> = {
  little: "Little's law",
  utilization: "the utilization law",
  conservation: "conservation",
};

/** Largest relative difference of two independent counts that rounding explains. */
export const CHECK_DIFFERENCE_MAX = 1e-9;

/** The checks that failed, NaN included. */
export function brokenChecksOf(result: RunResult): readonly IdentityCheck[] {
  return result.checks.filter(({ difference }) => !(difference <= CHECK_DIFFERENCE_MAX));
}

/** What the checks of a run say together, in a sentence; none for a run without checks. */
export function checksSentence(result: RunResult): string {
  const { checks } = result;
  if (checks.length === 0) return "";
  const broken = brokenChecksOf(result);
  const list = (broken.length > 0 ? broken : checks).reduce((worst, check) =>
    Number.isNaN(worst.difference) || check.difference <= worst.difference ? worst : check,
  );
  const where = `${LAWS[list.law]} at ${list.entity}`;
  const difference = list.difference === 0 ? "0" : list.difference.toExponential(1);
  // Two counts of nothing, such as the slots of a client, agree about nothing.
  const told = checks.filter(({ left, right }) => left !== 0 || right !== 0);
  const counts = (Object.keys(LAWS) as IdentityCheck["law"][]).map((law) => {
    const count = told.filter((check) => check.law === law).length;
    return `${LAWS[law]} at ${count} ${count === 1 ? "place" : "places"}`;
  });
  if (broken.length > 0) {
    return `${broken.length} of ${checks.length} checks failed; the worst is ${where}, off by ${difference}.`;
  }
  const worst =
    list.difference === 0 ? "all exactly" : `the worst differs by ${difference} (${where})`;
  return `Checked by two independent counts: ${counts.join(", ")}; ${worst}.`;
}
