// Commands that follow from the scenario and the catalogs: to add each kind of node, to go to each
// node, to bring each fault about, to take each variant. The palette lists them once one types.

import { faults } from "../../simulation/faults/catalog.ts";
import { catalog } from "../../simulation/kinds/catalog.ts";
import type { FaultDefinition, KindDefinition } from "../../simulation/kinds/define.ts";
import { focusOnceDrawn } from "../canvas/canvas-focus.ts";
import { canvasHandle } from "../canvas/canvas-handle.ts";
import { armFault, breakNow, whyNotBreak } from "../store/fault-actions.ts";
import { faultTitle } from "../store/fault-title.ts";
import { toggleFault } from "../store/run-actions.ts";
import { selectOnly } from "../store/selection-actions.ts";
import type { StudioState } from "../store/studio-store.ts";
import { isVariantInForce, takeVariant, variantTitle } from "../store/variants.ts";
import { setPanelOpen } from "../store/view-actions.ts";

export type DocumentGroup = "Break" | "Add" | "Select" | "Variants";

export interface DocumentCommand {
  readonly id: string;
  readonly group: DocumentGroup;
  readonly label: string;
  readonly run: () => void;
  readonly words?: string;
}

function select(id: string): void {
  selectOnly([id]);
  setPanelOpen("inspector", true);
  focusOnceDrawn(id);
}

function addCommands(): DocumentCommand[] {
  if (!canvasHandle()) return [];
  return Object.values<KindDefinition>(catalog).map(({ id, label, summary }) => ({
    id: `add ${id}`,
    group: "Add",
    label: `Add ${label}`,
    words: summary,
    run: () => canvasHandle()?.addKind(id),
  }));
}

/** Those of the file are switched; others hit what is selected, or wait for a click. */
function breakCommands({ document, selection }: StudioState): DocumentCommand[] {
  const own = Object.entries(document.document.faults ?? {}).map(
    ([id, fault]): DocumentCommand => ({
      id: `fault ${id}`,
      group: "Break",
      label: `Switch ${faultTitle(id, fault)}`,
      words: "fault on off break",
      run: () => void toggleFault(id),
    }),
  );
  const [target] = selection.ids;
  const kinds = Object.values<FaultDefinition>(faults).map(
    ({ id, label, help }): DocumentCommand => {
      const hits = target !== undefined && whyNotBreak(id, target) === null;
      const name = hits ? (document.document.nodes[target]?.name ?? target) : "";
      return {
        id: `break ${id}`,
        group: "Break",
        label: hits ? `Break ${name.replaceAll("->", " → ")}: ${label}` : `Break with ${label}…`,
        words: `fault ${help}`,
        run: () => (hits ? void breakNow(id, target) : armFault(id)),
      };
    },
  );
  return [...own, ...kinds];
}

function selectCommands({ document }: StudioState): DocumentCommand[] {
  const { nodes, edges, faults: own = {} } = document.document;
  const nameOf = (id: string) => nodes[id]?.name ?? id;
  const entries: (readonly [string, string, string])[] = [
    ...Object.keys(nodes).map((id) => [id, nameOf(id), "node"] as const),
    ...Object.keys(edges).map((id) => [id, id.replaceAll("->", " → "), "edge"] as const),
    ...Object.entries(own).map(
      ([id, fault]) => [`fault:${id}`, `fault ${faultTitle(id, fault)}`, "fault"] as const,
    ),
  ];
  return entries.map(([id, name, words]) => ({
    id: `select ${id}`,
    group: "Select",
    label: `Select ${name}`,
    words: `go find ${words}`,
    run: () => select(id),
  }));
}

function variantCommands({ document }: StudioState): DocumentCommand[] {
  return Object.keys(document.document.variants ?? {})
    .filter((id) => !isVariantInForce(document.document, id))
    .map((id) => ({
      id: `variant ${id}`,
      group: "Variants",
      label: `Take the variant: ${variantTitle(id, document.document)}`,
      words: "apply design",
      run: () => void takeVariant(id),
    }));
}

export function documentCommands(state: StudioState): readonly DocumentCommand[] {
  if (state.view.readOnly) return selectCommands(state);
  return [
    ...variantCommands(state),
    ...breakCommands(state),
    ...addCommands(),
    ...selectCommands(state),
  ];
}
