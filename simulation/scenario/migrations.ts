// Older formats are carried forward step by step, each step from one format to the next. Format 1 is
// the first, so no step exists yet; the first change of the format adds one and keeps them all.
import { FORMAT } from "./document.ts";
import { isObject, type JsonObject } from "./json-shape.ts";
import { type ProblemList, shown } from "./problem-list.ts";

/** Makes a file of format `from` into one of format `from + 1` (but for the number itself). */
export interface Migration {
  readonly from: number;
  readonly migrate: (file: JsonObject) => JsonObject;
}

const MIGRATIONS: readonly Migration[] = [];

/** The file in the present format, or null with a problem that says why it cannot be read. */
export function migrateFile(
  value: unknown,
  problems: ProblemList,
  migrations: readonly Migration[] = MIGRATIONS,
  target: number = FORMAT,
): JsonObject | null {
  if (!isObject(value)) {
    problems.error("wrong-type", [], "a scenario is a JSON object", { found: shown(value) });
    return null;
  }
  const format = value.format;
  if (typeof format !== "number" || !Number.isInteger(format) || format < 1) {
    problems.error("format", ["format"], "must be the number of the file's format", {
      found: shown(format),
      allowed: String(target),
    });
    return null;
  }
  if (format > target) {
    problems.error("format", ["format"], "was made by a newer version of Brownout", {
      found: shown(format),
      allowed: `at most ${target}`,
    });
    return null;
  }
  return carryForward(value, format, problems, migrations, target);
}

function carryForward(
  value: JsonObject,
  format: number,
  problems: ProblemList,
  migrations: readonly Migration[],
  target: number,
): JsonObject | null {
  let file = value;
  for (let at = format; at < target; at++) {
    const step = migrations.find((migration) => migration.from === at);
    if (step === undefined) {
      problems.error("format", ["format"], `format ${at} can no longer be read`);
      return null;
    }
    file = { ...step.migrate(file), format: at + 1 };
  }
  return file;
}
