// A case of queueing theory as it stands in a file of reference cases: a model in words and
// parameters, the expected values, and the rule by which an estimate is judged.

/** A value of `params` or `expected`. */
export type Value =
  | number
  | string
  | boolean
  | null
  | readonly Value[]
  | { readonly [k: string]: Value };

export interface ToleranceRule {
  readonly type: string;
  readonly z?: number;
  readonly target_rel_se?: number;
  readonly max_rel_err?: number;
  readonly bias_allowance?: number;
  readonly min_requests?: number;
  readonly text?: string;
}

export interface TheoryCase {
  readonly id: string;
  readonly family: string;
  readonly model: string;
  readonly params: Readonly<Record<string, Value>>;
  readonly expected: Readonly<Record<string, Value>>;
  readonly tolerance_rule: ToleranceRule;
  /** Where the references come from, told on to the reader of a published result. */
  readonly formula?: string;
  readonly method?: string;
  readonly source?: string;
  readonly verification?: string;
}

/** Reference values for context only, which the rules of the reference cases do not test. */
const INFORMATIONAL =
  /^(approx_|mean_field_|fifo_|unhedged_|single_)|_lower_bound_ms$|^random_upper_bound_ms$|_without_budget$|^random_single_copy_ms$/;

/** What a file of cases must be; the sentence says what is wrong. */
export class CaseFileError extends Error {}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readCase(value: unknown, index: number): TheoryCase {
  if (!isRecord(value)) throw new CaseFileError(`case ${index} is not an object`);
  for (const key of ["id", "family", "model"]) {
    if (typeof value[key] !== "string")
      throw new CaseFileError(`case ${index} has no text "${key}"`);
  }
  for (const key of ["params", "expected", "tolerance_rule"]) {
    if (!isRecord(value[key])) throw new CaseFileError(`case ${index} has no object "${key}"`);
  }
  return value as unknown as TheoryCase;
}

/** Reads the text of a file of cases; throws CaseFileError. */
export function parseCases(text: string): TheoryCase[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new CaseFileError(`not JSON: ${(error as Error).message}`);
  }
  const list = isRecord(value) ? value.cases : value;
  if (!Array.isArray(list)) throw new CaseFileError("neither a list of cases nor { cases: [...] }");
  return list.map(readCase);
}

/** An expected value to be tested, under its dotted name (`utilization.n1`, `delays_ms.0`). */
export interface Expectation {
  readonly name: string;
  readonly reference: number;
}

function flatten(prefix: string, value: Value): Expectation[] {
  if (typeof value === "number") return [{ name: prefix, reference: value }];
  if (typeof value === "boolean") return [{ name: prefix, reference: value ? 1 : 0 }];
  if (value === null || typeof value === "string") return [];
  return Object.entries(value).flatMap(([key, entry]) => flatten(`${prefix}.${key}`, entry));
}

/** The expected numbers of a case, without those that are for context only. */
export function expectationsOf({ expected }: TheoryCase): Expectation[] {
  return Object.entries(expected)
    .filter(([name]) => !INFORMATIONAL.test(name))
    .flatMap(([name, value]) => flatten(name, value));
}
