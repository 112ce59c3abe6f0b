// What sharing and saving have to say: at most one thing at a time, over the canvas.
import { create } from "zustand";

export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

export interface Notice {
  readonly text: string;
  /** Stays until it is dismissed; without actions it goes by itself. */
  readonly actions: readonly NoticeAction[];
  readonly isBad: boolean;
}

const SHOWN_MS = 6000;

let timer: ReturnType<typeof setTimeout> | undefined;

export const useNotice = create<{ readonly notice: Notice | null }>()(() => ({ notice: null }));

export function dismissNotice(): void {
  clearTimeout(timer);
  useNotice.setState({ notice: null });
}

export function notify(text: string, actions: readonly NoticeAction[] = [], isBad = false): void {
  clearTimeout(timer);
  useNotice.setState({ notice: { text, actions, isBad } });
  if (actions.length === 0 && !isBad) timer = setTimeout(dismissNotice, SHOWN_MS);
}
