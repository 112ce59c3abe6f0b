// What a group says about itself: on its label or card, and to screen readers.
import type { GroupLive } from "../../store/group-live.ts";
import { formatRate } from "../../ui/format.ts";
import type { GroupData } from "./group-elements.ts";

export function countOf(members: number): string {
  return members === 1 ? "1 node" : `${members} nodes`;
}

/** "in 120/s"; null before anything was simulated. */
export function groupRate(live: GroupLive | null): string | null {
  return live === null ? null : `${live.way} ${formatRate(live.ratePerS)}`;
}

/** "zone", "zone, empty", "mesh: Istio" */
export function kindWords({ kind, product, members }: GroupData): string {
  const what = product === undefined ? kind : `${kind}: ${product}`;
  return members.length === 0 ? `${what}, empty` : what;
}

/** "core, mesh, 3 nodes, expanded" */
export function groupSentence(data: GroupData, live: GroupLive | null): string {
  const parts = [data.name, data.kind, countOf(data.members.length)];
  if (data.product !== undefined) parts.push(data.product);
  parts.push(data.collapsed ? "collapsed" : "expanded");
  if (data.collapsed && live) {
    parts.push(live.state ?? "no traffic");
    parts.push(`${formatRate(live.ratePerS).replace("/s", "")} requests/s ${live.way}`);
  }
  if (data.hasNote) parts.push("has a note");
  return parts.join(", ");
}
