// The callee's side of a traced request: the root at its source, the work at each node that an attempt
// reaches, and the processing of messages; with the calls that each of them makes.
import { LOG_BROKER, MAILBOX_BROKER, nodes } from "../../primitives/parameters.ts";
import {
  ANSWERING,
  attempts,
  CALLED,
  CALLING,
  calls,
  DELIVERED,
  GONE,
  IN_TRANSIT,
  ONE_WAY,
  ROOT,
} from "../../primitives/rows.ts";
import { CANCELLED, CONNECTION_LOST, OK } from "../../results/outcomes.ts";
import { CallWatch, type Happening, type Spans } from "./call-watch.ts";
import { type Draft, type DraftStart, UNFINISHED } from "./draft.ts";
import { partOfWay, partOfWork } from "./rows-present.ts";

/** How an attempt that no call waits for is related to what caused it. */
export interface Apart {
  /** Its way to the callee, where it has one. */
  readonly way: Draft | null;
  /** Of a delivery: 1 for the first. */
  readonly number?: number;
}

export class AttemptWatch {
  readonly row: number;
  readonly node: number;
  /** Number of a publish among those of its broker; what its messages bear. */
  publish = 0;
  work: Draft | null = null;
  isLive = true;
  /** The outcome it has answered with, or UNFINISHED; and whether its caller has taken that. */
  answered = UNFINISHED;
  answerTaken = false;
  private isOrphan = false;
  private looks = 0;
  private readonly generation: number;
  private readonly above: Draft | null;
  private readonly apart: Apart | null;
  private readonly spans: Spans;
  private readonly calls = new Map<number, CallWatch>();

  /** `above`: the span that its work belongs to; `apart`: no call waits for it. */
  constructor(row: number, above: Draft | null, apart: Apart | null, spans: Spans) {
    this.row = row;
    this.node = attempts.node[row];
    this.generation = attempts.generation[row];
    this.above = above;
    this.apart = apart;
    this.spans = spans;
  }

  isPresent(): boolean {
    return attempts.generation[this.row] === this.generation && attempts.phase[this.row] !== GONE;
  }

  callAt(row: number): CallWatch | undefined {
    return this.calls.get(row);
  }

  forgetCall(row: number): void {
    this.calls.delete(row);
  }

  look(happening: Happening): void {
    if (!this.isLive) return;
    const { row } = this;
    if (!this.isPresent()) {
      this.leave(happening);
      return;
    }
    const phase = attempts.phase[row];
    if (this.apart === null && attempts.origin[row] === CALLED && attempts.call[row] < 0) {
      this.loseCaller(happening);
    }
    this.apart?.way?.be(partOfWay(row), happening.nowMs);
    if (phase === IN_TRANSIT && attempts.origin[row] !== ROOT) return;
    this.work ??= this.beginWork(happening);
    if (phase === ANSWERING) {
      this.answer(happening, attempts.outcome[row]);
      return;
    }
    if (isBroker(this.node)) this.publish = attempts.needed[row];
    this.lookAtCalls(happening);
    const waitsForCalls = phase === CALLING && this.calls.size > 0;
    this.work.be(waitsForCalls ? "children" : partOfWork(row), happening.nowMs);
  }

  private beginWork({ nowMs }: Happening): Draft {
    const { row } = this;
    const draft = this.spans.begin(this.startOfWork(), nowMs);
    draft.asynchronous = this.apart !== null && attempts.origin[row] !== DELIVERED;
    if (this.isOrphan) draft.zombieFromMs = nowMs;
    draft.attempt = this.apart?.number ?? this.above?.attempt ?? 1;
    draft.hedge = this.above?.hedge ?? false;
    if (attempts.origin[row] === ONE_WAY) this.apart?.way?.end(nowMs, OK);
    return draft;
  }

  private startOfWork(): DraftStart {
    const { row, node, above } = this;
    const origin = attempts.origin[row];
    const edge = attempts.edge[row];
    const place = { node, edge, operation: attempts.operation[row] };
    const instance = attempts.instance[row] - nodes.firstInstance[node];
    const where = { ...place, instance, parent: above };
    if (origin === ROOT) return { role: "request", kind: "internal", ...where };
    if (origin === DELIVERED) return { role: "processing", kind: "consumer", ...where };
    return { role: "work", kind: "server", ...where };
  }

  /** Whoever called it has given up on it. */
  loseCaller({ nowMs }: Happening): void {
    if (this.isOrphan) return;
    this.isOrphan = true;
    if (this.work !== null) this.work.zombieFromMs ??= nowMs;
  }

  private lookAtCalls(happening: Happening): void {
    const { row, work } = this;
    if (work === null) return;
    if (attempts.firstCall[row] === 0 && this.calls.size === 0) return;
    const turn = ++this.looks;
    for (let link = attempts.firstCall[row]; link !== 0; link = calls.next[link - 1]) {
      const call = link - 1;
      let watch = this.calls.get(call);
      if (watch === undefined || !watch.isPresent()) {
        watch?.end(happening, CANCELLED);
        watch = new CallWatch(call, work, this.spans, happening.nowMs);
        this.calls.set(call, watch);
      }
      watch.seenAt = turn;
      watch.look(happening);
    }
    for (const [call, watch] of this.calls) {
      if (watch.seenAt === turn) continue;
      watch.end(happening, CANCELLED);
      this.calls.delete(call);
    }
  }

  private endCalls(happening: Happening): void {
    for (const watch of this.calls.values()) watch.end(happening, CANCELLED);
    this.calls.clear();
  }

  private answer(happening: Happening, outcome: number): void {
    if (this.answered !== UNFINISHED) return;
    this.answered = outcome;
    this.endCalls(happening);
    this.work?.end(happening.nowMs, outcome);
  }

  /** Its row is free again. */
  private leave(happening: Happening): void {
    const { row } = this;
    this.isLive = false;
    this.answerTaken = this.answered !== UNFINISHED && !this.isOrphan;
    // One without a caller is forgotten with its outcome still in its row; another was swallowed.
    const known = this.isOrphan || this.apart !== null ? attempts.outcome[row] : CONNECTION_LOST;
    const outcome = this.answered === UNFINISHED ? known : this.answered;
    this.endCalls(happening);
    this.work?.end(happening.nowMs, outcome);
    this.apart?.way?.end(happening.nowMs, outcome);
  }

  /** The root has ended: its user learns this outcome. */
  endRoot(happening: Happening, outcome: number): void {
    this.isLive = false;
    this.endCalls(happening);
    this.work?.end(happening.nowMs, outcome);
  }
}

export function isBroker(node: number): boolean {
  const primitive = nodes.primitive[node];
  return primitive === MAILBOX_BROKER || primitive === LOG_BROKER;
}
