// Two traces side by side: what took longer in which, and which spans only one of them has. Spans are
// matched by their way from the root: the same calls, repeated calls and attempts by their number.
import { whereTimeWent } from "./trace-paths.ts";
import type { PartKind, Span, Trace } from "./traces.ts";

/** Time on the critical paths by what it was spent on and where; `deltaMs` is of the second. */
export interface TimeDifference {
  readonly kind: PartKind;
  readonly place: string;
  readonly onEdge: boolean;
  readonly firstMs: number;
  readonly secondMs: number;
  readonly deltaMs: number;
}

/** Two spans that stand for the same, or one that the other trace lacks. */
export interface SpanPair {
  readonly first: Span | null;
  readonly second: Span | null;
}

export interface TraceDifference {
  /** Of the latency, ms: the second less the first. The differences below add up to it. */
  readonly latencyMs: number;
  /** Largest first, whatever their sign. */
  readonly times: readonly TimeDifference[];
  /** In the order of the first trace, then what only the second has. */
  readonly spans: readonly SpanPair[];
}

/** What takes longer or shorter in `second` than in `first`. */
export function compareTraces(first: Trace, second: Trace): TraceDifference {
  return {
    latencyMs: second.latencyMs - first.latencyMs,
    times: timeDifferences(first, second),
    spans: pairs(first, second),
  };
}

function timeDifferences(first: Trace, second: Trace): readonly TimeDifference[] {
  const rows = new Map<string, TimeDifference>();
  for (const { kind, place, onEdge, meanMs } of whereTimeWent([first])) {
    const times = { firstMs: meanMs, secondMs: 0, deltaMs: -meanMs };
    rows.set(`${kind} ${place}`, { kind, place, onEdge, ...times });
  }
  for (const { kind, place, onEdge, meanMs } of whereTimeWent([second])) {
    const firstMs = rows.get(`${kind} ${place}`)?.firstMs ?? 0;
    const times = { firstMs, secondMs: meanMs, deltaMs: meanMs - firstMs };
    rows.set(`${kind} ${place}`, { kind, place, onEdge, ...times });
  }
  return [...rows.values()].sort((a, b) => Math.abs(b.deltaMs) - Math.abs(a.deltaMs));
}

/** Each span under its way from the root; the k-th of equal siblings bears its number. */
function byWay(trace: Trace): ReadonlyMap<string, Span> {
  const ways = new Map<string, Span>();
  const wayOf = new Map<string, string>();
  for (const span of trace.spans) {
    const above = span.parent === null ? "" : (wayOf.get(span.parent) ?? "");
    const own = `${above}/${span.role} ${span.node} ${span.edge ?? ""} ${span.operation ?? ""}`;
    let number = 1;
    while (ways.has(`${own} ${number}`)) number++;
    wayOf.set(span.id, `${own} ${number}`);
    ways.set(`${own} ${number}`, span);
  }
  return ways;
}

function pairs(first: Trace, second: Trace): readonly SpanPair[] {
  const theirs = byWay(second);
  const mine = byWay(first);
  const both = [...mine].map(([way, span]) => ({ first: span, second: theirs.get(way) ?? null }));
  const rest = [...theirs].filter(([way]) => !mine.has(way));
  return [...both, ...rest.map(([, span]) => ({ first: null, second: span }))];
}
