// Everything that changes the document. Each action is one undo step, or joins the step before
// when both carry the same merge key (a drag, a slider held down, typing in one field).
import type {
  FaultDocument,
  Json,
  Problem,
  ScenarioDocument,
} from "../../simulation/scenario/document.ts";
import { blankDocument } from "./blank-document.ts";
import { checkLater, checkNow } from "./checking.ts";
import {
  freeId,
  type Point,
  withEdge,
  withFault,
  withNode,
  withoutEntities,
  withPlaces,
} from "./graph-edits.ts";
import { type History, recordEdit, redoStep, sealLastStep, undoStep } from "./history.ts";
import { leaveRun, noteDesign } from "./run-lifecycle.ts";
import {
  newEdge,
  parseScenario,
  problemsOf,
  valueAtPath,
  whyNotConnect,
  withoutPath,
  withValue,
} from "./scenario-port.ts";
import { selectOnly } from "./selection-actions.ts";
import { patchDocument, studio } from "./studio-store.ts";

function publish(next: History, opened = 0): void {
  const { document: before, openings } = studio.getState().document;
  patchDocument({ ...next, openings: openings + opened });
  if (next.document === before) return;
  const meaningChanged = simulatedPartDiffers(before, next.document);
  if (!meaningChanged) return;
  checkNow();
  noteDesign(next.document);
}

/** Moving nodes or writing notes never changes what is simulated; checking can be skipped. */
function simulatedPartDiffers(a: ScenarioDocument, b: ScenarioDocument): boolean {
  return (
    a.run !== b.run ||
    a.nodes !== b.nodes ||
    a.edges !== b.edges ||
    a.groups !== b.groups ||
    a.faults !== b.faults ||
    a.changes !== b.changes ||
    a.slos !== b.slos ||
    a.alerts !== b.alerts ||
    a.variants !== b.variants ||
    a.catalog !== b.catalog ||
    a.name !== b.name
  );
}

function isReadOnly(): boolean {
  return studio.getState().view.readOnly;
}

/** The general edit. `label` completes "Undo ...": "move orders", "set replicas". */
export function edit(
  label: string,
  change: (document: ScenarioDocument) => ScenarioDocument,
  mergeKey: string | null = null,
): void {
  if (isReadOnly()) return;
  const history = studio.getState().document;
  publish(recordEdit(history, label, change(history.document), mergeKey));
}

/** What follows from accepted values is looked at when no more of them come, ms. */
const CHECK_AFTER_MS = 400;

/**
 * Records what the running engine has taken already: what is held against it can wait. It is the same
 * design as before, since changes are no part of it.
 */
export function editAccepted(
  label: string,
  change: (document: ScenarioDocument) => ScenarioDocument,
  mergeKey: string,
): void {
  if (isReadOnly()) return;
  const history = studio.getState().document;
  patchDocument(recordEdit(history, label, change(history.document), mergeKey));
  checkLater(CHECK_AFTER_MS);
}

/** Call at the end of a gesture that used a merge key. */
export function endGesture(): void {
  patchDocument(sealLastStep(studio.getState().document));
}

export function undo(): void {
  if (!isReadOnly()) publish(undoStep(studio.getState().document));
}

export function redo(): void {
  if (!isReadOnly()) publish(redoStep(studio.getState().document));
}

/** Writes a base value by path (`nodes.orders.replicas`). While a run goes on see setParam. */
export function setBase(path: string, value: Json, mergeKey: string | null = `set ${path}`): void {
  edit(`set ${path}`, (document) => withValue(document, path, value), mergeKey);
}

/** Removes an explicit value, so that the default (or preset) holds again. */
export function resetParam(path: string): void {
  edit(`reset ${path}`, (document) =>
    valueAtPath(document, path) === undefined ? document : withoutPath(document, path),
  );
}

/** Draws a node of the kind and selects it; gives its id. */
export function addNode(kind: string, at: Point): string {
  const id = freeId(studio.getState().document.document.nodes, kind);
  edit(`add ${id}`, (document) => withNode(document, id, kind, at));
  selectOnly([id]);
  return id;
}

/** Draws an edge; gives the reason if it cannot be. */
export function connect(from: string, to: string): string | null {
  const document = studio.getState().document.document;
  const reason = whyNotConnect(document, from, to);
  if (reason !== null) return reason;
  const { id, edge } = newEdge(document, from, to);
  edit(`connect ${from} to ${to}`, (current) => withEdge(current, id, edge));
  selectOnly([id]);
  return null;
}

/** Removes nodes, edges and faults (`fault:ID`), with what hangs on them. */
export function remove(ids: readonly string[]): void {
  if (ids.length === 0) return;
  const label = ids.length === 1 ? `remove ${ids[0]}` : `remove ${ids.length} things`;
  edit(label, (document) => withoutEntities(document, ids));
  selectOnly([]);
}

/** Changes the display name; the id stays, since random streams hang on it. */
export function rename(id: string, name: string): void {
  const trimmed = name.trim();
  edit(`rename ${id}`, (document) => {
    const node = document.nodes[id];
    if (!node || trimmed === "" || trimmed === (node.name ?? id)) return document;
    return { ...document, nodes: { ...document.nodes, [id]: { ...node, name: trimmed } } };
  });
}

export function renameScenario(name: string): void {
  const trimmed = name.trim();
  edit("rename the scenario", (document) =>
    trimmed === "" || trimmed === document.name ? document : { ...document, name: trimmed },
  );
}

/** Moves nodes; calls with the same gesture are one step. */
export function moveNodes(places: Readonly<Record<string, Point>>, gesture: string): void {
  edit("move", (document) => withPlaces(document, places), `move ${gesture}`);
}

export function addFault(fault: FaultDocument): string {
  const id = freeId(studio.getState().document.document.faults ?? {}, fault.kind);
  edit(`add fault ${id}`, (document) => withFault(document, id, fault));
  selectOnly([`fault:${id}`]);
  return id;
}

export function updateFault(
  id: string,
  patch: Partial<FaultDocument>,
  mergeKey: string | null = null,
): void {
  edit(
    `change fault ${id}`,
    (document) => {
      const fault = document.faults?.[id];
      return fault ? withFault(document, id, { ...fault, ...patch } as FaultDocument) : document;
    },
    mergeKey,
  );
}

export function removeFault(id: string): void {
  remove([`fault:${id}`]);
}

/** Another document takes the place of this one; undo brings this one back. */
export function replaceDocument(label: string, document: ScenarioDocument): void {
  leaveRun();
  selectOnly([]);
  // Opening is reading: it goes where editing does not.
  publish(recordEdit(studio.getState().document, label, document, null), 1);
}

/** An empty canvas; undo brings the work back. */
export function newBlank(): void {
  replaceDocument("new scenario", blankDocument());
}

/** Opens a file's text; a broken one gives its problems and leaves the work untouched. */
export function open(text: string, name: string): readonly Problem[] | null {
  const parsed = parseScenario(text);
  if (!parsed.ok) return parsed.problems;
  replaceDocument(`open ${name}`, parsed.document);
  return null;
}

/** Puts the document back that storage kept, as the beginning of the history. */
export function restore(document: ScenarioDocument): void {
  patchDocument({
    document,
    past: [],
    future: [],
    problems: problemsOf(document),
    savedDocument: document,
    openings: studio.getState().document.openings + 1,
  });
}

export function markSaved(document: ScenarioDocument, savedAt: number): void {
  patchDocument({ savedDocument: document, savedAt });
}
