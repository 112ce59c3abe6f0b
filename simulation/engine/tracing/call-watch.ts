// The caller's side of a traced request: a span for each call, and below it one for each attempt that
// was sent, or asked for a connection. Reads rows only.
import { flights, newestFlight } from "../../primitives/flight-rows.ts";
import { plans } from "../../primitives/parameters.ts";
import { items, parcels, slots } from "../../primitives/parcel-rows.ts";
import { calls, ENDED, IN_PARCEL, NONE, SWALLOWED } from "../../primitives/rows.ts";
import { CANCELLED, DEGRADED } from "../../results/outcomes.ts";
import type { AttemptWatch } from "./attempt-watch.ts";
import type { Draft, DraftStart } from "./draft.ts";
import {
  outcomeOfLetGo,
  partOfCall,
  partOfFlight,
  partOfWay,
  partWithoutAnswer,
} from "./rows-present.ts";

/** The event or transition that was just executed, and when. */
export interface Happening {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly nowMs: number;
}

/** What watches need of the trace they belong to. */
export interface Spans {
  begin(start: DraftStart, nowMs: number): Draft;
  watchCalled(attempt: number, way: Draft, happening: Happening): AttemptWatch;
  /** The attempt that carries a parcel, once it is sent. */
  watchCarrier(parcel: number, way: Draft, happening: Happening): AttemptWatch | null;
}

/** One attempt as its caller sees it. */
class Try {
  readonly draft: Draft;
  /** Flight, or -1. */
  readonly flight: number;
  readonly number: number;
  attempt: AttemptWatch | null = null;
  sent = true;
  seenAt = 0;
  /** Its attempt has vanished, or was confirmed and waits for a reply. */
  swallowed = false;
  /** The parcel it is in, -1 = none. */
  parcel = -1;

  constructor(draft: Draft, flight: number, number: number) {
    this.draft = draft;
    this.flight = flight;
    this.number = number;
  }

  /** Follows the attempt that is under way for it. */
  follow(attempt: number, happening: Happening, spans: Spans): void {
    if (this.attempt?.row === attempt && this.attempt.isPresent()) return;
    this.attempt = spans.watchCalled(attempt, this.draft, happening);
  }

  close(happening: Happening): void {
    const { kind, b, nowMs } = happening;
    this.attempt?.look(happening);
    // A probe of a breaker keeps its caller's row, though nobody waits for it any more.
    if (this.attempt?.isPresent() === true) this.attempt.loseCaller(happening);
    const answered = !this.swallowed && this.attempt?.answerTaken === true;
    const outcome = answered
      ? (this.attempt?.answered ?? CANCELLED)
      : outcomeOfLetGo(kind, b, this.sent);
    this.draft.end(nowMs, outcome);
  }
}

export class CallWatch {
  readonly row: number;
  readonly draft: Draft;
  /** Number of the look at which its parent had it last. */
  seenAt = 0;
  private looks = 0;
  private readonly plan: number;
  private readonly parent: number;
  private readonly spans: Spans;
  private tries: Try[] = [];

  constructor(row: number, above: Draft, spans: Spans, nowMs: number) {
    this.row = row;
    this.plan = calls.plan[row];
    this.parent = calls.parent[row];
    this.spans = spans;
    this.draft = spans.begin(this.startOf(above, "call"), nowMs);
  }

  private startOf(parent: Draft, role: "call" | "attempt"): DraftStart {
    const edge = calls.edge[this.row];
    const { node, instance } = parent.start;
    const kind = role === "call" ? "internal" : "client";
    const operation = plans.operation[this.plan];
    return { role, kind, parent, node, edge, operation, instance };
  }

  /** Whether the row still stands for this call. */
  isPresent(): boolean {
    return calls.plan[this.row] === this.plan && calls.parent[this.row] === this.parent;
  }

  end(happening: Happening, outcome: number): void {
    for (const open of this.tries) open.close(happening);
    this.tries = [];
    this.draft.degraded = outcome === DEGRADED;
    this.draft.end(happening.nowMs, outcome);
  }

  look(happening: Happening): void {
    const call = this.row;
    if (calls.timer[call] === ENDED) this.closeAll(happening);
    else if (newestFlight(call) !== 0) this.lookAtFlights(happening);
    else this.lookAtAttempt(happening);
  }

  private closeAll(happening: Happening): void {
    for (const open of this.tries) open.close(happening);
    this.tries = [];
  }

  private open(flight: number, nowMs: number): Try {
    const number = calls.tries[this.row];
    const draft = this.spans.begin(this.startOf(this.draft, "attempt"), nowMs);
    draft.attempt = Math.max(1, number);
    draft.hedge = flight >= 0 && flights.hedge[flight] === 1;
    const opened = new Try(draft, flight, number);
    this.tries.push(opened);
    return opened;
  }

  private lookAtFlights(happening: Happening): void {
    const { nowMs } = happening;
    const turn = ++this.looks;
    for (let link = newestFlight(this.row); link !== 0; link = flights.sibling[link - 1]) {
      const flight = link - 1;
      const startedMs = flights.startedAt[flight];
      const known = this.tries.find(
        (open) => open.flight === flight && open.draft.startMs === startedMs,
      );
      const open = known ?? this.open(flight, nowMs);
      const attempt = flights.attempt[flight];
      open.seenAt = turn;
      open.sent = flights.sent[flight] === 1;
      if (attempt >= 0) open.follow(attempt, happening, this.spans);
      open.draft.be(partOfFlight(flight), nowMs);
    }
    if (this.tries.some(({ seenAt }) => seenAt !== turn)) {
      for (const gone of this.tries) if (gone.seenAt !== turn) gone.close(happening);
      this.tries = this.tries.filter(({ seenAt }) => seenAt === turn);
    }
    this.draft.be("children", nowMs);
  }

  private lookAtAttempt(happening: Happening): void {
    const { row, spans } = this;
    const { nowMs } = happening;
    const attempt = calls.attempt[row];
    const number = calls.tries[row];
    const first = this.tries[0];
    const isOver = attempt === NONE || first?.number !== number || (first?.flight ?? 0) >= 0;
    if (first !== undefined && isOver) this.closeAll(happening);
    if (attempt === NONE) {
      this.draft.be(partOfCall(row), nowMs);
      return;
    }
    const open = this.tries[0] ?? this.open(-1, nowMs);
    this.draft.be("children", nowMs);
    if (attempt >= 0) {
      open.follow(attempt, happening, spans);
      open.draft.be(partOfWay(attempt), nowMs);
    } else if (attempt === SWALLOWED) {
      open.swallowed = true;
      open.draft.be(partWithoutAnswer(row), nowMs);
    } else {
      this.lookAtParcel(open, IN_PARCEL - attempt, happening);
    }
  }

  private lookAtParcel(open: Try, item: number, happening: Happening): void {
    if (open.parcel < 0) open.parcel = parcelOf(item);
    const isCollecting = slots.open[parcels.slot[open.parcel]] === open.parcel + 1;
    if (isCollecting) {
      open.draft.be("batching", happening.nowMs);
      return;
    }
    open.attempt ??= this.spans.watchCarrier(open.parcel, open.draft, happening);
    const carrier = open.attempt;
    const isUnderWay = carrier?.isPresent() === true;
    open.draft.be(isUnderWay ? partOfWay(carrier.row) : "noAnswer", happening.nowMs);
  }
}

/** The parcel that an item is in. */
function parcelOf(item: number): number {
  for (let parcel = 0; parcel < parcels.highWater; parcel++) {
    if (parcels.references[parcel] <= 0) continue;
    for (let link = parcels.first[parcel]; link !== 0; link = items.next[link - 1]) {
      if (link === item + 1) return parcel;
    }
  }
  return 0;
}
