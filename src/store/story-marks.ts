// The numbers of the cascade: they stand on the drawing while the story is read, and what is pointed at
// in one place lights up in the other.
import { createStore, useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { StorySentence } from "../../simulation/results/snapshot.ts";
import type { CascadeStep, NodeState } from "../../simulation/results/story.ts";
import { edgeEnds } from "./graph-edits.ts";
import { useRun } from "./hooks.ts";
import { useResultsView } from "./results-view.ts";

interface Lit {
  readonly node: string;
  /** The neighbor it came from; null: it began here. */
  readonly from: string | null;
}

const marks = createStore<{ readonly lit: Lit | null }>()(() => ({ lit: null }));

/** Lights up a node and the line that trouble came over; null: nothing. */
export function lightUp(lit: Lit | null): void {
  marks.setState({ lit });
}

/** The node that a step's cause names; null where it names none. */
export function neighborIn({ because }: Pick<CascadeStep, "because">): string | null {
  return because.startsWith("node:") ? because.slice("node:".length).replace(/\/[^/]*$/, "") : null;
}

export function useLitNode(): string | null {
  return useStore(marks, ({ lit }) => lit?.node ?? null);
}

function useIsTold(): boolean {
  return useResultsView(({ tab, cascadeView }) => tab === "Cascade" && cascadeView === "story");
}

/** Numbers of the steps that a sentence speaks of, `2, 3`; null: of none. */
export function stepNumbersOf(
  cascade: readonly CascadeStep[],
  { node, nodes, atS }: Pick<StorySentence, "node" | "nodes" | "atS">,
): string | null {
  const all = (nodes ?? [node]).flatMap((id) => stepNumberOf(cascade, id, atS) ?? []);
  const numbers = [...new Set(all)].sort((a, b) => a - b);
  return numbers.length === 0 ? null : numbers.join(", ");
}

/** Number of the step that a sentence about a node at a time speaks of; null: of none. */
function stepNumberOf(
  cascade: readonly CascadeStep[],
  node: string | null,
  atS: number | null,
): number | null {
  const own = cascade.flatMap((step, index) => (step.node === node ? [{ step, index }] : []));
  const told = own.findLast(({ step }) => atS === null || step.atS <= atS) ?? own[0];
  return told === undefined ? null : told.index + 1;
}

interface StepMark {
  /** `1`, `2, 5`: of the steps in which the node left health. */
  readonly numbers: string;
  /** It went into with the first of them. */
  readonly state: NodeState;
  readonly isLit: boolean;
}

/** The mark of a node while the story is open; null: it has none. */
export function useStepMark(nodeId: string): StepMark | null {
  const isTold = useIsTold();
  const isLit = useStore(marks, ({ lit }) => lit?.node === nodeId);
  const own = useRun(
    useShallow(({ cascade }) => {
      if (!isTold) return null;
      const steps = cascade.flatMap((step, index) => (step.node === nodeId ? [index + 1] : []));
      const first = steps[0];
      if (first === undefined) return null;
      return { numbers: steps.join(", "), state: cascade[first - 1]?.state ?? "degraded" };
    }),
  );
  return own === null ? null : { ...own, isLit };
}

/** Whether trouble came over this line in the step that is lit. */
export function useIsLitEdge(edgeId: string): boolean {
  return useStore(marks, ({ lit }) => {
    if (lit === null || lit.from === null) return false;
    const { from, to } = edgeEnds(edgeId);
    return (from === lit.node && to === lit.from) || (to === lit.node && from === lit.from);
  });
}
