// What the dialog of kept scenarios reads and does.
import { useCallback, useEffect, useState } from "react";
import { renameScenario } from "../../store/document-actions.ts";
import { keepNow, keptValues, noteWrite, useKeeping } from "./keeper.ts";
import { newScenarioId } from "./scenario-ids.ts";
import {
  documentOf,
  duplicateScenario,
  type KeptScenario,
  keepScenario,
  keptScenarios,
  putBack,
  type Removed,
  removeScenario,
  textOf,
} from "./shelf.ts";

const REFUSED = "This browser keeps no data for this page.";

export function useKeptScenarios() {
  const writes = useKeeping((keeping) => keeping.writes);
  const [scenarios, setScenarios] = useState<readonly KeptScenario[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each write is read again
  useEffect(() => {
    let wanted = true;
    keptScenarios(keptValues()).then(
      (found) => wanted && setScenarios(found),
      () => wanted && setFailure(REFUSED),
    );
    return () => {
      wanted = false;
    };
  }, [writes]);
  return { scenarios, failure };
}

/** Changes the name of any kept scenario; that of the open one is an edit like others. */
export async function renameKept(id: string, name: string): Promise<void> {
  const trimmed = name.trim();
  if (trimmed === "") return;
  if (useKeeping.getState().id === id) {
    renameScenario(trimmed);
    await keepNow();
    return;
  }
  const text = await textOf(keptValues(), id);
  if (text === null) return;
  const document = { ...documentOf(text), name: trimmed };
  await keepScenario(keptValues(), id, document, Date.now());
  noteWrite();
}

export async function duplicateKept(id: string): Promise<void> {
  await duplicateScenario(keptValues(), id, newScenarioId(), Date.now());
  noteWrite();
}

/** Deleting, with the last one deleted at hand to be put back. */
export function useDeleting() {
  const [removed, setRemoved] = useState<Removed | null>(null);
  const remove = useCallback(async (id: string) => {
    setRemoved(await removeScenario(keptValues(), id));
    noteWrite();
  }, []);
  const undo = useCallback(async () => {
    if (removed) await putBack(keptValues(), removed);
    setRemoved(null);
    noteWrite();
  }, [removed]);
  return { removed, remove, undo };
}
