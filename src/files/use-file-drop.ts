import { type DragEvent, useState } from "react";
import { openFile } from "./open-file.ts";

function carriesFile(event: DragEvent): boolean {
  return event.dataTransfer.types.includes("Files");
}

/** Dropping a scenario file anywhere opens it; `isOver` while one is held over the page. */
export function useFileDrop() {
  const [isOver, setIsOver] = useState(false);
  return {
    isOver,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!carriesFile(event)) return;
        event.preventDefault();
        setIsOver(true);
      },
      onDragLeave: (event: DragEvent) => {
        if (event.currentTarget === event.target) setIsOver(false);
      },
      onDrop: (event: DragEvent) => {
        setIsOver(false);
        const file = event.dataTransfer.files[0];
        if (!carriesFile(event) || !file) return;
        event.preventDefault();
        void openFile(file);
      },
    },
  };
}
