// What components read. Live values come as plain numbers that change at most 5 times a second,
// and a component is drawn again only when one of them did.
import { useShallow } from "zustand/react/shallow";
import type { NodeState } from "../../simulation/results/story.ts";
import type { Problem, ScenarioDocument } from "../../simulation/scenario/document.ts";
import {
  type EdgeLive,
  edgeLiveOf,
  type NodeLive,
  nodeLiveOf,
  nodeStateOf,
} from "./live-values.ts";
import { isFaultOn } from "./run-actions.ts";
import {
  type DocumentState,
  type RunState,
  type StudioState,
  useStudio,
  type ViewState,
} from "./studio-store.ts";

export function useDocument(): ScenarioDocument {
  return useStudio((state) => state.document.document);
}

let seen: ScenarioDocument | null = null;
let design: ScenarioDocument | null = null;

/** The document; the one before as long as only recorded changes differ. */
function designOf(document: ScenarioDocument): ScenarioDocument {
  // Many ask at each tick of the clock; most of the time nothing was edited in between.
  if (document === seen && design !== null) return design;
  seen = document;
  const { changes: _, ...parts } = document;
  const names = Object.keys(parts) as (keyof typeof parts)[];
  const before = design;
  const isSame =
    before !== null &&
    names.every((name) => before[name] === parts[name]) &&
    Object.keys(before).every((name) => name in parts || name === "changes");
  if (!isSame) design = document;
  return isSame ? before : document;
}

/**
 * The document for those who show nothing of its recorded changes: a slider that is held while a run
 * goes on records one with every step.
 */
export function useDesign(): ScenarioDocument {
  return useStudio((state) => designOf(state.document.document));
}

/** Problems of the document, or of one path and everything below it. */
export function useProblems(path?: string): readonly Problem[] {
  return useStudio(
    useShallow(({ document }) =>
      path === undefined
        ? document.problems
        : document.problems.filter(
            (problem) => problem.path === path || problem.path.startsWith(`${path}.`),
          ),
    ),
  );
}

export function useHistory(): Pick<DocumentState, "past" | "future"> {
  return useStudio(
    useShallow(({ document }) => ({ past: document.past, future: document.future })),
  );
}

export function useIsSaved(): boolean {
  return useStudio(({ document }) => document.savedDocument === document.document);
}

export function useSelection(): readonly string[] {
  return useStudio((state) => state.selection.ids);
}

export function useIsSelected(id: string): boolean {
  return useStudio((state) => state.selection.ids.includes(id));
}

/** One part of the run, `useRun((run) => run.status)`; objects are compared field by field. */
export function useRun<Part>(select: (run: RunState) => Part): Part {
  return useStudio(useShallow((state: StudioState) => select(state.run)));
}

export function useView<Part>(select: (view: ViewState) => Part): Part {
  return useStudio(useShallow((state: StudioState) => select(state.view)));
}

/** The node now, or at the playhead; null before anything was simulated. */
export function useNodeLive(nodeId: string): NodeLive | null {
  return useStudio(useShallow((state) => nodeLiveOf(state.run, nodeId)));
}

/** The node's state alone: drawn again only when it changes. */
export function useNodeState(nodeId: string): NodeState | null {
  return useStudio((state) => nodeStateOf(state.run, nodeId));
}

/** The edge now, or at the playhead; null before anything was simulated. */
export function useEdgeLive(edgeId: string): EdgeLive | null {
  return useStudio(useShallow((state) => edgeLiveOf(state.run, edgeId)));
}

export function useFaultOn(id: string): boolean {
  return useStudio(({ document, run }) => {
    // What a finished run shows is its own past, changes made on the way included.
    const shown = run.nowMs > 0 && run.status !== "idle" && run.status !== "loading";
    return isFaultOn(document.document, id, shown ? run.nowMs : null);
  });
}
