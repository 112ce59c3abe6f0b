// What the check of one document found out that holds for the next one too. Edits share the parts
// that they leave alone, so those are looked at once; what is remembered must not change in place.
import type { Problem, ScenarioDocument } from "./document.ts";

/** Costs a weak reference for each part and each recorded change; forgets with the documents. */
export class KnownParts {
  private readonly sound = new WeakMap<object, WeakSet<object>>();
  /** Results of recorded changes made to a design by themselves. */
  readonly alone = new KnownChanges();
  /** And of those made to what the changes before them led to. */
  readonly inTurn = new KnownChanges();

  isSound(schema: object, part: unknown): boolean {
    return typeof part === "object" && part !== null && this.sound.get(part)?.has(schema) === true;
  }

  noteSound(schema: object, part: unknown): void {
    if (typeof part !== "object" || part === null) return;
    const schemas = this.sound.get(part) ?? new WeakSet();
    this.sound.set(part, schemas.add(schema));
  }
}

/** What setting values of a design led to. */
type Outcome =
  | {
      readonly ok: true;
      readonly document: ScenarioDocument;
      readonly problems: readonly Problem[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

class KnownChanges {
  private readonly results = new WeakMap<object, { before: ScenarioDocument; result: Outcome }>();

  /** As known, or made anew. */
  resultOf(before: ScenarioDocument, set: object, make: () => Outcome): Outcome {
    const known = this.results.get(set);
    if (known !== undefined && haveSameParts(known.before, before)) return known.result;
    const result = make();
    this.results.set(set, { before, result });
    return result;
  }
}

function haveSameParts(a: ScenarioDocument, b: ScenarioDocument): boolean {
  if (a === b) return true;
  const keys = Object.keys(a) as (keyof ScenarioDocument)[];
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
