// From `FILE#variant` and the options that change it to a checked document.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Problem, ScenarioDocument } from "../../scenario/document.ts";
import { listOf, nearestNames } from "../../scenario/nearest-names.ts";
import { checkDocument, parseScenario } from "../../scenario/parse.ts";
import { parseValue, setPath } from "../../scenario/paths.ts";
import { applyVariant } from "../../scenario/variants.ts";

export interface ScenarioReference {
  readonly path: string;
  readonly variant: string | null;
}

export type LoadResult =
  | {
      readonly ok: true;
      readonly document: ScenarioDocument;
      readonly problems: readonly Problem[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** A value to set, as `--set PATH=VALUE` gives it. */
export interface Setting {
  readonly path: string;
  readonly value: string;
}

function failed(code: string, message: string, extras: Partial<Problem> = {}): LoadResult {
  return { ok: false, problems: [{ code, path: "", message, severity: "error", ...extras }] };
}

/** A name with a `#` in it is a file if there is such a file, else file and variant. */
export function parseReference(text: string): ScenarioReference {
  const at = text.lastIndexOf("#");
  if (at <= 0 || existsSync(text)) return { path: text, variant: null };
  return { path: text.slice(0, at), variant: text.slice(at + 1) };
}

function readText(path: string): string | { readonly reason: string } {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return { reason: "there is no such file" };
    if (code === "EISDIR") return { reason: "this is a folder, not a file" };
    return { reason: `cannot be read (${code ?? String(error)})` };
  }
}

function withVariant(document: ScenarioDocument, variant: string): LoadResult {
  const ids = Object.keys(document.variants ?? {});
  if (!ids.includes(variant)) {
    const near = nearestNames(variant, ids);
    const fix = near.length > 0 ? { fix: `Did you mean ${listOf(near)}?` } : {};
    const allowed = ids.length === 0 ? "none, the file has no variants" : listOf(ids);
    return failed("variant", `there is no variant "${variant}"`, { allowed, ...fix });
  }
  const applied = applyVariant(document, variant);
  return applied.ok ? checkDocument(applied.document) : applied;
}

function withSettings(document: ScenarioDocument, settings: readonly Setting[]): LoadResult {
  const problems: Problem[] = [];
  let changed = document;
  for (const { path, value } of settings) {
    const result = setPath(changed, path, parseValue(value, path));
    if (result.ok) changed = result.document;
    else problems.push(result.problem);
  }
  if (problems.length > 0) return { ok: false, problems };
  return checkDocument(changed);
}

/** Reads, changes and checks a scenario. All problems at once, none thrown. */
export function loadScenarioFile(
  { path, variant }: ScenarioReference,
  settings: readonly Setting[] = [],
): LoadResult {
  const text = readText(path);
  if (typeof text !== "string") return failed("file", text.reason);
  const parsed = parseScenario(text, (name) => readText(join(dirname(path), name)));
  if (!parsed.ok) return parsed;
  const chosen = variant === null ? parsed : withVariant(parsed.document, variant);
  if (!chosen.ok || settings.length === 0) return chosen;
  return withSettings(chosen.document, settings);
}

/** One line: severity, path, what is wrong, what is allowed, how to mend it. */
export function problemLine(file: string, problem: Problem): string {
  const { severity, path, message, found, allowed, fix } = problem;
  const details = [
    ...(found === undefined ? [] : [`found ${found}`]),
    ...(allowed === undefined ? [] : [`allowed: ${allowed}`]),
  ];
  const where = path === "" ? "" : ` ${path}:`;
  const rest = details.length === 0 ? "" : ` (${details.join("; ")})`;
  return `${file}: ${severity}:${where} ${message}${rest}${fix === undefined ? "" : ` ${fix}`}\n`;
}
