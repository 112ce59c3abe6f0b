// What was not yet in the database when the page went away. Only this storage can be written while
// a page is being left; the next page takes it into the database.

const PREFIX = "brownout unsaved ";
/** Per tab: which scenario a reload comes back to, and what was selected in it. */
const TAB_KEY = "brownout tab";

export interface TabState {
  readonly id: string;
  readonly selection: readonly string[];
}

/** Storage may be refused as a whole; then there is no journal. */
function attempt<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch {
    return otherwise;
  }
}

export function writeJournal(id: string, text: string): boolean {
  return attempt(() => {
    localStorage.setItem(PREFIX + id, text);
    return true;
  }, false);
}

export function clearJournal(id: string): void {
  attempt(() => localStorage.removeItem(PREFIX + id), undefined);
}

/** Texts that never reached the database, with the ids of their scenarios. */
export function readJournal(): readonly (readonly [id: string, text: string])[] {
  return attempt(() => {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    return keys.map((key) => [key.slice(PREFIX.length), localStorage.getItem(key) ?? ""] as const);
  }, []);
}

export function writeTab(state: TabState): void {
  attempt(() => sessionStorage.setItem(TAB_KEY, JSON.stringify(state)), undefined);
}

export function readTab(): TabState | null {
  return attempt(
    () => JSON.parse(sessionStorage.getItem(TAB_KEY) ?? "null") as TabState | null,
    null,
  );
}
