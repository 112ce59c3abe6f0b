import { create } from "zustand";
import type { Problem } from "../../simulation/scenario/document.ts";

export interface BrokenFile {
  readonly name: string;
  readonly problems: readonly Problem[];
}

/** The file that could not be opened, while its dialog stands. */
export const useBrokenFile = create<{ readonly file: BrokenFile | null }>()(() => ({
  file: null,
}));

export function showBrokenFile(file: BrokenFile): void {
  useBrokenFile.setState({ file });
}

export function closeBrokenFile(): void {
  useBrokenFile.setState({ file: null });
}
