// A kernel that looks on: it executes events as any other, and around those that happen while a wanted
// request is under way it looks at that request's rows. Between them the usual kernel runs on at full
// speed. Looking changes nothing, so results stay as they are.
import { events, nextEvent } from "../../core/event-list.ts";
import { exhausted } from "../../core/memory.ts";
import { NOW, registers } from "../../core/registers.ts";
import { control, DRAINED } from "../../primitives/node-state.ts";
import { attempts, requests } from "../../primitives/rows.ts";
import { dropOldest, FIRST, KIND, oldest, SECOND } from "../../primitives/transitions.ts";
import type { Kernel } from "../kernel.ts";
import { dispatch } from "../run.ts";
import { RequestWatch, type Wanted } from "./request-watch.ts";

const double = new Float64Array(1);
const words = new BigInt64Array(double.buffer);

/** The largest number below a positive one. */
export function justBefore(value: number): number {
  double[0] = value;
  words[0] = (words[0] ?? 0n) - 1n;
  return double[0] ?? value;
}

/** Whether the row stands for this very request now. */
function isOffered({ row, root, turn, source, startMs }: Wanted): boolean {
  const isThere = requests.arrivedAt[row] === startMs && requests.references[row] > 0;
  if (!isThere || requests.source[row] !== source) return false;
  return requests.root[row] === root && attempts.generation[root] === turn;
}

export class TracingKernel implements Kernel {
  readonly name = "js";
  readonly watches: RequestWatch[] = [];
  private readonly fast: Kernel;
  /** Still to come, by time. */
  private readonly wanted: Wanted[];
  private open: RequestWatch[] = [];

  constructor(wanted: readonly Wanted[], fast: Kernel) {
    this.wanted = [...wanted].sort((a, b) => a.startMs - b.startMs || a.row - b.row);
    this.fast = fast;
  }

  /** All wanted requests have been followed to their ends. */
  get isDone(): boolean {
    return this.wanted.length === 0 && this.open.length === 0;
  }

  executeEvents(untilMs: number, budget: number): number {
    let executed = 0;
    // Faults may have come or gone since the last event.
    this.look({ kind: 0, a: 0, b: 0 });
    while (executed < budget) {
      if (this.open.length === 0) {
        const nextMs = this.wanted[0]?.startMs ?? Infinity;
        if (nextMs > untilMs) {
          return executed + this.fast.executeEvents(untilMs, budget - executed);
        }
        if (registers[NOW] < nextMs) {
          executed += this.fast.executeEvents(justBefore(nextMs), budget - executed);
          if (executed >= budget) break;
        }
      }
      if (exhausted[0] !== 0 || control.i32[DRAINED] !== 0) break;
      const event = nextEvent(untilMs);
      if (event < 0) break;
      executed++;
      this.execute(events.kind[event], events.a[event], events.b[event]);
      this.settle();
    }
    return executed;
  }

  /** What follows at this instant, under the same eyes; also called after faults were worked out. */
  settle(): void {
    for (;;) {
      const kind = oldest[KIND];
      if (kind === 0) return;
      const a = oldest[FIRST];
      const b = oldest[SECOND];
      dropOldest();
      this.execute(kind, a, b);
    }
  }

  private execute(kind: number, a: number, b: number): void {
    for (const watch of this.open) watch.before(kind, a, b, registers[NOW]);
    dispatch(kind, a, b);
    this.look({ kind, a, b });
    this.beginWanted(kind, a, b);
  }

  private look(happened: { readonly kind: number; readonly a: number; readonly b: number }): void {
    if (this.open.length === 0) return;
    const happening = { ...happened, nowMs: registers[NOW] };
    for (const watch of this.open) watch.look(happening);
    if (this.open.some(({ isOver }) => isOver)) {
      this.open = this.open.filter(({ isOver }) => !isOver);
    }
  }

  /** Requests that were offered during this event. */
  private beginWanted(kind: number, a: number, b: number): void {
    const nowMs = registers[NOW];
    for (let at = 0; at < this.wanted.length; ) {
      const next = this.wanted[at];
      if (next === undefined || next.startMs > nowMs) return;
      if (next.startMs === nowMs && isOffered(next)) {
        const watch = new RequestWatch(next, { kind, a, b, nowMs });
        this.watches.push(watch);
        if (!watch.isOver) this.open.push(watch);
        this.wanted.splice(at, 1);
      } else if (next.startMs < nowMs) {
        // It was not offered: the list is of another run.
        this.wanted.splice(at, 1);
      } else {
        at++;
      }
    }
  }
}
