// What is inside open brokers, now or at the playhead. Of the present the worker is asked whenever the
// numbers of the run change, for those that are in the page and no others, once at a time.
import { useEffect, useMemo } from "react";
import { create } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { BrokerInside } from "../../../simulation/results/broker-inside.ts";
import { useBacklogHistory } from "../../store/backlog-history.ts";
import { attachedWorker, isAttached } from "../../store/run-lifecycle.ts";
import { rowAt } from "../../store/run-rows.ts";
import { studio, useStudio } from "../../store/studio-store.ts";
import { recordedInside } from "./recorded-inside.ts";

type Insides = Readonly<Record<string, BrokerInside>>;

const useInsides = create<{ readonly insides: Insides }>()(() => ({ insides: {} }));
const watched = new Map<string, number>();
let asking = false;
let stop: (() => void) | null = null;

async function ask(): Promise<void> {
  const { run } = studio.getState();
  if (asking || run.info === null || watched.size === 0 || !isAttached()) return;
  asking = true;
  try {
    const insides = await attachedWorker().brokerInsides([...watched.keys()]);
    if (studio.getState().run.info === run.info) useInsides.setState({ insides });
  } catch {
    // A worker that died says so itself; the numbers then stay away.
  } finally {
    asking = false;
  }
}

function follow(): () => void {
  void ask();
  return studio.subscribe(({ run }, before) => {
    if (run.info !== before.run.info) useInsides.setState({ insides: {} });
    if (run.live !== before.run.live || run.info !== before.run.info) void ask();
  });
}

function watch(id: string): () => void {
  watched.set(id, (watched.get(id) ?? 0) + 1);
  stop ??= follow();
  void ask();
  return () => {
    const left = (watched.get(id) ?? 1) - 1;
    if (left > 0) watched.set(id, left);
    else watched.delete(id);
    if (watched.size > 0) return;
    stop?.();
    stop = null;
  };
}

/** What each open broker shows on the page; pictures say the same. */
const shown = new Map<string, BrokerInside | null>();

/** As the drawing has it: null before a run, and where nothing is known of the instant. */
export function insideShown(id: string): BrokerInside | null {
  return shown.get(id) ?? null;
}

/** The inside now, or of the recorded window under the playhead. */
export function useInside(id: string): BrokerInside | null {
  useEffect(() => watch(id), [id]);
  const now = useInsides(({ insides }) => insides[id]);
  const { isPresent, row } = useStudio(
    useShallow(({ run: { playheadMs, live, rows } }) => ({
      isPresent: playheadMs === null && live !== null,
      row: playheadMs === null || rows === null ? -1 : rowAt(rows, playheadMs),
    })),
  );
  const history = useBacklogHistory(row >= 0);
  const recorded = useMemo(() => recordedInside(history, id, row), [history, id, row]);
  const inside = isPresent ? (now ?? null) : recorded;
  useEffect(() => {
    shown.set(id, inside);
    return () => void shown.delete(id);
  }, [id, inside]);
  return inside;
}
