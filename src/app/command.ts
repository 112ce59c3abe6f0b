// What a command is; the table of them is in commands.ts.
import type { StudioState } from "../store/studio-store.ts";

export type CommandGroup =
  | "Run"
  | "Edit"
  | "Canvas"
  | "Scenario"
  | "Share"
  | "View"
  | "Results"
  | "Go to"
  | "Help";

export interface Command {
  readonly id: string;
  readonly group: CommandGroup;
  readonly label: string;
  readonly run: () => void;
  /** Combinations of keys, the first of which is shown; see keys.ts. */
  readonly keys?: readonly string[];
  /** The keys act while one types, too. */
  readonly whileTyping?: boolean;
  /** Other words that people look for. */
  readonly words?: string;
  /** It edits, or shows what edits: not in a window that only shows. */
  readonly edits?: boolean;
  /** False while there is nothing for it to do. */
  readonly when?: (state: StudioState) => boolean;
}

/** What most commands do without. */
type More = Omit<Command, "id" | "group" | "label" | "run">;
export type Entry = readonly [id: string, label: string, run: () => void, more?: More];

/** Commands of one group, in the order in which they are listed. */
export function group(name: CommandGroup, entries: readonly Entry[]): readonly Command[] {
  return entries.map(([id, label, run, more]) => ({ id, group: name, label, run, ...more }));
}
