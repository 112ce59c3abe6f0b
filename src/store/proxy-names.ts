// Names of what a mesh, or the keeping of tokens, adds to a drawing: nodes and legs. Their ids hold a `~`, as
// no id of a file does.
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";

const ROLES: Readonly<Record<string, string>> = {
  sidecar: "sidecar",
  ztunnel: "ztunnel",
  waypoint: "waypoint",
  delay: "injected delay",
  refusal: "refusals",
  tokens: "tokens at hand",
  answers: "answers at hand",
  keys: "keys at hand",
};

const LEGS: Readonly<Record<string, string>> = {
  wire: "between proxies",
  in: "from its sidecar",
  tunnel: "to the waypoint",
  split: "sent elsewhere",
  mirror: "mirrored",
  delay: "held up",
  abort: "aborted",
  deny: "refused",
  sidecar: "spans of its sidecar",
  waypoint: "spans of its waypoint",
  tokens: "by way of its tokens",
  answers: "by way of its answers",
  keys: "by way of its keys",
};

/** Leg of a drawn edge that its attempts run over. */
export function wireOf(edgeId: string): string {
  return `${edgeId}~wire`;
}

/** True of the id of something that a mesh has added. */
export function isOfMesh(id: string): boolean {
  return id.includes("~");
}

/** "Orders", "Orders, sidecar", "Core, ztunnel" */
export function nodeTitle({ nodes, groups = {} }: ScenarioDocument, id: string): string {
  const [owner = "", role] = id.split("~");
  const name = nodes[owner]?.name ?? groups[owner]?.name ?? owner;
  return role === undefined ? name : `${name}, ${ROLES[role] ?? role}`;
}

/** "Orders → Stock", "Orders → Stock, between proxies" */
export function edgeTitle(document: ScenarioDocument, id: string): string {
  const [drawn = "", leg, ...more] = id.split("~");
  const ends = drawn.split("->").map((end) => nodeTitle(document, end));
  if (leg === undefined) return ends.join(" → ");
  const elsewhere = more[0] === undefined ? "" : ` to ${nodeTitle(document, more[0])}`;
  const way =
    leg.startsWith("to") && LEGS[leg] === undefined ? "asked as well" : (LEGS[leg] ?? leg);
  return `${ends.join(" → ")}, ${way}${elsewhere}`;
}
