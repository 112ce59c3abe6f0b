import { type DragEvent, useState } from "react";
import { openFile } from "./open-file.ts";
import type { DiskFile } from "./save-file.ts";

function carriesFile(event: DragEvent): boolean {
  return event.dataTransfer.types.includes("Files");
}

interface DiskItem {
  getAsFileSystemHandle?(): Promise<DiskFile | null>;
}

async function openDropped(file: File, item: DiskItem | undefined): Promise<void> {
  const onDisk = (await item?.getAsFileSystemHandle?.().catch(() => null)) ?? null;
  await openFile(file, onDisk);
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
        void openDropped(file, event.dataTransfer.items[0] as DiskItem | undefined);
      },
    },
  };
}
