// Traces of the present run: the list is asked of its worker, traces in full of a worker of their own,
// which simulates the time of the wanted requests once more. Those that came are kept until the next run.
import { createStore, useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { Trace, TraceFormat, TraceSummary } from "../../simulation/results/traces.ts";
import { backgroundRuns } from "./background-runs.ts";
import { showResultTab } from "./results-view.ts";
import { attachedWorker } from "./run-lifecycle.ts";

export interface TracesState {
  /** The run that the traces below are of. */
  readonly run: object | null;
  readonly known: Readonly<Record<string, Trace>>;
  /** Number of traces that are being made. */
  readonly asked: number;
  readonly message: string | null;
  /** The trace that is shown, and the one that it is compared with. */
  readonly selected: string | null;
  readonly pinned: string | null;
  /** Only requests that were under way at the playhead. */
  readonly atPlayhead: boolean;
}

const NONE: TracesState = {
  run: null,
  known: {},
  asked: 0,
  message: null,
  selected: null,
  pinned: null,
  atPlayhead: false,
};

export const traces = createStore<TracesState>()(() => NONE);

export function useTraces<Part>(select: (state: TracesState) => Part): Part {
  return useStore(traces, useShallow(select));
}

/** Forgets traces of another run. */
export function tracesOf(run: object | null): void {
  if (traces.getState().run === run) return;
  traces.setState({ ...NONE, run, atPlayhead: traces.getState().atPlayhead });
}

export function selectTrace(selected: string | null): void {
  traces.setState({ selected });
}

export function pinTrace(pinned: string | null): void {
  traces.setState({ pinned });
}

export function showTracesAtPlayhead(atPlayhead: boolean): void {
  traces.setState({ atPlayhead });
}

/** From a chart to the requests of the shown instant. */
export function openTracesAtPlayhead(): void {
  showTracesAtPlayhead(true);
  showResultTab("Traces");
}

/** These requests as a file of another tool; throws with why where it cannot be made. */
export async function tracesAs(
  wanted: readonly TraceSummary[],
  format: TraceFormat,
): Promise<string> {
  const ask = backgroundRuns().exportTraces;
  if (ask === undefined) throw new Error("traces are not available here");
  return ask(await attachedWorker().simulated(), wanted, format);
}

/** Makes traces of these requests, as far as they are not there; never throws. */
export async function askForTraces(wanted: readonly TraceSummary[]): Promise<void> {
  const { run, known } = traces.getState();
  const missing = wanted.filter(({ id }) => known[id] === undefined);
  if (missing.length === 0) return;
  const ask = backgroundRuns().traceRequests;
  if (ask === undefined) {
    traces.setState({ message: "Traces are not available here." });
    return;
  }
  traces.setState({ asked: missing.length, message: null });
  let message: string | null = null;
  let made: readonly Trace[] = [];
  try {
    // The design may have been edited since; what is traced is the run.
    made = await ask(await attachedWorker().simulated(), missing);
    if (made.length < missing.length) {
      message = "The run has changed meanwhile: choose from its requests again.";
    }
  } catch (error) {
    message = `It could not be traced: ${error instanceof Error ? error.message : String(error)}`;
  }
  const now = traces.getState();
  if (now.run !== run) return;
  const added = Object.fromEntries(made.map((trace) => [trace.id, trace]));
  traces.setState({ known: { ...now.known, ...added }, asked: 0, message });
}
