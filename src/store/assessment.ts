// What follows from the document before anything is simulated: offered load, capacity and headroom. It
// is asked again whenever what would be simulated changes. The app hands in who answers.

import { createStore, useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { OfferedLoad, OfferedNode } from "../../simulation/results/offered-load.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import type { AssessmentAnswer } from "../worker/protocol.ts";
import { type RunState, studio, useStudio } from "./studio-store.ts";

export type Assess = (document: ScenarioDocument) => Promise<AssessmentAnswer>;

export interface AssessmentState {
  /** Null: not known yet, or errors stand against an answer. */
  readonly load: OfferedLoad | null;
  /** The document it holds for. */
  readonly document: ScenarioDocument | null;
}

export const assessmentStore = createStore<AssessmentState>()(() => ({
  load: null,
  document: null,
}));

/** A slider that is dragged changes the document with every step, ms. */
const QUIET_MS = 120;
/** A run that begins comes first: nothing here is shown beside its numbers, ms. */
const LOADING_MS = 300;

function isBeginning({ status, live }: RunState): boolean {
  return status === "loading" || (status === "running" && live === null);
}

function flowsAlike(a: ScenarioDocument | null, b: ScenarioDocument): boolean {
  return (
    a !== null &&
    a.nodes === b.nodes &&
    a.edges === b.edges &&
    a.groups === b.groups &&
    a.catalog === b.catalog &&
    a.run.durationS === b.run.durationS
  );
}

/** Follows the document from now on; gives the way to stop. */
export function attachAssessor(assess: Assess): () => void {
  let asked: ScenarioDocument | null = null;
  let openings = -1;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = async (document: ScenarioDocument) => {
    let load: OfferedLoad | null = null;
    try {
      const answer = await assess(document);
      if (answer.ok) load = answer.load;
    } catch {
      // A worker that cannot be started leaves the numbers out; running is not affected.
    }
    if (asked === document) assessmentStore.setState({ load, document });
  };
  const askLater = (document: ScenarioDocument, waitMs: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (isBeginning(studio.getState().run)) askLater(document, LOADING_MS);
      else void ask(document);
    }, waitMs);
  };
  const follow = () => {
    const { document, openings: now } = studio.getState().document;
    // Numbers of another scenario are never shown, those of the one before an edit for a moment.
    if (openings !== now) assessmentStore.setState({ load: null, document: null });
    const isFirst = openings !== now;
    openings = now;
    if (!isFirst && flowsAlike(asked, document)) return;
    asked = document;
    if (Object.keys(document.nodes).length === 0) {
      clearTimeout(timer);
      assessmentStore.setState({ load: null, document });
      return;
    }
    askLater(document, QUIET_MS);
  };
  follow();
  const leave = studio.subscribe(follow);
  return () => {
    clearTimeout(timer);
    asked = null;
    leave();
  };
}

/** Flow of the whole scenario; null while it is not known. */
export function useOfferedLoad(): OfferedLoad | null {
  return useStore(assessmentStore, (state) => state.load);
}

export interface OfferedHere extends OfferedNode {
  /** It saturates before every other node. */
  readonly isFirst: boolean;
  /** Multiple of the present load at which it saturates; null if nothing limits it. */
  readonly headroom: number | null;
}

export function headroomOf({ utilization }: OfferedNode): number | null {
  return utilization !== null && utilization > 0 ? 1 / utilization : null;
}

/** What a node is offered; null for sources and while it is not known. */
export function useOfferedNode(nodeId: string): OfferedHere | null {
  return useStore(
    assessmentStore,
    useShallow(({ load }) => {
      const node = load?.nodes.find(({ id }) => id === nodeId);
      if (!load || !node) return null;
      return { ...node, isFirst: load.first === nodeId, headroom: headroomOf(node) };
    }),
  );
}

/** Calls or messages per second over an edge; null while it is not known. */
export function useOfferedRate(edgeId: string): number | null {
  return useStore(
    assessmentStore,
    ({ load }) => load?.edges.find(({ id }) => id === edgeId)?.ratePerS ?? null,
  );
}

/** Whether nothing was simulated yet, so that what is known beforehand is all there is to show. */
export function useNothingRan(): boolean {
  return useStudio(({ run }) => run.nowMs === 0 && run.status !== "running");
}
