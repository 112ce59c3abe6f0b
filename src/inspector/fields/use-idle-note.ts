import { kindOf } from "../../../simulation/kinds/catalog.ts";
import { idleFields } from "../../../simulation/scenario/client-checks.ts";
import type { NodeDocument, ScenarioDocument } from "../../../simulation/scenario/document.ts";
import { useStudio } from "../../store/studio-store.ts";

type Reasons = ReturnType<typeof idleFields>;

const known = new WeakMap<NodeDocument, Reasons>();

function reasonsOf(node: NodeDocument): Reasons {
  const reasons = known.get(node) ?? idleFields(node);
  known.set(node, reasons);
  return reasons;
}

function idleReason(nodes: ScenarioDocument["nodes"], path: string): string | undefined {
  const [section, id = "", name = "", ...below] = path.split(".");
  const node = section === "nodes" && below.length === 0 ? nodes[id] : undefined;
  if (!node || kindOf(node.kind)?.params.arrivals === undefined) return undefined;
  return reasonsOf(node)[name];
}

/** Why a source's field has no effect as the others stand, in a sentence; null if it has one. */
export function useIdleNote(path: string): string | null {
  const reason = useStudio(({ document }) => idleReason(document.document.nodes, path));
  return reason === undefined ? null : `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
}
