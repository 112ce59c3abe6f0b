// What a file says to whoever opens it: where to look, what to try, what it assumes.
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";

export interface ScenarioStory {
  readonly look: readonly string[];
  readonly tries: readonly string[];
  readonly assumptions: readonly string[];
}

function sentences(value: Json | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

/** null: the file tells nothing. */
export function storyOf({ notes, nodes }: ScenarioDocument): ScenarioStory | null {
  if (typeof notes !== "object" || notes === null || Array.isArray(notes)) return null;
  const byKey = notes as Readonly<Record<string, Json>>;
  // A node may be called "look": then the entry is that node's note.
  const told = (key: string) => (Object.hasOwn(nodes, key) ? [] : sentences(byKey[key]));
  const story = { look: told("look"), tries: told("try"), assumptions: told("assumptions") };
  const isEmpty = Object.values(story).every((list) => list.length === 0);
  return isEmpty ? null : story;
}
