import { addNote } from "../../store/note-actions.ts";
import { patchCanvasMode } from "../canvas-mode.ts";
import { freeSpotNear } from "../free-place.ts";
import { placeInSight } from "../pointer-place.ts";
import { noteSize } from "./note-elements.ts";

/** A note where the pointer is, or in the middle of the view; its text at once open to be written. */
export function addNoteInSight(): void {
  const key = addNote(freeSpotNear(placeInSight(), noteSize("")));
  if (key !== null) patchCanvasMode({ renaming: key });
}
