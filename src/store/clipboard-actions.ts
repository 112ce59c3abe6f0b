// Copying parts of a drawing: a fragment is a scenario of its own, as JSON text, so that it goes
// from tab to tab and into a file.
import type { Problem, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { edit, remove } from "./document-actions.ts";
import { fragmentOf, isEmptyFragment, type Places, withFragment } from "./fragment.ts";
import type { Point } from "./graph-edits.ts";
import { parseScenario } from "./scenario-port.ts";
import { selectOnly } from "./selection-actions.ts";
import { studio } from "./studio-store.ts";

/** Where no place is given, a pasted part lies this far from where it was copied, px. */
const OFFSET: Point = { x: 40, y: 40 };
/** From the corner of a card to its middle, about, px. */
const TO_MIDDLE: Point = { x: 80, y: 40 };
const GRID_PX = 20;

function round(px: number): number {
  return Math.round(px / GRID_PX) * GRID_PX;
}

/** The way from where the fragment was to where its middle shall be. */
function shiftTo(fragment: ScenarioDocument, at: Point | null): Point {
  const corners = Object.values(fragment.layout ?? {});
  if (at === null || corners.length === 0) return OFFSET;
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const middle = {
    x: (Math.min(...xs) + Math.max(...xs)) / 2 + TO_MIDDLE.x,
    y: (Math.min(...ys) + Math.max(...ys)) / 2 + TO_MIDDLE.y,
  };
  return { x: round(at.x - middle.x), y: round(at.y - middle.y) };
}

function paste(label: string, fragment: ScenarioDocument, at: Point | null): void {
  const before = studio.getState().document.document;
  const { document, ids } = withFragment(before, fragment, shiftTo(fragment, at));
  edit(label, () => document);
  selectOnly(ids);
}

/**
 * Text of the selected nodes, groups and notes; null if none is selected. `places` are those of nodes
 * that the file gives none.
 */
export function copySelected(places: Places = {}): string | null {
  const { document, selection } = studio.getState();
  const fragment = fragmentOf(document.document, selection.ids, places);
  return isEmptyFragment(fragment) ? null : JSON.stringify(fragment, null, 2);
}

/** The selected as text, taken away in one step: with a group goes what is in it. */
export function cutSelected(places: Places = {}): string | null {
  const text = copySelected(places);
  const { document, selection, view } = studio.getState();
  if (text === null || view.readOnly) return text;
  const inside = Object.keys(fragmentOf(document.document, selection.ids).nodes);
  remove([...new Set([...selection.ids, ...inside])]);
  return text;
}

export type PasteResult =
  | { readonly ok: true }
  /** Without problems the text is a scenario in which there is nothing to paste. */
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Adds what was copied, its middle at a place; text that is none of ours is refused with reasons. */
export function pasteText(text: string, at: Point | null = null): PasteResult {
  const parsed = parseScenario(text);
  if (!parsed.ok) return { ok: false, problems: parsed.problems };
  if (isEmptyFragment(parsed.document)) return { ok: false, problems: [] };
  paste("paste", parsed.document, at);
  return { ok: true };
}

/** Beside the original. Faults are not doubled: they are no part of what is drawn. */
export function duplicateSelected(): void {
  const { document, selection } = studio.getState();
  const { faults: _faults, ...fragment } = fragmentOf(document.document, selection.ids);
  if (!isEmptyFragment(fragment)) paste("duplicate", fragment, null);
}
