// Blame as it is shown: by what requests are due to, and under each cause the places where they failed.
import type { Blame } from "../../../simulation/results/failure-place.ts";

/** Places of a cause that are named; the others are counted together. */
const PLACES = 4;

export interface BlameGroup {
  readonly cause: string;
  readonly origin: string | undefined;
  readonly requests: number;
  readonly share: number;
  readonly places: readonly Blame[];
  /** Of the places that are not named. */
  readonly others: { readonly count: number; readonly requests: number; readonly share: number };
}

function sumOf(rows: readonly Blame[], name: "requests" | "share"): number {
  return rows.reduce((sum, row) => sum + row[name], 0);
}

/** Causes with their places, the largest first. */
export function groupBlame(rows: readonly Blame[]): BlameGroup[] {
  const byCause = new Map<string, Blame[]>();
  for (const row of rows) {
    const key = `${row.cause} ${row.origin ?? ""}`;
    byCause.set(key, [...(byCause.get(key) ?? []), row]);
  }
  return [...byCause.values()]
    .map((group): BlameGroup => {
      // One more than is shown anyway takes no more room than a line about it.
      const named = group.length <= PLACES + 1 ? group.length : PLACES;
      const rest = group.slice(named);
      return {
        cause: group[0]?.cause ?? "",
        origin: group[0]?.origin,
        requests: sumOf(group, "requests"),
        share: sumOf(group, "share"),
        places: group.slice(0, named),
        others: {
          count: rest.length,
          requests: sumOf(rest, "requests"),
          share: sumOf(rest, "share"),
        },
      };
    })
    .sort((left, right) => right.requests - left.requests);
}
