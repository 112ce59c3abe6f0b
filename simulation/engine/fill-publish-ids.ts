// Writes what edges that publish into mailboxes say of the ids of their publishes, and reports what
// brokers made of repetitions.
import { brokers } from "../primitives/consumer-rows.ts";
import { edges } from "../primitives/parameters.ts";
import { publishEdges } from "../primitives/publish-ids.ts";
import type { Program } from "./program.ts";

/** `edges` must be filled in; before what guards keyed work. */
export function fillPublishIds(program: Program): void {
  publishEdges.occupy(program.scenario.edges.length);
  for (const [edge, { sort, to, values }] of program.scenario.edges.entries()) {
    const descriptor = program.nodes[program.index.nodeOf(to)]?.descriptor;
    const isMailbox = sort === "publish" && descriptor?.primitive === "mailbox";
    publishEdges.keepsId[edge] = isMailbox && values.keepsId === true ? 1 : 0;
    // Nothing speaks against publishing again: at worst it is stored twice.
    if (isMailbox && !descriptor.station.work.idempotent) edges.retryNonIdempotent[edge] = 1;
  }
}

/** The measured period begins now. */
export function restartPublishIds(): void {
  brokers.deduplicated.fill(0, 0, brokers.highWater);
  brokers.storedTwice.fill(0, 0, brokers.highWater);
  brokers.deadLettersLost.fill(0, 0, brokers.highWater);
  brokers.deadLettersWaited.fill(0, 0, brokers.highWater);
}
