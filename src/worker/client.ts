// The page's side of the worker: starts it, takes snapshots, and says when it can take the next.
import { proxy, wrap } from "comlink";
import type { CampaignResult } from "../../simulation/results/campaign.ts";
import type { Snapshot } from "../../simulation/results/snapshot.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { newWorker } from "./new-worker.ts";
import type {
  AssessmentAnswer,
  AssessmentWorker,
  CampaignAnswer,
  CampaignRequest,
  PilotWorker,
  SimulationWorker,
  WarmupAnswer,
} from "./protocol.ts";

export interface WorkerClient {
  readonly port: SimulationWorker;
  /** Ends the worker and its listeners. */
  readonly close: () => void;
}

/** Pilot runs in a worker of their own, which ends with its answer. */
export async function suggestWarmup(document: ScenarioDocument): Promise<WarmupAnswer> {
  const worker = newWorker();
  try {
    return await new Promise<WarmupAnswer>((answer, refuse) => {
      worker.addEventListener("error", (event) => {
        refuse(new Error(event.message || "The worker did not start."));
      });
      const port = wrap<PilotWorker>(worker) as unknown as PilotWorker;
      port.suggestWarmup(document).then(answer, refuse);
    });
  } finally {
    worker.terminate();
  }
}

let assessor: AssessmentWorker | null = null;

/** Offered load and headroom, from a worker that starts with the first question and stays. */
export function assess(document: ScenarioDocument): Promise<AssessmentAnswer> {
  assessor ??= wrap<AssessmentWorker>(
    new Worker(new URL("./assessment.worker.ts", import.meta.url), {
      type: "module",
      name: "assessment",
    }),
  ) as unknown as AssessmentWorker;
  return assessor.assess(document);
}

/** A campaign of faults in a worker of its own, which ends with its answer or when it is stopped. */
export function runCampaign(
  document: ScenarioDocument,
  request: CampaignRequest,
  onProgress: (result: CampaignResult) => void,
): { readonly answer: Promise<CampaignAnswer>; readonly stop: () => void } {
  const worker = newWorker();
  const answer = new Promise<CampaignAnswer>((resolve, refuse) => {
    worker.addEventListener("error", (event) => {
      refuse(new Error(event.message || "The worker did not start."));
    });
    const port = wrap<PilotWorker>(worker) as unknown as PilotWorker;
    port.runCampaign(document, request, proxy(onProgress)).then(resolve, refuse);
  }).finally(() => worker.terminate());
  return { answer, stop: () => worker.terminate() };
}

/**
 * Starts a worker. `receive` gets each snapshot; the worker is told to go on once the page had a
 * frame to draw it. `fail` hears of a worker that died or could not be started.
 */
export function startWorker(
  receive: (snapshot: Snapshot) => void,
  fail: (message: string) => void,
): WorkerClient {
  const worker = newWorker();
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
