// The reference cases with independently computed results (test/reference/validation.json).
import cases from "../reference/validation.json" with { type: "json" };

export interface ReferenceCase {
  readonly id: string;
  readonly family: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly expected: Readonly<Record<string, unknown>>;
  readonly tolerance_rule: Readonly<Record<string, unknown>>;
}

export const referenceCases = cases as unknown as readonly ReferenceCase[];

export function referenceCase(id: string): ReferenceCase {
  const found = referenceCases.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`there is no reference case ${id}`);
  return found;
}
