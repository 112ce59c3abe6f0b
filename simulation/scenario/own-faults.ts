// Troubles that a node has by itself, as the faults that they are: they come at random from the start
// on, and nobody draws them.
import type { ResolvedFault, ResolvedNode } from "./document.ts";

interface Brownouts {
  readonly every: unknown;
  readonly for: unknown;
  readonly factor: number;
  readonly errorRatio: number;
}

/** No id of a file holds a `~`. */
export function ownFaultsOf(nodes: readonly ResolvedNode[]): readonly ResolvedFault[] {
  return nodes.flatMap(({ id, name, values }): ResolvedFault[] => {
    const brownouts = (values.brownouts ?? null) as Brownouts | null;
    if (brownouts === null) return [];
    return [
      {
        id: `${id}~brownouts`,
        name: `Brownouts of ${name}`,
        kind: "brownouts",
        targets: [{ node: id, instances: "all" }],
        atMs: 0,
        forMs: Infinity,
        rampMs: 0,
        enabled: true,
        comings: { every: brownouts.every, for: brownouts.for },
        values: { factor: brownouts.factor, ratio: brownouts.errorRatio },
      },
    ];
  });
}
