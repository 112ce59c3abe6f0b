// Operations of nodes that check their callers: each is reached by way of another in its place, the check,
// which goes on as the operation itself once the caller is known.
import type {
  AccessDescriptor,
  NodeDescriptor,
  OperationDescriptor,
} from "../kinds/descriptors.ts";
import type { ResolvedEdge } from "../scenario/document.ts";
import type { Phase } from "./operation-steps.ts";

/** How a node checks its callers; null: it does not. */
export function accessOf(descriptor: NodeDescriptor | undefined): AccessDescriptor | null {
  return descriptor?.primitive === "station" ? (descriptor.station.access ?? null) : null;
}

export function isCheck(phase: Phase): boolean {
  return phase === "check" || phase === "refuse" || phase === "reject";
}

/** What becomes of credentials that are good for nothing. */
const BAD: ReadonlyMap<unknown, Phase> = new Map([
  ["none", "refuse"],
  ["forged", "reject"],
  ["limited", "reject"],
]);

/** Protocol whose callers are checked as they connect, not with each message. */
export const HELD = "websocket";

/**
 * The check that a call over an edge meets. The engine looks at what each request shows; that a whole
 * edge shows nothing good is known before, for those who reckon with means.
 */
export function checkPhaseOf(
  edge: ResolvedEdge | undefined,
  caller: NodeDescriptor | undefined,
): Phase {
  const shown = edge?.values.credential ?? null;
  if (shown === null) return caller?.primitive === "source" ? "refuse" : "check";
  return BAD.get(shown) ?? (edge?.protocol === HELD ? "plain" : "check");
}

/** What a check is as work: its own time, and nothing else of the operation that it stands before. */
export function checkWorkOf(
  work: OperationDescriptor,
  access: AccessDescriptor,
  phase: Phase,
): OperationDescriptor {
  const { push: _, locksRow: __, changesData: ___, ...plain } = work;
  return {
    ...plain,
    serviceTime: phase === "refuse" ? access.refuseMs : access.checkMs,
    afterTime: 0,
    afterProbability: 1,
    errorRate: 0,
    errorTime: null,
    requires: {},
    readsBefore: null,
  };
}
