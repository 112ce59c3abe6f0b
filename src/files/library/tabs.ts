// One scenario, one tab: the tab that keeps a scenario holds a lock by its id. Another tab finds
// the lock taken and may take it over; before that it asks the holder to hand over what it has.
// Browsers without locks (plain http) go on as if there were one tab.

type Message =
  | { readonly kind: "ask"; readonly id: string }
  | { readonly kind: "give"; readonly id: string; readonly text: string };

/** A tab behind others on a busy machine is slow; one that hangs never answers. */
const ANSWER_MS = 8000;

let letGo: (() => void) | null = null;
/** Counts requests: a lock that comes when another one is wanted already is given back. */
let requests = 0;

export interface Holding {
  /** Another tab took the scenario over. */
  readonly onTaken: (id: string) => void;
  /** Another tab is about to take over: the text to hand over, null if it is not this tab's. */
  readonly onAsked: (id: string) => Promise<string | null>;
}

function channel(): BroadcastChannel | null {
  return typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("brownout");
}

/** Gives up the lock of the scenario held so far. */
export function letGoScenario(): void {
  letGo?.();
  letGo = null;
}

/** Gives up the lock of the scenario held so far and takes that of `id`; false if it is taken. */
export function holdScenario(
  id: string,
  onTaken: Holding["onTaken"],
  steal = false,
): Promise<boolean> {
  letGoScenario();
  requests += 1;
  const request = requests;
  if (typeof navigator.locks === "undefined") return Promise.resolve(true);
  const options: LockOptions = steal ? { steal } : { ifAvailable: true };
  return new Promise((answer) => {
    const holding = navigator.locks.request(`brownout scenario ${id}`, options, (lock) => {
      const isWanted = lock !== null && request === requests;
      answer(isWanted);
      if (!isWanted) return undefined;
      return new Promise<void>((done) => {
        letGo = done;
      });
    });
    holding.catch((error: unknown) => {
      if (error instanceof DOMException && error.name === "AbortError") onTaken(id);
      // Pages opened from a file may be refused locks.
      else answer(true);
    });
  });
}

/** Answers other tabs from now on; gives the way to stop. */
export function answerTabs(holding: Pick<Holding, "onAsked">): () => void {
  const port = channel();
  if (!port) return () => {};
  port.addEventListener("message", ({ data }: MessageEvent<Message>) => {
    if (data.kind !== "ask") return;
    const { id } = data;
    void holding.onAsked(id).then((text) => {
      if (text !== null) port.postMessage({ kind: "give", id, text } satisfies Message);
    });
  });
  return () => port.close();
}

/** Asks the tab that holds the scenario for its text; null if none answers for a while. */
export async function askForScenario(id: string): Promise<string | null> {
  const port = channel();
  if (!port) return null;
  const text = await new Promise<string | null>((done) => {
    const timer = setTimeout(() => done(null), ANSWER_MS);
    port.addEventListener("message", ({ data }: MessageEvent<Message>) => {
      if (data.kind !== "give" || data.id !== id) return;
      clearTimeout(timer);
      done(data.text);
    });
    port.postMessage({ kind: "ask", id } satisfies Message);
  });
  port.close();
  return text;
}
