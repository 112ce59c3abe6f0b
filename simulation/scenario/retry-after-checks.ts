// Retry-After: what a callee says with a refusal or failure is of use only to callers that heed it.
import { edgesFrom } from "./calls.ts";
import type { ScenarioDocument } from "./document.ts";
import { parseEdgeId } from "./ids.ts";
import { isObject } from "./json-shape.ts";
import { wayOf } from "./mesh/membership.ts";
import { edgeMeshValuesOf } from "./mesh/mesh-values.ts";
import { quotaTells } from "./outside-checks.ts";
import type { ProblemList } from "./problem-list.ts";
import { retryOf } from "./retry-checks.ts";

export function checkRetryAfter(document: ScenarioDocument, problems: ProblemList): void {
  const heeded = new Set<string>();
  const leaving = edgesFrom(document);
  for (const [id, edge] of Object.entries(document.edges)) {
    const to = parseEdgeId(id)?.to ?? "";
    const answering = answeringFor(document, leaving, to);
    if (proxyHeeds(document, id)) for (const node of answering) heeded.add(node);
    const retry = retryOf(edge);
    if (retry === null || retry.maxAttempts === 1 || retry.retryAfter === "ignore") continue;
    for (const node of answering) heeded.add(node);
    // A preset brings it along for callees that say something and for those that do not.
    const isWritten = isObject(edge.retry) && edge.retry.retryAfter !== undefined;
    if (!isWritten || [...answering].some((node) => says(document, node))) continue;
    const message = `has no effect: "${to}" does not say when to come back`;
    problems.warn("unused", ["edges", id, "retry", "retryAfter"], message, {
      fix: `Set retryAfterMs of "${to}".`,
    });
  }
  for (const id of Object.keys(document.nodes)) {
    if (!saysAlways(document, id) || heeded.has(id)) continue;
    const message = "has no effect: no caller has a retry that heeds it (retryAfter)";
    problems.warn("unused", ["nodes", id, "retryAfterMs"], message);
  }
}

/** Kinds that hand on what was said behind them. */
const HANDS_ON: ReadonlySet<string> = new Set(["api-gateway", "load-balancer"]);

/** A node and, where it hands answers on, whoever may have given them. */
function answeringFor(
  { nodes }: ScenarioDocument,
  leaving: ReturnType<typeof edgesFrom>,
  node: string,
): ReadonlySet<string> {
  const found = new Set([node]);
  // A set is walked in the order in which it grows.
  for (const each of found) {
    if (!HANDS_ON.has(nodes[each]?.kind ?? "")) continue;
    for (const id of leaving.get(each) ?? []) found.add(parseEdgeId(id)?.to ?? each);
  }
  return found;
}

/** Whether the proxy of the caller tries again and reads when to. */
function proxyHeeds(document: ScenarioDocument, id: string): boolean {
  const mesh = wayOf(document, id)?.caller ?? null;
  if (mesh === null) return false;
  const { retry } = edgeMeshValuesOf(document, id, mesh);
  return retry !== null && retry.maxAttempts !== 1 && retry.retryAfter !== "ignore";
}

function says(document: ScenarioDocument, node: string): boolean {
  return quotaTells(document.nodes[node]) || saysAlways(document, node);
}

function saysAlways(document: ScenarioDocument, node: string): boolean {
  const { retryAfterMs } = document.nodes[node] ?? {};
  return typeof retryAfterMs === "number" && retryAfterMs > 0;
}
