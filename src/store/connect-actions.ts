// Drawing edges beyond the plain connection: to a new node at once, and moving an edge's end.
import type {
  EdgeDocument,
  FaultDocument,
  ScenarioDocument,
} from "../../simulation/scenario/document.ts";
import { edit } from "./document-actions.ts";
import { edgeEnds, freeId, type Point, withEdge, withNode } from "./graph-edits.ts";
import { edgeFieldsBetween, newEdge, whyNotConnect } from "./scenario-port.ts";
import { selectOnly } from "./selection-actions.ts";
import { studio } from "./studio-store.ts";

/** A new node, connected: one step. Gives the reason if they cannot be. */
export function addConnected(
  kind: string,
  at: Point,
  other: string,
  reversed: boolean,
): string | null {
  const { document } = studio.getState().document;
  const id = freeId(document.nodes, kind);
  const drawn = withNode(document, id, kind, at);
  const [from, to] = reversed ? [id, other] : [other, id];
  const reason = whyNotConnect(drawn, from, to);
  if (reason !== null) return reason;
  const { id: edgeId, edge } = newEdge(drawn, from, to);
  edit(`add ${id}`, () => withEdge(drawn, edgeId, edge));
  selectOnly([id]);
  return null;
}

type Entries<T> = Readonly<Record<string, T>>;

/** Entries under the same key in the same order, one of them under another. */
function rekeyed<T>(entries: Entries<T>, from: string, to: string): Entries<T> {
  return Object.fromEntries(
    Object.entries(entries).map(([key, value]) => [key === from ? to : key, value]),
  );
}

function retargeted(fault: FaultDocument, from: string, to: string): FaultDocument {
  const target = (text: string): string => (text === from ? to : text);
  const { target: before } = fault;
  return { ...fault, target: typeof before === "string" ? target(before) : before.map(target) };
}

function resetPaths<T extends { readonly set: Entries<unknown> }>(
  entries: Entries<T>,
  from: string,
  to: string,
): Entries<T> {
  const moved = (path: string): string => {
    const prefix = `edges.${from}`;
    const isInside = path === prefix || path.startsWith(`${prefix}.`);
    return isInside ? `edges.${to}${path.slice(prefix.length)}` : path;
  };
  return Object.fromEntries(
    Object.entries(entries).map(([id, entry]) => {
      const set = Object.entries(entry.set).map(([path, value]) => [moved(path), value]);
      return [id, { ...entry, set: Object.fromEntries(set) }];
    }),
  );
}

function mapped<T>(entries: Entries<T>, change: (value: T) => T): Entries<T> {
  return Object.fromEntries(Object.entries(entries).map(([id, value]) => [id, change(value)]));
}

/** An objective on the edge, on the edge that it has become. */
function reworded(expr: string, from: string, to: string): string {
  return expr.replace(/[a-z0-9_-]+->[a-z0-9_-]+(#\d+)?/g, (id) => (id === from ? to : id));
}

/** The edge under another id, and whatever spoke of it speaking of it still. */
function withEdgeMoved(
  document: ScenarioDocument,
  from: string,
  to: string,
  edge: EdgeDocument,
): ScenarioDocument {
  const { faults, changes, variants, slos, alerts, notes } = document;
  const isMap = typeof notes === "object" && notes !== null && !Array.isArray(notes);
  return {
    ...document,
    edges: { ...rekeyed(document.edges, from, to), [to]: edge },
    ...(faults ? { faults: mapped(faults, (fault) => retargeted(fault, from, to)) } : {}),
    ...(changes ? { changes: resetPaths(changes, from, to) } : {}),
    ...(variants ? { variants: resetPaths(variants, from, to) } : {}),
    ...(slos
      ? { slos: mapped(slos, (slo) => ({ ...slo, expr: reworded(slo.expr, from, to) })) }
      : {}),
    ...(alerts
      ? { alerts: mapped(alerts, (rule) => ({ ...rule, expr: reworded(rule.expr, from, to) })) }
      : {}),
    ...(isMap ? { notes: rekeyed(notes as Entries<never>, from, to) } : {}),
  };
}

/** Why the edge cannot lead from one to the other node instead; null if it can. */
export function whyNotReconnect(
  document: ScenarioDocument,
  edgeId: string,
  from: string,
  to: string,
): string | null {
  if (!(edgeId in document.edges)) return "There is no such edge";
  const { [edgeId]: _moved, ...edges } = document.edges;
  return whyNotConnect({ ...document, edges }, from, to);
}

/**
 * Leads an edge from or to another node. What it says is kept as far as an edge there can say it.
 * Gives the reason if it cannot be.
 */
export function reconnect(edgeId: string, from: string, to: string): string | null {
  const { document, view } = studio.getState();
  const before = edgeEnds(edgeId);
  if (view.readOnly || (before.from === from && before.to === to)) return null;
  const reason = whyNotReconnect(document.document, edgeId, from, to);
  if (reason !== null) return reason;
  const { id } = newEdge(document.document, from, to);
  const edge = edgeFieldsBetween(
    document.document,
    from,
    to,
    document.document.edges[edgeId] ?? {},
  );
  edit(`reconnect ${edgeId}`, (current) => withEdgeMoved(current, edgeId, id, edge));
  selectOnly([id]);
  return null;
}
