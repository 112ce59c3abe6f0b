// A trace as the rows of a waterfall: an attempt and the work that it caused at its callee are one row,
// as one hop is to whoever reads it. Everything else of the tree stays.
import { criticalPath } from "../../../simulation/results/trace-paths.ts";
import type { PartKind, Span, Trace } from "../../../simulation/results/traces.ts";

/** What the parts look like: a few colors are told apart, nineteen are not. */
export type PartFamily = "waiting" | "service" | "network" | "backoff" | "standstill" | "below";

const FAMILIES: Readonly<Record<PartKind, PartFamily>> = {
  queue: "waiting",
  rateLimitWait: "waiting",
  resumeWait: "waiting",
  policyWait: "waiting",
  poolWait: "waiting",
  buffer: "waiting",
  stored: "waiting",
  batching: "waiting",
  reply: "waiting",
  service: "service",
  fallback: "service",
  storing: "service",
  network: "network",
  connect: "network",
  delivery: "network",
  settling: "network",
  noAnswer: "network",
  backoff: "backoff",
  standstill: "standstill",
  children: "below",
};

export const FAMILY_LABELS: Readonly<Record<Exclude<PartFamily, "below">, string>> = {
  waiting: "Waiting",
  service: "Being served",
  network: "Network",
  backoff: "Backing off",
  standstill: "At a standstill",
};

export function familyOf(kind: PartKind): PartFamily {
  return FAMILIES[kind];
}

export interface Segment {
  readonly kind: PartKind;
  readonly startMs: number;
  readonly endMs: number;
  /** Nobody waits for it any more. */
  readonly isZombie: boolean;
}

export interface WaterfallRow {
  readonly id: string;
  /** One span, or an attempt and its work. */
  readonly spans: readonly [Span, ...Span[]];
  /** 0 is the request. */
  readonly depth: number;
  /** Row that it stands below; -1: none. */
  readonly parent: number;
  readonly hasChildren: boolean;
  readonly startMs: number;
  readonly endMs: number;
  readonly segments: readonly Segment[];
  /** Stretches on the critical path. */
  readonly critical: readonly { readonly startMs: number; readonly endMs: number }[];
}

/** Parts of a span, cut where its caller gave up. */
function segmentsOf({ parts, zombieFromMs }: Span): Segment[] {
  return parts.flatMap(({ kind, startMs, endMs }): Segment[] => {
    const cut = zombieFromMs ?? Infinity;
    if (endMs <= cut) return [{ kind, startMs, endMs, isZombie: false }];
    if (startMs >= cut) return [{ kind, startMs, endMs, isZombie: true }];
    return [
      { kind, startMs, endMs: cut, isZombie: false },
      { kind, startMs: cut, endMs, isZombie: true },
    ];
  });
}

/** What the row shows: the callee's parts take the place of the time in which it had the call. */
function mergedSegments(spans: readonly Span[]): Segment[] {
  const [first, second] = spans;
  if (first === undefined) return [];
  if (second === undefined) return segmentsOf(first);
  const own = segmentsOf(first).filter(({ kind }) => kind !== "children");
  return [...own, ...segmentsOf(second)].sort((a, b) => a.startMs - b.startMs);
}

/** The rows in the order of the tree, earlier siblings first. */
export function rowsOf(trace: Trace): WaterfallRow[] {
  const children = new Map<string, Span[]>();
  for (const span of trace.spans) {
    if (span.parent === null) continue;
    children.set(span.parent, [...(children.get(span.parent) ?? []), span]);
  }
  const path = criticalPath(trace);
  const rows: WaterfallRow[] = [];
  const add = (span: Span, depth: number, parent: number): void => {
    const below = children.get(span.id) ?? [];
    const [only] = below;
    const isHop = span.role === "attempt" && below.length === 1 && only?.role === "work";
    const spans: [Span, ...Span[]] = isHop && only ? [span, only] : [span];
    const under = isHop && only ? (children.get(only.id) ?? []) : below;
    const index = rows.length;
    rows.push({
      id: span.id,
      spans,
      depth,
      parent,
      hasChildren: under.length > 0,
      startMs: span.startMs,
      endMs: Math.max(...spans.map(({ endMs }) => endMs)),
      segments: mergedSegments(spans),
      critical: path
        .filter((step) => spans.includes(step.span))
        .map(({ startMs, endMs }) => ({ startMs, endMs })),
    });
    for (const child of [...under].sort((a, b) => a.startMs - b.startMs)) {
      add(child, depth + 1, index);
    }
  };
  const [root] = trace.spans;
  if (root) add(root, 0, -1);
  return rows;
}

/** The rows that are open: none of those above them is folded. */
export function openRows(
  rows: readonly WaterfallRow[],
  folded: ReadonlySet<string>,
): WaterfallRow[] {
  const hidden = new Set<number>();
  return rows.filter(({ parent }, index) => {
    const above = rows[parent];
    const isHidden = above !== undefined && (hidden.has(parent) || folded.has(above.id));
    if (isHidden) hidden.add(index);
    return !isHidden;
  });
}

/** Where the axis ends: with the request, and with what worked on after it as far as that fits. */
export function axisEndMs(trace: Trace): number {
  const endMs = trace.startMs + trace.latencyMs;
  return Math.max(endMs, Math.min(trace.observedUntilMs, trace.startMs + 1.25 * trace.latencyMs));
}

/** A message's way from one shown row to another; times in ms. */
export interface RowLink {
  readonly from: number;
  readonly to: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Links between spans of rows that are shown both; what stands below a linked row has its arrow from there.
 * Times beyond `untilMs` are not on the axis.
 */
export function linksBetween(shown: readonly WaterfallRow[], untilMs: number): RowLink[] {
  const rowOf = new Map<string, number>();
  const parents = new Map<string, readonly string[]>();
  for (const [index, { spans }] of shown.entries()) {
    for (const { id } of spans) rowOf.set(id, index);
    for (const { id, links } of spans) parents.set(id, linkedTo(links));
  }
  return shown.flatMap(({ spans, startMs }, to) => {
    const above = spans[0].parent === null ? [] : (parents.get(spans[0].parent) ?? []);
    const own = new Set(spans.flatMap(({ links }) => linkedTo(links)));
    return [...own].flatMap((spanId): RowLink[] => {
      const from = rowOf.get(spanId) ?? to;
      const source = shown[from];
      if (from === to || source === undefined || startMs > untilMs) return [];
      if (above.includes(spanId)) return [];
      // It leaves while its publisher is at it, as late as that can be.
      const fromMs = Math.min(source.endMs, Math.max(source.startMs, startMs));
      return [{ from, to, fromMs, toMs: startMs }];
    });
  });
}

function linkedTo(links: Span["links"]): string[] {
  return links.map(({ spanId }) => spanId);
}

/** The row that the request waited for longest: the one to begin with. */
export function heaviestRow(rows: readonly WaterfallRow[]): number {
  const waited = rows.map(({ critical }) =>
    critical.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0),
  );
  return waited.indexOf(Math.max(0, ...waited));
}
