import { whyNotReconnect } from "../store/connect-actions.ts";
import { whyNotConnect } from "../store/scenario-port.ts";
import { studio } from "../store/studio-store.ts";

/** Why each node cannot be the other end of an edge begun at `start`; the others can. */
export function refusalsFor(start: string, reversed: boolean): Readonly<Record<string, string>> {
  const { document } = studio.getState().document;
  const refusals: Record<string, string> = {};
  for (const id of Object.keys(document.nodes)) {
    const reason = reversed
      ? whyNotConnect(document, id, start)
      : whyNotConnect(document, start, id);
    if (reason !== null) refusals[id] = reason;
  }
  return refusals;
}

/** Why each node cannot be the new end of an edge that is led elsewhere; `fixed` is its other end. */
export function refusalsOfReconnecting(
  edgeId: string,
  fixed: string,
  reversed: boolean,
): Readonly<Record<string, string>> {
  const { document } = studio.getState().document;
  const refusals: Record<string, string> = {};
  for (const id of Object.keys(document.nodes)) {
    const reason = reversed
      ? whyNotReconnect(document, edgeId, id, fixed)
      : whyNotReconnect(document, edgeId, fixed, id);
    if (reason !== null) refusals[id] = reason;
  }
  return refusals;
}
