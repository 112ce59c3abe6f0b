import type { DragEvent } from "react";
import { studio } from "../store/studio-store.ts";
import { fileNameOf, fileTextOf } from "./scenario-text.ts";

/** Dragged to the desktop the scenario becomes a file, into a text field its text. */
export function dragOutFile(event: DragEvent): void {
  const { document } = studio.getState().document;
  const text = fileTextOf(document);
  const address = `data:application/json;charset=utf-8,${encodeURIComponent(text)}`;
  event.dataTransfer.effectAllowed = "copy";
  event.dataTransfer.setData("DownloadURL", `application/json:${fileNameOf(document)}:${address}`);
  event.dataTransfer.setData("text/plain", text);
}
