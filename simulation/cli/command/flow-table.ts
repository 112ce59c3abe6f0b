// Flows of messages in the summary of a run.
import type { FlowResult } from "../../results/flow-result.ts";
import {
  breachesIn,
  countsOf,
  LOSS_WORDS,
  promiseWords,
  REASON_WORDS,
  sumOfCounts,
} from "../../results/flow-words.ts";
import type { RunResult } from "../../results/run-result.ts";
import { shortNumber, type Table } from "./table.ts";

const HEADER = [
  "Flow",
  "promised",
  "kept",
  "published",
  "acked",
  "applied",
  "twice",
  "disorder",
  "dead",
  "dropped",
  "lost",
  "acked lost",
  "waiting",
  "causes",
];

function keptText(flow: FlowResult): string {
  const breaches = breachesIn(flow);
  if (breaches.length > 0) return "NO";
  return flow.promise.guarantee === "none" && !flow.promise.ordered ? "-" : "yes";
}

function causesOf({ deadLettered, dropped, lostBy }: FlowResult): string {
  const causes = [
    ...countsOf(deadLettered, REASON_WORDS),
    ...countsOf(dropped, REASON_WORDS),
    ...countsOf(lostBy, LOSS_WORDS),
  ];
  return causes.map(({ words, count }) => `${words} ${shortNumber(count)}`).join(", ");
}

export function flowTable({ flows = {} }: RunResult): Table {
  return [
    HEADER,
    ...Object.entries(flows).map(([id, flow]) => [
      id,
      promiseWords(flow),
      keptText(flow),
      shortNumber(flow.published),
      shortNumber(flow.acknowledged),
      shortNumber(flow.applied),
      shortNumber(flow.appliedTwice),
      shortNumber(flow.outOfOrder),
      shortNumber(sumOfCounts(flow.deadLettered)),
      shortNumber(sumOfCounts(flow.dropped)),
      shortNumber(sumOfCounts(flow.lostBy)),
      shortNumber(flow.acknowledgedLost),
      shortNumber(flow.waitingAtEnd),
      causesOf(flow),
    ]),
  ];
}
