// Recorded load in files beside the scenario: the text of each stands in for its name, so that all that
// follows sees one self-contained document. Who reads the files is for the caller to say.
import { isObject, type JsonObject } from "./json-shape.ts";
import { LIMITS } from "./limits.ts";
import { parseNumberList } from "./number-list.ts";
import { type PathPart, type ProblemList, shown } from "./problem-list.ts";

/** The text of a file beside the scenario, or why there is none. */
export type ReadBeside = (name: string) => string | { readonly reason: string };

/** A relative name that stays in the scenario's folder. */
function isBeside(name: string): boolean {
  const steps = name.split(/[\\/]/);
  return !/^[A-Za-z]:/.test(name) && steps.every((step) => step !== "" && step !== "..");
}

/** Keys are names, or paths where variants and changes set something. */
function lastStep(key: string): string {
  return key.slice(key.lastIndexOf(".") + 1);
}

class Inliner {
  private readonly read: ReadBeside;
  private readonly problems: ProblemList;

  constructor(read: ReadBeside, problems: ProblemList) {
    this.read = read;
    this.problems = problems;
  }

  private text(name: unknown, path: readonly PathPart[]): string | null {
    const report = (message: string): null => {
      this.problems.error("file", path, message, { found: shown(name) });
      return null;
    };
    if (typeof name !== "string" || !isBeside(name)) {
      return report("must name a file beside the scenario, without leading / and without ..");
    }
    const text = this.read(name);
    if (typeof text !== "string") return report(text.reason);
    return text.length <= LIMITS.fileBytes ? text : report("is larger than 5 MB");
  }

  /** A trace whose values stand in a file: times for arrivals, values elsewhere. */
  private trace(literal: JsonObject, name: string, path: readonly PathPart[]): JsonObject {
    const { file, ...rest } = literal;
    const place = [...path, "file"];
    const text = this.text(file, place);
    const list = text === null ? null : parseNumberList(text);
    if (list?.ok === false) this.problems.error("file", place, list.message);
    const numbers = list?.ok ? list.numbers : [0];
    return { ...rest, [name === "arrivals" ? "timesMs" : "valuesMs"]: numbers };
  }

  value(value: unknown, name: string, path: readonly PathPart[]): unknown {
    // What is nested deeper is refused later.
    if (!isObject(value) || path.length > LIMITS.depth) return value;
    if (value.type === "trace" && value.file !== undefined) return this.trace(value, name, path);
    if (name === "profile" && value.file !== undefined) {
      const { file, ...rest } = value;
      const text = this.text(file, [...path, "file"]);
      return text === null ? null : { ...rest, csv: text };
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        this.value(inner, lastStep(key), [...path, key]),
      ]),
    );
  }
}

/** The file with every `file` of a load profile or a trace replaced by what stands in it. */
export function withRecordedFiles(
  value: unknown,
  read: ReadBeside,
  problems: ProblemList,
): unknown {
  if (!isObject(value)) return value;
  const inliner = new Inliner(read, problems);
  const sections = ["nodes", "edges", "variants", "changes"].filter(
    (section) => value[section] !== undefined,
  );
  const inlined = sections.map((section) => [
    section,
    inliner.value(value[section], section, [section]),
  ]);
  return { ...value, ...Object.fromEntries(inlined) };
}
