// One scenario, one tab: the tab that keeps a scenario holds a lock by its id. Another tab finds
// the lock taken and may take it over; before that it asks the holder to write what is unsaved.
// Browsers without locks (plain http) go on as if there were one tab.

type Message = { readonly kind: "write" | "written"; readonly id: string };

/** A tab behind others is slow (its timers come once a second); one that sleeps never answers. */
const ANSWER_MS = 4000;

let letGo: (() => void) | null = null;

export interface Holding {
  /** Another tab took the scenario over. */
  readonly onTaken: (id: string) => void;
  /** Writes what is unsaved, because another tab is about to take over. */
  readonly onWrite: (id: string) => Promise<void>;
}

function channel(): BroadcastChannel | null {
  return typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("brownout");
}

/** Gives up the lock of the scenario held so far and takes that of `id`; false if it is taken. */
export function holdScenario(
  id: string,
  onTaken: Holding["onTaken"],
  steal = false,
): Promise<boolean> {
  letGo?.();
  letGo = null;
  if (typeof navigator.locks === "undefined") return Promise.resolve(true);
  const options: LockOptions = steal ? { steal } : { ifAvailable: true };
  return new Promise((answer) => {
    const holding = navigator.locks.request(`brownout scenario ${id}`, options, (lock) => {
      answer(lock !== null);
      if (!lock) return undefined;
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
export function answerTabs(holding: Pick<Holding, "onWrite">): () => void {
  const port = channel();
  if (!port) return () => {};
  port.addEventListener("message", ({ data }: MessageEvent<Message>) => {
    if (data.kind !== "write") return;
    void holding.onWrite(data.id).then(() => {
      port.postMessage({ kind: "written", id: data.id } satisfies Message);
    });
  });
  return () => port.close();
}

/** Asks the tab that holds the scenario to write what is unsaved, and waits for it a while. */
export async function askToWrite(id: string): Promise<void> {
  const port = channel();
  if (!port) return;
  await new Promise<void>((done) => {
    const timer = setTimeout(done, ANSWER_MS);
    port.addEventListener("message", ({ data }: MessageEvent<Message>) => {
      if (data.kind !== "written" || data.id !== id) return;
      clearTimeout(timer);
      done();
    });
    port.postMessage({ kind: "write", id } satisfies Message);
  });
  port.close();
}
