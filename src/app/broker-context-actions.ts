// What a context menu offers on brokers alone.
import { IconChevronDown, IconChevronUp, IconReplace } from "@tabler/icons-react";
import { kindOf } from "../../simulation/kinds/catalog.ts";
import type { KindDefinition } from "../../simulation/kinds/define.ts";
import { isOpen } from "../canvas/inside/inside-door.ts";
import { toggleInside } from "../canvas/inside/toggle-inside.ts";
import { changeKind, kindsFor } from "../store/kind-change.ts";
import { studio } from "../store/studio-store.ts";
import type { ContextAction, SubAction } from "./context-action.ts";
import type { ContextTarget } from "./context-target.ts";

/** Event stores deliver too, but have no product to change and no queues inside. */
function takesMessages(kind: KindDefinition | undefined): boolean {
  return kind?.ports.in.includes("publish") === true;
}

function isBroker({ id }: ContextTarget): boolean {
  return takesMessages(kindOf(studio.getState().document.document.nodes[id]?.kind ?? ""));
}

/** Other brokers that may stand in its place. */
function products({ id }: ContextTarget): readonly SubAction[] {
  const { document } = studio.getState().document;
  return kindsFor(document, id)
    .filter((kind) => takesMessages(kind) && kind.id !== document.nodes[id]?.kind)
    .map((kind) => ({ id: kind.id, label: kind.label, run: () => changeKind(id, kind.id) }));
}

function isShownOpen({ id }: ContextTarget): boolean {
  return isOpen(studio.getState().document.document, id);
}

const OPENING: Omit<ContextAction, "id" | "label" | "icon"> = {
  ...{ keys: "O", on: ["node"], group: "show", edits: true, onDrawing: true },
  run: ({ id }) => void toggleInside(id),
};

export const BROKER_ACTIONS: readonly ContextAction[] = [
  {
    id: "product",
    label: "Change product",
    icon: IconReplace,
    on: ["node"],
    group: "edit",
    edits: true,
    applies: isBroker,
    choices: products,
  },
  {
    ...OPENING,
    id: "open",
    label: "Show its inside",
    icon: IconChevronDown,
    applies: (target) => isBroker(target) && !isShownOpen(target),
  },
  { ...OPENING, id: "close", label: "Hide its inside", icon: IconChevronUp, applies: isShownOpen },
];
