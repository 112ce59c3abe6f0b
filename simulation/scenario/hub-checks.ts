// What a hub says of its clients' send buffers, and whether any client fills one.
import type { ScenarioDocument } from "./document.ts";
import { protocolOfEdge } from "./edge-sorts.ts";
import { parseEdgeId } from "./ids.ts";
import type { ProblemList } from "./problem-list.ts";

export function checkHubs(document: ScenarioDocument, problems: ProblemList): void {
  for (const [id, { kind, sendBufferBytes, whenFull }] of Object.entries(document.nodes)) {
    if (kind !== "websocket-hub") continue;
    if (whenFull !== undefined && sendBufferBytes == null) {
      const message = "has no effect: send buffers are unlimited";
      problems.warn("unused", ["nodes", id, "whenFull"], message);
    }
    if (sendBufferBytes == null || hasSlowClients(document, id)) continue;
    const message = "has no effect: no client's edge has a bandwidth, so pushes never wait";
    problems.warn("unused", ["nodes", id, "sendBufferBytes"], message);
  }
}

function hasSlowClients(document: ScenarioDocument, hub: string): boolean {
  return Object.entries(document.edges).some(
    ([id, edge]) =>
      parseEdgeId(id)?.to === hub &&
      protocolOfEdge(document, id) === "websocket" &&
      edge.bandwidthMbps != null,
  );
}
