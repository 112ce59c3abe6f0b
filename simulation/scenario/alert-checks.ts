// Checks the alert rules of a document whose entities are each sound.
import { isAlertProblem, parseAlert, signalOf } from "./alert-rules.ts";
import type { ScenarioDocument } from "./document.ts";
import type { ProblemList } from "./problem-list.ts";

export function checkAlerts(document: ScenarioDocument, problems: ProblemList): void {
  const known = {
    types: Object.values(document.nodes).flatMap((node) =>
      node.kind === "client"
        ? Object.keys((node.requests as object | undefined) ?? { request: 0 })
        : [],
    ),
    nodes: Object.keys(document.nodes),
    edges: Object.keys(document.edges),
  };
  for (const [id, alert] of Object.entries(document.alerts ?? {})) {
    const path = ["alerts", id, "expr"];
    const parsed = parseAlert(alert.expr, document.slos ?? {});
    if (isAlertProblem(parsed)) {
      problems.add({ ...parsed, path: path.join(".") });
      continue;
    }
    const signal = signalOf(parsed, known);
    if (typeof signal === "string") problems.error("alert", path, signal);
    const { overS = 60, shortOverS = null } = alert;
    if (shortOverS !== null && shortOverS >= overS) {
      const message = "must be shorter than the time before it (overS)";
      problems.error("conflict", ["alerts", id, "shortOverS"], message);
    }
  }
}
