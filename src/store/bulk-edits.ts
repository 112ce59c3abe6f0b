// One value for many parameters at once, as one step: several things selected, a section that goes
// back to its defaults, a mean and the slots that belong to it.
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { edit } from "./document-actions.ts";
import { change, isUnderWay } from "./run-actions.ts";
import { isLivePath, valueAtPath, withoutPath, withValue } from "./scenario-port.ts";
import { studio } from "./studio-store.ts";

type Values = Readonly<Record<string, Json>>;

function areLive(paths: readonly string[]): boolean {
  const { document } = studio.getState().document;
  return isUnderWay() && paths.every((path) => isLivePath(document, path));
}

function wordsFor(paths: readonly string[]): string {
  const [first = ""] = paths;
  const name = first.slice(first.lastIndexOf(".") + 1);
  return paths.length === 1 ? first : `${name} on ${paths.length}`;
}

/** Values of a held slider that wait while the ones before are on their way. */
let waiting: Values | null = null;
let sending = false;

async function sendWaiting(): Promise<void> {
  if (sending) return;
  sending = true;
  while (waiting !== null) {
    const next: Values = waiting;
    waiting = null;
    const accepted = areLive(Object.keys(next)) && (await change(next));
    if (!accepted) setBasesTogether(next);
  }
  sending = false;
}

/** Sets the file's values together. */
export function setBasesTogether(values: Values): void {
  const paths = Object.keys(values);
  edit(
    `set ${wordsFor(paths)}`,
    (document) =>
      paths.reduce((edited, path) => withValue(edited, path, values[path] as Json), document),
    `set ${paths.join(" ")}`,
  );
}

/** Sets parameters together: in the run if one goes on and all of them allow it, else in the file. */
export async function setTogether(values: Values): Promise<void> {
  const paths = Object.keys(values);
  if (paths.length === 0) return;
  if (!areLive(paths)) {
    setBasesTogether(values);
    return;
  }
  waiting = values;
  await sendWaiting();
}

/** What a parameter goes back to. */
export interface Resetting {
  readonly path: string;
  readonly fallback: unknown;
}

function without(document: ScenarioDocument, path: string): ScenarioDocument {
  return valueAtPath(document, path) === undefined ? document : withoutPath(document, path);
}

/** Takes the explicit values away, so that defaults hold again; in a run their values are set. */
export async function resetTogether(params: readonly Resetting[], what: string): Promise<void> {
  const { document } = studio.getState().document;
  const paths = params.map(({ path }) => path);
  const explicit = paths.filter((path) => valueAtPath(document, path) !== undefined);
  if (explicit.length === 0) return;
  if (areLive(explicit)) {
    const chosen = params.filter(({ path }) => explicit.includes(path));
    const set = Object.fromEntries(chosen.map(({ path, fallback }) => [path, fallback as Json]));
    if (await change(set)) return;
  }
  edit(`reset ${what}`, (current) => explicit.reduce(without, current));
}
