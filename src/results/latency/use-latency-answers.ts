// Distributions are asked of the worker only while somebody looks at them, at most once a second and
// only if the run went on meanwhile.
import { useEffect, useState } from "react";
import type {
  LatencyBands,
  LatencyBins,
  LatencyScope,
} from "../../../simulation/results/latency.ts";
import { attachedWorker, isAttached } from "../../store/run-lifecycle.ts";
import { type RunState, studio } from "../../store/studio-store.ts";
import { appendBands, type BandHistory, emptyBands } from "./heat-cells.ts";

const ASK_EVERY_MS = 1000;

/** Calls `ask` now and whenever the run has new windows; gives the way to stop. */
export function follow(ask: () => Promise<void>): () => void {
  let seen: object | null = null;
  let isAsking = false;
  const look = (): void => {
    const { rows } = studio.getState().run;
    if (isAsking || !isAttached() || rows === null || rows === seen) return;
    seen = rows;
    isAsking = true;
    // A worker that died is said elsewhere; the next look asks again.
    void ask()
      .catch(() => {
        seen = null;
      })
      .finally(() => {
        isAsking = false;
      });
  };
  look();
  const timer = setInterval(look, ASK_EVERY_MS);
  return () => clearInterval(timer);
}

/** Latencies since the warm-up; null before anything was simulated. */
export function useLatencyBins({ block, id }: LatencyScope): LatencyBins | null {
  const [bins, setBins] = useState<{ readonly of: string; readonly bins: LatencyBins } | null>(
    null,
  );
  const of = `${block} ${id}`;
  useEffect(() => {
    let isWanted = true;
    const stop = follow(async () => {
      const answer = await attachedWorker().latencyBins({ block, id });
      if (isWanted) setBins({ of: `${block} ${id}`, bins: answer });
    });
    return () => {
      isWanted = false;
      stop();
    };
  }, [block, id]);
  return bins?.of === of ? bins.bins : null;
}

/** Latencies of a request type window by window, of the present run. */
export function useLatencyBands(type: string): BandHistory {
  const [history, setHistory] = useState(emptyBands);
  useEffect(() => {
    let isWanted = true;
    let known = emptyBands();
    let of: RunState["info"] = null;
    setHistory(known);
    const stop = follow(async () => {
      const { info } = studio.getState().run;
      if (info !== of) known = emptyBands();
      of = info;
      const answer: LatencyBands = await attachedWorker().latencyBands(type, known.windows);
      known = appendBands(known, answer);
      if (isWanted) setHistory(known);
    });
    return () => {
      isWanted = false;
      stop();
    };
  }, [type]);
  return history;
}
