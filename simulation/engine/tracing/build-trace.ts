// From drafts to the spans that are shown: ids, names, and without what says nothing (a call that is
// one plain attempt, a call that was sent one way).
import { murmur128, utf8Of } from "../../core/murmur.ts";
import { CONNECTION_REFUSED, OK, OUTCOMES } from "../../results/outcomes.ts";
import type { Span, SpanKind, Trace, TraceSummary } from "../../results/traces.ts";
import type { Program } from "../program.ts";
import { backlogNamesOf } from "../subscriptions.ts";
import { type Draft, UNFINISHED } from "./draft.ts";
import type { RequestWatch } from "./request-watch.ts";

/** Most spans of a trace; a fan-out may have more. */
export const SPANS_MAX = 2_000;

/** Children by draft, in order of time; `null`: the request. */
type Below = Map<Draft | null, Draft[]>;

function belowOf(drafts: readonly Draft[]): Below {
  const below: Below = new Map();
  for (const draft of drafts) {
    const siblings = below.get(draft.parent);
    if (siblings) siblings.push(draft);
    else below.set(draft.parent, [draft]);
  }
  return below;
}

/** A call that is its only attempt, from the first moment to the last, and ended like it. */
function isPlain(draft: Draft, below: Below): boolean {
  if (draft.start.role !== "call") return false;
  const inner = below.get(draft) ?? [];
  const only = inner[0];
  if (only === undefined) return draft.startMs === draft.endMs && draft.outcome === OK;
  const spans = only.startMs === draft.startMs && Object.is(only.endMs, draft.endMs);
  return inner.length === 1 && spans && only.outcome === draft.outcome;
}

/** An instance that is not there does nothing. */
function reachedNothing(draft: Draft): boolean {
  const { role } = draft.start;
  const isRefusal = draft.outcome === CONNECTION_REFUSED && draft.endMs === draft.startMs;
  return role === "work" && isRefusal;
}

/** The drafts to be shown, each below the nearest one above it that is shown too. */
function shown(drafts: readonly Draft[]): Draft[] {
  const below = belowOf(drafts);
  const left = new Set(drafts.filter((draft) => isPlain(draft, below) || reachedNothing(draft)));
  for (const draft of drafts) {
    while (draft.parent !== null && left.has(draft.parent)) draft.parent = draft.parent.parent;
    if (draft.link !== null) while (left.has(draft.link)) draft.link = draft.link.parent as Draft;
  }
  return drafts.filter((draft) => !left.has(draft)).slice(0, SPANS_MAX);
}

/** Parents before children, children in order of time. */
function inOrder(drafts: readonly Draft[]): Draft[] {
  const below = belowOf(drafts);
  const ordered: Draft[] = [];
  const add = (draft: Draft): void => {
    ordered.push(draft);
    const inner = [...(below.get(draft) ?? [])];
    for (const child of inner.sort((a, b) => a.startMs - b.startMs)) add(child);
  };
  for (const root of below.get(null) ?? []) add(root);
  return ordered;
}

/** 16 hex digits, not all 0. */
function spanId(traceId: string, number: number): string {
  const id = murmur128(utf8Of(`${traceId} ${number}`)).slice(0, 16);
  return /[^0]/.test(id) ? id : "0000000000000001";
}

class Names {
  private readonly program: Program;

  constructor(program: Program) {
    this.program = program;
  }

  node(row: number): string {
    return this.program.layout.nodeIds[row] ?? "";
  }

  edge(row: number): string | null {
    return this.program.layout.edgeIds[row] ?? null;
  }

  operation(row: number): string | null {
    return this.program.graph.operations[row]?.name || null;
  }

  /** Queues and groups are called as in results. */
  inside(draft: Draft): string {
    const [sort = "", at = "0", ...rest] = draft.label.split(/ |, /);
    const name = backlogNamesOf(this.program, draft.start.node)[Number(at)] ?? at;
    return [sort, name, ...rest].join(" ");
  }

  of(draft: Draft): string {
    const { role, node, edge, operation } = draft.start;
    const what = this.operation(operation);
    if (role === "message") return this.inside(draft);
    if (role === "call" || role === "attempt") return this.edge(edge) ?? this.node(node);
    return what ?? this.node(node);
  }
}

/** A publish is told apart from a call by what it leads to. */
function kindOf(draft: Draft, publishes: ReadonlySet<number>): SpanKind {
  const { kind, edge } = draft.start;
  return kind === "client" && publishes.has(edge) ? "producer" : kind;
}

function endOf(draft: Draft, untilMs: number): number {
  return draft.isOpen ? Math.max(untilMs, draft.startMs) : draft.endMs;
}

function outlivesOf(draft: Draft, untilMs: number): Span["outlives"] {
  if (draft.asynchronous) return "asynchronous";
  const { parent } = draft;
  if (parent === null || endOf(draft, untilMs) <= endOf(parent, untilMs)) return null;
  if (draft.zombieFromMs !== null) return "zombie";
  // What a queue has taken back, or settled as it delivered, is worked on all the same.
  return draft.start.role === "processing" ? "asynchronous" : null;
}

function spanOf(
  draft: Draft,
  ids: ReadonlyMap<Draft, string>,
  traceId: string,
  names: Names,
  untilMs: number,
  publishes: ReadonlySet<number>,
): Span {
  const { start } = draft;
  const link = draft.link === null ? undefined : ids.get(draft.link);
  const processed = start.role === "processing" ? draft.parent?.link : null;
  const published = processed ? ids.get(processed) : link;
  return {
    id: ids.get(draft) ?? "",
    parent: (draft.parent && ids.get(draft.parent)) ?? null,
    links: published === undefined ? [] : [{ traceId, spanId: published }],
    kind: kindOf(draft, publishes),
    role: start.role,
    name: names.of(draft),
    node: names.node(start.node),
    edge: names.edge(start.edge),
    operation: names.operation(start.operation),
    instance: start.instance < 0 ? null : start.instance,
    startMs: draft.startMs,
    endMs: endOf(draft, untilMs),
    parts: draft.parts,
    outcome:
      draft.outcome === UNFINISHED || draft.isOpen ? null : (OUTCOMES[draft.outcome] ?? null),
    ending: draft.ending,
    attempt: draft.attempt,
    hedge: draft.hedge,
    zombieFromMs: draft.zombieFromMs,
    outlives: outlivesOf(draft, untilMs),
    degraded: draft.degraded || OUTCOMES[draft.outcome] === "degraded",
  };
}

/** The trace of a request that was followed. */
export function buildTrace(summary: TraceSummary, watch: RequestWatch, program: Program): Trace {
  const untilMs = watch.untilMs;
  const unfinished = new Set(watch.drafts.filter((draft) => draft.isOpen));
  for (const draft of unfinished) draft.end(untilMs, UNFINISHED);
  const drafts = inOrder(shown(watch.drafts));
  const ids = new Map(drafts.map((draft, number) => [draft, spanId(summary.id, number)]));
  const names = new Names(program);
  const publishes = new Set(
    program.scenario.edges.flatMap(({ sort }, edge) => (sort === "publish" ? [edge] : [])),
  );
  const spans = drafts.map((draft) => spanOf(draft, ids, summary.id, names, untilMs, publishes));
  const truncated = watch.drafts.length > SPANS_MAX;
  return { ...summary, spans, observedUntilMs: untilMs, truncated };
}
