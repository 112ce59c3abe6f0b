// How attempts are served together: who joins a batch, and how long it takes.
import { sampleInto } from "../core/sample.ts";
import { batches, joinBatch, startBatch } from "./batches.ts";
import { encodeBeside } from "./encoding-work.ts";
import { leak } from "./leaks.ts";
import { LEAKS, nodes, operations } from "./parameters.ts";
import { attempts } from "./rows.ts";
import { drawOutcome, recordWait } from "./service.ts";
import { workOnSpans } from "./span-recording.ts";
import { HANDLES_SPANS } from "./span-rows.ts";
import { NODE_STREAMS, SERVICE } from "./streams.ts";
import { ENCODES } from "./wire-rows.ts";

export function addToBatch(attempt: number, node: number, batch: number): void {
  recordWait(attempt, node);
  if ((nodes.mode[node] & LEAKS) !== 0) leak(batches.instance[batch]);
  drawOutcome(attempt, node, batches.instance[batch]);
  joinBatch(attempt, batch);
}

/** The service time of a batch is that of the operation of its first member. */
export function launchBatch(batch: number, node: number): void {
  const operation = attempts.operation[batches.first[batch] - 1];
  sampleInto(operations.service[operation], node * NODE_STREAMS + SERVICE);
  if ((nodes.mode[node] & ENCODES) !== 0) {
    for (let at = batches.first[batch]; at !== 0; at = attempts.next[at - 1]) {
      encodeBeside(at - 1);
    }
  }
  if ((nodes.mode[node] & HANDLES_SPANS) !== 0) {
    for (let at = batches.first[batch]; at !== 0; at = attempts.next[at - 1]) {
      workOnSpans(at - 1, node);
    }
  }
  startBatch(batch, node);
}
