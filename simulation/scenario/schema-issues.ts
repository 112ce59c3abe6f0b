// Says what a schema found wrong in the words of the file: path, what was found, what is allowed.
import type * as z from "zod/mini";
import { whoseField } from "./foreign-fields.ts";
import { isObject } from "./json-shape.ts";
import { listOf } from "./nearest-names.ts";
import { type PathPart, type ProblemList, shown } from "./problem-list.ts";

type Issue = z.core.$ZodIssue;

/** Checks a value and reports every issue under `path`; true if there is none. */
export function checkWith(
  schema: z.ZodMiniType,
  value: unknown,
  path: readonly PathPart[],
  problems: ProblemList,
): boolean {
  if (problems.known?.isSound(schema, value)) return true;
  const result = schema.safeParse(value);
  if (result.success) {
    problems.known?.noteSound(schema, value);
    return true;
  }
  for (const issue of result.error.issues)
    new Reporter(schema, value, path, problems).say(issue, []);
  return false;
}

class Reporter {
  private readonly schema: z.ZodMiniType;
  private readonly value: unknown;
  private readonly prefix: readonly PathPart[];
  private readonly problems: ProblemList;

  constructor(
    schema: z.ZodMiniType,
    value: unknown,
    prefix: readonly PathPart[],
    problems: ProblemList,
  ) {
    this.schema = schema;
    this.value = value;
    this.prefix = prefix;
    this.problems = problems;
  }

  say(issue: Issue, base: readonly PropertyKey[]): void {
    const inner = [...base, ...issue.path];
    if (issue.code === "invalid_union") {
      this.sayUnion(issue, inner);
      return;
    }
    const path = [...this.prefix, ...inner.map((part) => part as PathPart)];
    const found = valueAt(this.value, inner);
    if (issue.code === "unrecognized_keys") {
      const known = keysAt(this.schema, inner);
      for (const key of issue.keys) {
        const whose = path.length === 2 ? whoseField(String(path[0]), key, known) : null;
        this.problems.unknown("unknown-field", [...path, key], "unknown field", key, known, whose);
      }
    } else if (issue.code === "invalid_key") {
      const message = issue.issues[0]?.message ?? "is not a valid name";
      this.problems.error("bad-name", path, `must be ${message}`, {
        found: shown(inner[inner.length - 1]),
      });
    } else if (found === undefined) {
      this.problems.error("missing-field", path, "is missing", { allowed: allowedBy(issue) });
    } else if (issue.code === "custom") {
      // Its message says what is wrong, not what is allowed.
      const code = CODES[issue.code] ?? "bad-value";
      this.problems.error(code, path, issue.message, { found: shown(found) });
    } else {
      const allowed = allowedBy(issue);
      this.problems.error(CODES[issue.code] ?? "bad-value", path, `must be ${allowed}`, {
        found: shown(found),
        allowed,
      });
    }
  }

  /** Reports the alternative that the value comes nearest to, or all of them if it is like none. */
  private sayUnion(issue: Issue & { code: "invalid_union" }, path: readonly PropertyKey[]): void {
    const near = issue.errors.find((branch) => !branch.some(isWrongFromTheStart));
    if (near !== undefined && near.length > 0) {
      for (const inner of near) this.say(inner, path);
      return;
    }
    const alternatives = [...new Set(issue.errors.flatMap(startsOf))];
    const full = [...this.prefix, ...path.map((part) => part as PathPart)];
    const allowed = listOf(alternatives);
    const found = valueAt(this.value, path);
    if (found === undefined) {
      this.problems.error("missing-field", full, "is missing", { allowed });
    } else {
      this.problems.error("wrong-type", full, `must be ${allowed}`, {
        found: shown(found),
        allowed,
      });
    }
  }
}

const CODES: Partial<Record<Issue["code"], string>> = {
  invalid_type: "wrong-type",
  too_big: "out-of-range",
  too_small: "out-of-range",
  invalid_value: "not-an-option",
  invalid_format: "bad-name",
};

/** The value is of a wholly different sort than the alternative wants. */
function isWrongFromTheStart(issue: Issue): boolean {
  if (issue.path.length > 0) return false;
  return issue.code === "invalid_type" || issue.code === "invalid_value";
}

function startsOf(branch: readonly Issue[]): readonly string[] {
  return branch.filter((issue) => issue.path.length === 0).map(allowedBy);
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  number: "a number",
  int: "a whole number",
  string: "a text",
  boolean: "true or false",
  object: "an object",
  record: "an object",
  array: "a list",
  tuple: "a list",
  null: "null",
};

function allowedBy(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return TYPE_WORDS[issue.expected] ?? issue.expected;
    case "too_big":
      return `${issue.inclusive === false ? "less than" : "at most"} ${issue.maximum}${units(issue.origin)}`;
    case "too_small":
      return `${issue.inclusive === false ? "more than" : "at least"} ${issue.minimum}${units(issue.origin)}`;
    case "invalid_value":
      return listOf(issue.values.map((value) => JSON.stringify(value)));
    case "invalid_union":
      return listOf([...new Set(issue.errors.flatMap(startsOf))]);
    case "invalid_key":
    case "invalid_element":
    case "invalid_format":
    case "not_multiple_of":
    case "unrecognized_keys":
    case "custom":
      return issue.message;
  }
}

function units(origin: string): string {
  if (origin === "array") return " entries";
  return origin === "string" ? " characters" : "";
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at: unknown = value;
  for (const part of path) {
    if (Array.isArray(at)) at = at[Number(part)];
    else if (isObject(at) && Object.hasOwn(at, part)) at = at[String(part)];
    else return undefined;
  }
  return at;
}

interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodMiniType;
  readonly valueType?: z.ZodMiniType;
  readonly element?: z.ZodMiniType;
  readonly options?: readonly z.ZodMiniType[];
  readonly shape?: Readonly<Record<string, z.ZodMiniType>>;
}

/** Names of the fields that the schema knows at a path. */
function keysAt(schema: z.ZodMiniType, path: readonly PropertyKey[]): readonly string[] {
  const definition = schema.def as unknown as Definition;
  if (definition.innerType !== undefined) return keysAt(definition.innerType, path);
  if (definition.options !== undefined) {
    return [...new Set(definition.options.flatMap((option) => keysAt(option, path)))];
  }
  if (definition.shape !== undefined) {
    if (path.length === 0) return Object.keys(definition.shape);
    const field = definition.shape[String(path[0])];
    return field === undefined ? [] : keysAt(field, path.slice(1));
  }
  const child = definition.valueType ?? definition.element;
  return child === undefined || path.length === 0 ? [] : keysAt(child, path.slice(1));
}
