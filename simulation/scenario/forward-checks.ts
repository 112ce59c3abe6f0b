// What edges from broker to broker say that makes no sense there.
import type { EdgeDocument, ScenarioDocument } from "./document.ts";
import { isBroker, kindOfNode } from "./edge-sorts.ts";
import { parseEdgeId } from "./ids.ts";
import type { ProblemList } from "./problem-list.ts";

/** Checks a document whose entities are each sound. */
export function checkForwards(document: ScenarioDocument, problems: ProblemList): void {
  for (const [id, edge] of Object.entries(document.edges)) {
    const ends = parseEdgeId(id);
    if (ends === null) continue;
    const from = kindOfNode(document.nodes, ends.from);
    const to = kindOfNode(document.nodes, ends.to);
    if (from === undefined || to === undefined || !isBroker(from) || !isBroker(to)) continue;
    checkForward(id, edge, problems);
    if (from.id === "sns" && document.nodes[ends.to].type === "fifo") {
      const message = "is a standard topic, which has no FIFO queues as subscribers";
      problems.error("conflict", ["edges", id], message, {
        allowed: "a standard queue, or EventBridge in front of it",
      });
    }
  }
}

function checkForward(id: string, edge: EdgeDocument, problems: ProblemList): void {
  if (edge.concurrency != null) {
    const message = "has no effect: a broker takes what comes";
    problems.warn("unused", ["edges", id, "concurrency"], message);
  }
  if (edge.retries !== undefined && edge.retries !== "aws") {
    const message = "is not how a queue is delivered to";
    problems.error("conflict", ["edges", id, "retries"], message, {
      found: String(edge.retries),
      allowed: '"aws"',
    });
  }
}
