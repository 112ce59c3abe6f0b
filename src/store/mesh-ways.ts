// Where proxies of a mesh send calls beside their drawn callee: shares and copies, by the rules of an edge.
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { groupsNamedBy, withOuter } from "../../simulation/scenario/group-members.ts";
import { edgeEnds } from "./graph-edits.ts";

export interface MeshWay {
  /** The edge that says so, and the nodes at the ends of the way. */
  readonly edge: string;
  readonly from: string;
  readonly to: string;
  readonly sort: "split" | "mirror";
  readonly ratio: number;
  /** The operation or the request type that a split matches; null: all. */
  readonly only: string | null;
}

interface Split {
  readonly ratio?: number;
  readonly match?: string | null;
  readonly requestType?: string | null;
}

interface Rules {
  readonly split?: Readonly<Record<string, Split>> | null;
  readonly mirror?: { readonly to?: string | null; readonly ratio?: number } | null;
}

/** Defaults of the catalog: a tenth is sent elsewhere, all of it is copied. */
const SPLIT_RATIO = 0.1;
const MIRROR_RATIO = 1;

const known = new WeakMap<ScenarioDocument, readonly MeshWay[]>();

/** All that lead from a member of a mesh in force to a node that is drawn. */
export function meshWays(document: ScenarioDocument): readonly MeshWay[] {
  const before = known.get(document);
  if (before) return before;
  const ways = Object.entries(document.edges).flatMap(([edge, { mesh }]): readonly MeshWay[] => {
    if (typeof mesh !== "object" || mesh === null) return [];
    const { from } = edgeEnds(edge);
    if (!isMember(document, from)) return [];
    const { split, mirror } = mesh as Rules;
    const elsewhere = Object.entries(split ?? {}).map(([to, share]): MeshWay => {
      const { ratio = SPLIT_RATIO, match = null, requestType = match } = share;
      return { edge, from, to, sort: "split", ratio, only: requestType };
    });
    const to = mirror?.to ?? null;
    const ratio = mirror?.ratio ?? MIRROR_RATIO;
    const copies: readonly MeshWay[] =
      to === null ? [] : [{ edge, from, to, sort: "mirror", ratio, only: null }];
    return [...elsewhere, ...copies].filter((way) => document.nodes[way.to] !== undefined);
  });
  known.set(document, ways);
  return ways;
}

function isMember(document: ScenarioDocument, node: string): boolean {
  const groups = groupsNamedBy(document.nodes[node]).flatMap((id) => withOuter(document, id));
  return groups.some((id) => {
    const group = document.groups?.[id];
    return group?.kind === "mesh" && group.enabled !== false;
  });
}
