// Studies: many runs of the document in a worker of their own, which ends with its answer. The app hands
// in who runs them, so that the store can be tested with any stand-in.
import { createStore, type StoreApi, useStore } from "zustand";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import type { StudyAnswer } from "../worker/protocol.ts";
import { studio } from "./studio-store.ts";

/** A study that goes on; `stop` ends it with what was found so far. */
export interface StartedStudy<Result> {
  readonly answer: Promise<StudyAnswer<Result>>;
  readonly stop: () => void;
}

export type RunStudy<Request, Result> = (
  document: ScenarioDocument,
  request: Request,
  onProgress: (result: Result) => void,
) => StartedStudy<Result>;

export interface StudyState<Result> {
  readonly isGoing: boolean;
  readonly result: Result | null;
  /** The document it was run against; another one has other results. */
  readonly document: ScenarioDocument | null;
  /** Why it could not be run, or stopped. */
  readonly message: string | null;
}

export interface Study<Request, Result> {
  readonly store: StoreApi<StudyState<Result>>;
  /** Runs it against the document as it stands; never throws. */
  readonly start: (request: Request) => Promise<void>;
  /** Ends the runs; what was found so far stays. */
  readonly stop: () => void;
  readonly use: () => StudyState<Result>;
}

function sentence(answer: StudyAnswer<unknown> & { readonly ok: false }): string {
  const first = answer.problems.find(({ severity }) => severity === "error");
  const text = first?.message ?? "the scenario has errors";
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** A study that `runner` runs; undefined: nobody does. */
export function createStudy<Request, Result>(
  runner: () => RunStudy<Request, Result> | undefined,
): Study<Request, Result> {
  const idle: StudyState<Result> = { isGoing: false, result: null, document: null, message: null };
  const store = createStore<StudyState<Result>>()(() => idle);
  let going: StartedStudy<Result> | null = null;
  const start = async (request: Request): Promise<void> => {
    const { document } = studio.getState().document;
    const run = runner();
    if (run === undefined) {
      store.setState({ ...idle, message: "Background runs are not available." });
      return;
    }
    going?.stop();
    store.setState({ isGoing: true, result: null, document, message: null });
    const mine = run(document, request, (result) => {
      if (going === mine) store.setState({ result });
    });
    going = mine;
    try {
      const answer = await mine.answer;
      if (going !== mine) return;
      if (answer.ok) store.setState({ isGoing: false, result: answer.result });
      else store.setState({ isGoing: false, message: sentence(answer) });
    } catch (error) {
      if (going !== mine) return;
      const why = error instanceof Error ? error.message : String(error);
      store.setState({ isGoing: false, message: `It could not be run: ${why}` });
    }
    going = null;
  };
  const stop = (): void => {
    going?.stop();
    going = null;
    store.setState({ isGoing: false });
  };
  return { store, start, stop, use: () => useStore(store) };
}
