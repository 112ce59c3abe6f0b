import { kindOf } from "../../../simulation/kinds/catalog.ts";
import { idleFields } from "../../../simulation/scenario/client-checks.ts";
import { useDocument } from "../../store/hooks.ts";

/** Why a source's field has no effect as the others stand, in a sentence; null if it has one. */
export function useIdleNote(path: string): string | null {
  const { nodes } = useDocument();
  const [section, id = "", name = "", ...below] = path.split(".");
  const node = section === "nodes" && below.length === 0 ? nodes[id] : undefined;
  if (!node || kindOf(node.kind)?.params.arrivals === undefined) return null;
  const reason = idleFields(node)[name];
  return reason === undefined ? null : `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
}
