// Variants must lead to sound designs, and recorded changes must name what can change in a run.
import type { CheckResult } from "./check.ts";
import type { ScenarioDocument } from "./document.ts";
import type { KnownParts } from "./known-parts.ts";
import { isLivePath, pathProblem } from "./paths.ts";
import type { ProblemList } from "./problem-list.ts";
import { applySet } from "./variants.ts";

type Check = (value: unknown, known: KnownParts | null) => CheckResult;

export function checkVariants(
  document: ScenarioDocument,
  checkDocument: Check,
  problems: ProblemList,
): void {
  const { variants = {}, changes = {}, ...base } = document;
  for (const [id, variant] of Object.entries(variants)) {
    const path = ["variants", id, "set"];
    checkResult(path, base, variant.set, checkDocument, problems);
  }
  for (const [id, change] of Object.entries(changes)) {
    const path = ["changes", id, "set"];
    const fixed = Object.keys(change.set).filter(
      (name) => pathProblem(document, name) === null && !isLivePath(document, name),
    );
    for (const name of fixed) {
      problems.error("not-live", [...path, name], "cannot change while a run goes on");
    }
    checkResult(path, base, change.set, checkDocument, problems);
  }
}

function checkResult(
  path: readonly string[],
  base: ScenarioDocument,
  set: Parameters<typeof applySet>[1],
  checkDocument: Check,
  problems: ProblemList,
): void {
  const { known } = problems;
  const make = () => {
    const applied = applySet(base, set);
    return applied.ok ? checkDocument(applied.document, known) : applied;
  };
  const found = known === null ? make() : known.alone.resultOf(base, set, make);
  for (const problem of found.problems.filter((item) => item.severity === "error")) {
    problems.add({
      ...problem,
      path: path.join("."),
      message: `${problem.path}: ${problem.message}`,
    });
  }
}
