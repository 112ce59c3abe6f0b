// Streams through proxies, which end them on one side and begin them anew on the other, with windows of
// their own on both: a proxy takes a message when the one before it is on its way, so what its receiver
// does not take stays in the window of its sender, and so on up to whoever sends (RFC 9113, section 5.2:
// flow control is of each hop). A call that a proxy tries again sends what came before once more.
// Assumption: to pass a message on takes the delay of the leg and no time of a worker.
import { attempts } from "./rows.ts";
import { commitCall, makeReady, mayGo, streamOf, takeMessage } from "./rpc-stream-flow.ts";
import { rpcStreams, STREAMED, streamEdges, TO_CALLEE, TO_CALLER } from "./rpc-stream-rows.ts";

/** Whether a proxy reads what comes over a half. */
export function endsAtProxy(half: number): boolean {
  const edge = rpcStreams.edge[half >> 1];
  const isToCallee = (half & 1) === TO_CALLEE;
  return (isToCallee ? streamEdges.atProxy[edge] : streamEdges.fromProxy[edge]) === 1;
}

/** Whether a proxy sends what goes over a half. */
export function beginsAtProxy(half: number): boolean {
  const edge = rpcStreams.edge[half >> 1];
  const isToCallee = (half & 1) === TO_CALLEE;
  return (isToCallee ? streamEdges.fromProxy[edge] : streamEdges.atProxy[edge]) === 1;
}

/** A stream is opened by a proxy to pass on what `parent` brings to it. */
export function passFrom(parent: number, stream: number): void {
  if ((attempts.flags[parent] & STREAMED) === 0) return;
  const incoming = streamOf(parent);
  if (rpcStreams.gone[incoming] === 1) return;
  rpcStreams.passes[stream] = incoming + 1;
  rpcStreams.onward[incoming] = stream + 1;
}

/** A stream has ended: what it passed on, or was passed on by, stands alone. */
export function partStreams(stream: number): void {
  const before = rpcStreams.passes[stream];
  if (before !== 0 && rpcStreams.onward[before - 1] === stream + 1) {
    rpcStreams.onward[before - 1] = 0;
  }
  const after = rpcStreams.onward[stream];
  if (after !== 0) rpcStreams.passes[after - 1] = 0;
  rpcStreams.passes[stream] = 0;
  rpcStreams.onward[stream] = 0;
}

/** The half over which a proxy passes on what comes over `from`, -1 = there is none (yet). */
function nextOf(from: number): number {
  const stream = from >> 1;
  if ((from & 1) === TO_CALLEE) return 2 * (rpcStreams.onward[stream] - 1) + TO_CALLEE;
  return rpcStreams.passes[stream] === 0 ? -1 : 2 * (rpcStreams.passes[stream] - 1) + TO_CALLER;
}

/** The half that brings what a proxy passes on over `to`, -1 = there is none any more. */
export function sourceOf(to: number): number {
  const stream = to >> 1;
  if ((to & 1) === TO_CALLEE) return 2 * (rpcStreams.passes[stream] - 1) + TO_CALLEE;
  return rpcStreams.onward[stream] === 0 ? -1 : 2 * (rpcStreams.onward[stream] - 1) + TO_CALLER;
}

/** A proxy passes on what has come over a half, as long as there is room. */
export function passOnFrom(from: number): void {
  const to = nextOf(from);
  if (to < 0) return;
  const incoming = rpcStreams.edge[from >> 1];
  const outgoing = rpcStreams.edge[to >> 1];
  // One that waits for room, or for the link, is the next to go.
  while (rpcStreams.waits[to] === 0) {
    // What was taken before and is not sent, of a call that is tried again, goes first.
    if (rpcStreams.left[to] === rpcStreams.unread[from]) {
      if (rpcStreams.arrived[from] === 0) return;
      takeMessage(from, incoming);
      if ((from & 1) === TO_CALLER) commitCall(from >> 1);
    }
    makeReady(to, outgoing);
    if (!mayGo(to, outgoing, 0)) return;
  }
}
