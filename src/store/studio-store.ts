// The one store of the page. Four slices of plain data; the actions live beside it, one file a
// slice. The document slice is the saved file; everything else can be thrown away.
import { createStore, useStore } from "zustand";
import type { AlertResult } from "../../simulation/results/alert-result.ts";
import type { Snapshot, StorySentence } from "../../simulation/results/snapshot.ts";
import type { CascadeStep } from "../../simulation/results/story.ts";
import type { Problem, ScenarioDocument } from "../../simulation/scenario/document.ts";
import type { RunInfo, Speed } from "../worker/protocol.ts";
import { blankDocument } from "./blank-document.ts";
import type { History } from "./history.ts";
import { emptyStates, type RunRows, type StateWindows } from "./run-rows.ts";

export interface DocumentState extends History {
  /** Defects of the document as it stands; errors keep it from running. */
  readonly problems: readonly Problem[];
  /** The document as last written to storage or file; equal to `document` means "Saved". */
  readonly savedDocument: ScenarioDocument | null;
  /** Wall time of that, ms since the epoch. */
  readonly savedAt: number | null;
  /** How often another document took the place of the one before. */
  readonly openings: number;
}

/** Ids: nodes by id, edges by `from->to`, faults as `fault:ID`, groups as `group:ID`. */
export interface SelectionState {
  readonly ids: readonly string[];
}

export type RunPhase = "idle" | "loading" | "running" | "paused" | "finished" | "failed";

export interface RunState {
  readonly status: RunPhase;
  /** Why the run failed or could not start; null while all is well. */
  readonly message: string | null;
  readonly info: RunInfo | null;
  /** Simulated time, ms. */
  readonly nowMs: number;
  /** Achieved simulated ms per wall ms. */
  readonly speed: number;
  readonly requestedSpeed: Speed;
  /** The present as in snapshot.ts; published at most 5 times a second. */
  readonly live: Float64Array | null;
  readonly rows: RunRows | null;
  readonly states: StateWindows;
  readonly cascade: readonly CascadeStep[];
  readonly story: readonly StorySentence[];
  readonly alerts: readonly AlertResult[];
  readonly particleRatio: number;
  /** The instant that canvas and charts show; null follows the run. */
  readonly playheadMs: number | null;
  /** A structural edit was made while this run goes on: "design changed - restart to apply". */
  readonly designChanged: boolean;
  /** What the engine runs now: the document it was loaded with plus the live changes since. */
  readonly runningDocument: ScenarioDocument | null;
  readonly digest: string | null;
  readonly endedEarly: string | null;
  /** The edge that was busiest in an instant that did not end. */
  readonly endedOver: string | null;
  readonly events: number;
}

export type PanelName = "palette" | "inspector" | "timeline" | "results";

/** What lies over the page: a campaign, the gallery, or the page on why to believe a run, from a section on. */
export type DialogName =
  | "campaign"
  | "gallery"
  | "shortcuts"
  | "validation"
  | "state-rules"
  | "scenarios"
  | "versions"
  | "open-text";

export interface ViewState {
  /** Open panels; a closed palette shows its icons only. */
  readonly panels: Readonly<Record<PanelName, boolean>>;
  readonly inspectorWidth: number;
  /** The inspector as a sheet beside a narrow drawing, over the panels below. */
  readonly inspectorWide: boolean;
  readonly timelineHeight: number;
  readonly resultsHeight: number;
  readonly hintDismissed: boolean;
  readonly dialog: DialogName | null;
  /** The window is too narrow to draw in: all is shown, nothing can be edited. */
  readonly readOnly: boolean;
  /** Shown within another page: the drawing, a run and its timeline, no editing, nothing kept. */
  readonly embedded: boolean;
  /** Everything larger and less of it at a time, for a projector. */
  readonly presenter: boolean;
  /** Kind of the fault that the next click on a node or an edge brings about; null: a click selects. */
  readonly armedFault: string | null;
  /** Why the last thing that was to be broken cannot be; null once something else was tried. */
  readonly breakRefusal: string | null;
  /** Tables of nodes and edges stand in the place of the drawing. */
  readonly asTable: boolean;
  /** The search over the drawing is open, or the table's filter is asked for. */
  readonly finding: boolean;
}

export interface StudioState {
  readonly document: DocumentState;
  readonly selection: SelectionState;
  readonly run: RunState;
  readonly view: ViewState;
}

export const INITIAL_RUN: RunState = {
  status: "idle",
  message: null,
  info: null,
  nowMs: 0,
  speed: 0,
  requestedSpeed: 10,
  live: null,
  rows: null,
  states: emptyStates(0),
  cascade: [],
  story: [],
  alerts: [],
  particleRatio: 1,
  playheadMs: null,
  designChanged: false,
  runningDocument: null,
  digest: null,
  endedEarly: null,
  endedOver: null,
  events: 0,
};

export const INITIAL_VIEW: ViewState = {
  panels: { palette: true, inspector: true, timeline: true, results: true },
  inspectorWidth: 304,
  inspectorWide: false,
  timelineHeight: 184,
  resultsHeight: 272,
  hintDismissed: false,
  dialog: null,
  readOnly: false,
  embedded: false,
  presenter: false,
  armedFault: null,
  breakRefusal: null,
  asTable: false,
  finding: false,
};

function initialState(): StudioState {
  return {
    document: {
      document: blankDocument(),
      past: [],
      future: [],
      problems: [],
      savedDocument: null,
      savedAt: null,
      openings: 0,
    },
    selection: { ids: [] },
    run: INITIAL_RUN,
    view: INITIAL_VIEW,
  };
}

/** The store outside of components: `studio.getState()`, `studio.subscribe`. */
export const studio = createStore<StudioState>()(initialState);

/** The store in components: drawn again when what `select` gives changed. */
export function useStudio<Part>(select: (state: StudioState) => Part): Part {
  return useStore(studio, select);
}

export function patchDocument(patch: Partial<DocumentState>): void {
  studio.setState((state) => ({ document: { ...state.document, ...patch } }));
}

export function patchRun(patch: Partial<RunState>): void {
  studio.setState((state) => ({ run: { ...state.run, ...patch } }));
}

export function patchView(patch: Partial<ViewState>): void {
  studio.setState((state) => ({ view: { ...state.view, ...patch } }));
}

/** Everything as at the first visit. */
export function resetStudio(): void {
  studio.setState(initialState(), true);
}

/** Sampled messages go past the store's state: the particle layer draws them frame by frame. */
export type ParticleBatch = Pick<Snapshot, "particles" | "particleRatio" | "nowMs" | "speed">;
