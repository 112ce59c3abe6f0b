// What a run tells of streams through proxies: the legs of a drawn edge as one way. A message is on its way
// over one leg after another, so the times of all legs add up.

import { MESH_PROXY } from "../kinds/mesh-proxy.ts";
import type { EngineTotals } from "../results/engine-port.ts";
import type { StreamResult } from "../results/stream-result.ts";
import type { ResolvedScenario } from "../scenario/document.ts";

type Timed = "messageMs" | "heldByStreamMs" | "heldByConnectionMs";

interface Leg {
  readonly stream: StreamResult;
  /** It leads to the callee itself. */
  readonly isLast: boolean;
}

/** The streams of a drawn edge, undefined where it has none. */
export function streamAsDrawn(
  id: string,
  { edges }: EngineTotals,
  { edges: drawn, nodes }: ResolvedScenario,
): StreamResult | undefined {
  const first = edges[id]?.stream;
  if (first === undefined) return undefined;
  const proxies = new Set(nodes.flatMap((node) => (node.kind === MESH_PROXY ? [node.id] : [])));
  const legs = drawn.flatMap((edge): Leg[] => {
    const stream = edge.part?.of === id ? edges[edge.id]?.stream : undefined;
    return stream === undefined ? [] : [{ stream, isLast: !proxies.has(edge.to) }];
  });
  const last = legs.filter(({ isLast }) => isLast);
  const toCallee = last.reduce((sum, { stream }) => sum + stream.toCallee, 0);
  const read = first.toCaller + toCallee;
  const onFirst = first.toCaller + first.toCallee;
  const each = (name: Timed): number | null => {
    const ms = legs.reduce((sum, { stream }) => sum + totalOf(stream, name), 0);
    return read === 0 ? null : ms / read;
  };
  return {
    ...first,
    toCallee,
    messagesPerS: onFirst === 0 ? 0 : (first.messagesPerS * read) / onFirst,
    messageMs: each("messageMs"),
    heldByStreamMs: each("heldByStreamMs"),
    heldByConnectionMs: each("heldByConnectionMs"),
    bufferedMax: Math.max(...legs.map(({ stream }) => stream.bufferedMax)),
    committed: legs.reduce((sum, { stream }) => sum + stream.committed, 0),
  };
}

function totalOf(stream: StreamResult, name: Timed): number {
  return (stream[name] ?? 0) * (stream.toCallee + stream.toCaller);
}
