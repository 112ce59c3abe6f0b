// A drawn edge on its way through proxies, and the calls and legs that it becomes.
import type { EdgePart, ResolvedCall, ResolvedEdge } from "../document.ts";
import type { Way } from "./membership.ts";
import type { MeshEdgeValues } from "./mesh-values.ts";

export const PLAIN_CALL = {
  stage: 1,
  probability: 1,
  choice: null,
  weight: 1,
  count: 1,
  parallel: false,
  optional: false,
  distinct: false,
  routingKey: null,
  whenMiss: null,
  compensation: null,
  afterFailure: false,
} as const;

/** Delay, abort, then the call itself. */
export const RULE_STAGES = { delay: 1, abort: 2, call: 3 } as const;

/** What a proxy calls the operation of a call that it hands on. */
export function routeOf(edge: string, operation: string): string {
  return `${edge} ${operation}`;
}

/** One edge on its way. */
export interface Passage {
  readonly edge: ResolvedEdge;
  readonly way: Way;
  /** Operations at the callee. */
  readonly targets: readonly string[];
  readonly rules: MeshEdgeValues;
  /** Request types that calls of an operation descend from. */
  readonly types: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Share of the calls of an operation that go a way; null: none of them, whatever is drawn. */
type ShareOf = (target: string) => number | null;

/** Calls of a proxy that hands operations on; the last leg asks for the operation itself. */
export function handOn(
  { edge, targets }: Passage,
  isLast: boolean,
  shareOf: ShareOf = () => 1,
): ResolvedCall[] {
  return targets.flatMap((target) => {
    const share = shareOf(target);
    if (share === null) return [];
    const split = share < 1 ? { choice: "split", weight: share } : {};
    const call = {
      ...PLAIN_CALL,
      id: target,
      when: [routeOf(edge.id, target)],
      operation: isLast ? target : routeOf(edge.id, target),
      stage: RULE_STAGES.call,
      ...split,
    };
    return [call];
  });
}

/** Calls to a place where they are held up or refused. */
export function aside(
  { edge, targets }: Passage,
  operation: string,
  stage: number,
  probability: number,
): ResolvedCall[] {
  return targets.map((target) => ({
    ...PLAIN_CALL,
    id: target,
    when: [routeOf(edge.id, target)],
    operation,
    stage,
    probability,
  }));
}

/** A leg of a drawn edge; `isOwn`: callers go to the instance beside them. */
export function legOf(
  id: string,
  drawn: ResolvedEdge,
  mesh: string,
  leg: EdgePart["leg"],
  of: Pick<ResolvedEdge, "from" | "to" | "values" | "calls">,
  isOwn = false,
): ResolvedEdge {
  const own = isOwn ? ({ own: true } as const) : {};
  const { protocol, sort } = drawn;
  return { id, protocol, sort, ...of, part: { ...part(mesh, drawn, leg), ...own } };
}

export function part(mesh: string, { id }: ResolvedEdge, leg: EdgePart["leg"]): EdgePart {
  return { mesh, of: id, leg };
}

type Split = MeshEdgeValues["split"][string];

/** Share of the calls that a split takes away; a match on a type is one on all calls of an operation. */
export function shareAway({ types }: Passage, { match, requestType, ratio }: Split): ShareOf {
  return (target) => {
    const isOther = requestType !== null && types.get(target)?.has(requestType) !== true;
    return isOther || (match !== null && match !== target) ? null : ratio;
  };
}

/** Share of the calls that stays with the drawn callee. */
export function shareLeft(passage: Passage): ShareOf {
  return (target) => {
    const entries = Object.values(passage.rules.split);
    const shares = entries.map((entry) => shareAway(passage, entry)(target) ?? 0);
    const away = shares.reduce((sum, share) => sum + share, 0);
    return away === 0 ? 1 : Math.max(0, 1 - away);
  };
}
