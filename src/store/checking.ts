// When the document is checked. Each change recorded while a run goes on makes a design of its own,
// so many of them are checked one a task: the page must not stand still for them.
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { noteDesign } from "./run-lifecycle.ts";
import { canCheck, loadChecker, problemsOf } from "./scenario-port.ts";
import { patchDocument, studio } from "./studio-store.ts";

/** As many recorded changes are checked at once with the design itself. */
const CHANGES_AT_ONCE = 4;

let waiting: ReturnType<typeof setTimeout> | undefined;
/** Recorded changes that were checked with the design as it is. */
let checked = new WeakSet<object>();

function currentDocument(): ScenarioDocument {
  return studio.getState().document.document;
}

let loadLayout: () => Promise<void> = () => Promise.resolve();

/** What places nodes that a file gives no place; it comes after the first drawing as well. */
export function attachLayout(load: () => Promise<void>): void {
  loadLayout = load;
}

/**
 * To be awaited before a file, a link or pasted text is read. What checks them, and what places their
 * nodes, comes after the first drawing; then the open document is checked too. Rejects if the checks
 * cannot be fetched.
 */
export async function loadChecks(): Promise<void> {
  await Promise.all([loadLayout(), loadOnce()]);
}

async function loadOnce(): Promise<void> {
  if (canCheck()) return;
  await loadChecker();
  checkNow();
  noteDesign(currentDocument());
}

/** Checks the document now; what its recorded changes lead to follows where they are many. */
export function checkNow(): void {
  clearTimeout(waiting);
  checked = new WeakSet();
  const document = currentDocument();
  const { changes = {}, ...design } = document;
  if (Object.keys(changes).length <= CHANGES_AT_ONCE) {
    patchDocument({ problems: problemsOf(document) });
    return;
  }
  patchDocument({ problems: problemsOf(design) });
  checkLater(0);
}

/** Checks the document when nothing more was asked for `waitMs`, ms. */
export function checkLater(waitMs: number): void {
  clearTimeout(waiting);
  waiting = setTimeout(checkNext, waitMs);
}

/** Checks up to the next recorded change that was not checked; those before it are remembered. */
function checkNext(): void {
  const document = currentDocument();
  const changes = Object.entries(document.changes ?? {});
  const next = changes.findIndex(([, change]) => !checked.has(change));
  if (next < 0 || changes.length <= CHANGES_AT_ONCE) {
    patchDocument({ problems: problemsOf(document) });
    return;
  }
  const part = changes.slice(0, next + 1);
  problemsOf({ ...document, changes: Object.fromEntries(part) });
  for (const [, change] of part) checked.add(change);
  waiting = setTimeout(checkNext, 0);
}
