// The page's side of the worker: starts it, takes snapshots, and says when it can take the next.
import { proxy, wrap } from "comlink";
import type { Snapshot } from "../../simulation/results/snapshot.ts";
import type { SimulationWorker } from "./protocol.ts";

export interface WorkerClient {
  readonly port: SimulationWorker;
  /** Ends the worker and its listeners. */
  readonly close: () => void;
}

/**
 * Starts a worker. `receive` gets each snapshot; the worker is told to go on once the page had a
 * frame to draw it. `fail` hears of a worker that died or could not be started.
 */
export function startWorker(
  receive: (snapshot: Snapshot) => void,
  fail: (message: string) => void,
): WorkerClient {
  const worker = new Worker(new URL("./simulation.worker.ts", import.meta.url), {
    type: "module",
    name: "simulation",
  });
  worker.addEventListener("error", (event) => fail(event.message || "The worker did not start."));
  const port = wrap<SimulationWorker>(worker) as unknown as SimulationWorker;
  const take = (snapshot: Snapshot): void => {
    receive(snapshot);
    requestAnimationFrame(() => void port.acknowledge());
  };
  port.connect(proxy(take)).catch((error: unknown) => fail(String(error)));
  const tellVisibility = (): void => {
    void port.setVisible(document.visibilityState === "visible");
  };
  document.addEventListener("visibilitychange", tellVisibility);
  return {
    port,
    close: () => {
      document.removeEventListener("visibilitychange", tellVisibility);
      worker.terminate();
    },
  };
}
