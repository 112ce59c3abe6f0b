// The keyboard on a node of the canvas, and a double click.
import type { KeyboardEvent } from "react";
import { groupsNamedBy } from "../../simulation/scenario/group-members.ts";
import { reconnect } from "../store/connect-actions.ts";
import { connect, remove } from "../store/document-actions.ts";
import { groupKey } from "../store/group-membership.ts";
import { selectOnly, toggleSelected } from "../store/selection-actions.ts";
import { studio } from "../store/studio-store.ts";
import { setPanelOpen } from "../store/view-actions.ts";
import { moveByKeys } from "./arrange/move-by-keys.ts";
import {
  ARROWS,
  type Direction,
  edgesAt,
  focusOnCanvas,
  focusOnceDrawn,
  nextCandidate,
  nextNode,
  stepOf,
} from "./canvas-focus.ts";
import { type Connecting, endConnecting, patchCanvasMode, useCanvasMode } from "./canvas-mode.ts";
import { currentPlaces } from "./current-places.ts";
import { openFitMenu } from "./fit-menu-state.ts";
import { freeSpotNear } from "./free-place.ts";
import { toggleInside } from "./inside/toggle-inside.ts";
import { refusalsFor } from "./refusals.ts";
import { breakIfArmed } from "./use-breaking.ts";

/** Room for a card of any kind, px. */
const NEW_SIZE = { width: 180, height: 80 };

function chooseTarget(direction: Direction): void {
  const { connecting } = useCanvasMode.getState();
  if (!connecting) return;
  const places = currentPlaces();
  const candidates = Object.keys(places).filter((id) => connecting.refusals[id] === undefined);
  const candidate = nextCandidate(candidates, places, connecting.candidate, direction);
  const notice = candidate ? `Connect to ${candidate}` : "Nothing can be connected here.";
  patchCanvasMode({ connecting: { ...connecting, candidate }, notice });
}

function isReadOnly(): boolean {
  return studio.getState().view.readOnly;
}

function beginConnecting(from: string): void {
  if (isReadOnly()) return;
  const refusals = refusalsFor(from, false);
  patchCanvasMode({
    connecting: { from, reversed: false, refusals, candidate: null },
    notice: "Choose a target with the arrow keys, then press Enter. Enter at once adds a new node.",
  });
}

/** Enter without a target: what would fit beside the node. */
function offerNew({ from, reversed }: Connecting): void {
  const at = { ...(currentPlaces()[from] ?? { x: 0, y: 0 }) };
  const card = document.querySelector(`[data-canvas-id="${CSS.escape(from)}"]`);
  const box = card?.getBoundingClientRect();
  endConnecting();
  if (!box) return;
  const screen = { x: box.right, y: box.top + box.height / 2 };
  openFitMenu({
    from,
    reversed,
    screen,
    at: freeSpotNear({ x: at.x + 320, y: at.y + 36 }, NEW_SIZE),
  });
}

/** The edge as chosen with the keys: a new one, or an old one led elsewhere. */
function connectChosen({ from, reversed, edge }: Connecting, candidate: string): void {
  const [start, end] = reversed ? [candidate, from] : [from, candidate];
  const reason = edge === undefined ? connect(start, end) : reconnect(edge, start, end);
  endConnecting();
  patchCanvasMode({ notice: reason ?? `Connected to ${candidate}.` });
  const [id] = studio.getState().selection.ids;
  if (edge !== undefined && id !== undefined) focusOnceDrawn(id);
}

export function keyWhileConnecting(event: KeyboardEvent): void {
  const { connecting } = useCanvasMode.getState();
  const direction = ARROWS[event.key];
  if (!connecting) return;
  if (direction) chooseTarget(direction);
  else if (event.key === "Enter" && connecting.candidate) {
    connectChosen(connecting, connecting.candidate);
  } else if (event.key === "Enter" && connecting.edge === undefined) offerNew(connecting);
  else if (event.key === "Escape") endConnecting();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function arrowOnNode(id: string, direction: Direction, event: KeyboardEvent): void {
  const { document } = studio.getState().document;
  const places = currentPlaces();
  if (event.altKey) {
    moveByKeys(id, stepOf(direction));
    return;
  }
  if (event.shiftKey && direction === "up") {
    focusOnGroupOf(id);
    return;
  }
  if (event.shiftKey && (direction === "right" || direction === "left")) {
    const [edge] = edgesAt(document, places, id, direction === "right" ? "out" : "in");
    if (edge) focusOnCanvas(edge);
    return;
  }
  const next = nextNode(document, places, id, direction);
  if (next) focusOnCanvas(next);
}

/** Shift and up: from a node to the group that it stands in. */
function focusOnGroupOf(id: string): void {
  const [group] = groupsNamedBy(studio.getState().document.document.nodes[id]);
  if (group !== undefined) focusOnCanvas(groupKey(group));
}

/** Enter selects and shows the inspector, whatever it was doing. */
export function openInInspector(id: string): void {
  selectOnly([id]);
  setPanelOpen("inspector", true);
}

function rename(id: string): void {
  if (!isReadOnly()) patchCanvasMode({ renaming: id });
}

function removeSelected(id: string): void {
  if (isReadOnly()) return;
  const { ids } = studio.getState().selection;
  remove(ids.includes(id) ? ids : [id]);
}

function openOrClose(id: string): void {
  if (!isReadOnly()) void toggleInside(id);
}

type KeyAction = (id: string) => void;

const ON_NODE: Readonly<Record<string, KeyAction>> = {
  Enter: openInInspector,
  " ": toggleSelected,
  c: beginConnecting,
  C: beginConnecting,
  o: openOrClose,
  O: openOrClose,
  F2: rename,
  Delete: removeSelected,
  Backspace: removeSelected,
  Escape: () => selectOnly([]),
};

function keyOnNode(id: string, event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey) return;
  const direction = ARROWS[event.key];
  const action = ON_NODE[event.key];
  if (event.key === "Enter" && breakIfArmed(id)) event.preventDefault();
  else if (direction) arrowOnNode(id, direction, event);
  else if (action) action(id);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

export function useNodeKeys(id: string) {
  return {
    onKeyDown: (event: KeyboardEvent) => {
      if (event.target !== event.currentTarget) return;
      if (useCanvasMode.getState().connecting) keyWhileConnecting(event);
      else keyOnNode(id, event);
    },
    onFocus: () => patchCanvasMode({ focused: id, tabStop: id }),
    onDoubleClick: () => rename(id),
    onPointerEnter: () => {
      if (useCanvasMode.getState().connecting) patchCanvasMode({ over: id });
    },
    onPointerLeave: () => {
      if (useCanvasMode.getState().over === id) patchCanvasMode({ over: null });
    },
  };
}
