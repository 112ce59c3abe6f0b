// What a stream of messages and the rest of its edge say about each other.
import { protocolOf } from "../protocols/catalog.ts";
import type { EdgeDocument, ScenarioDocument } from "./document.ts";
import { kindOfNode } from "./edge-sorts.ts";
import { STREAM_HANDLERS } from "./fields-by-kind.ts";
import { parseEdgeId } from "./ids.ts";
import { isObject, type JsonObject } from "./json-shape.ts";
import type { ProblemList } from "./problem-list.ts";

/** Policies that know calls of one request and one answer only, and why. */
const NOT_OF_STREAMS = [
  ["hedge", "a second stream would bring all messages twice"],
  ["batch", "calls that are collected travel as one message"],
  ["idempotencyKey", "a record holds one answer"],
] as const;

/** Checks the stream of an edge, if it has one. */
export function checkStream(
  document: ScenarioDocument,
  id: string,
  edge: EdgeDocument,
  protocol: string,
  problems: ProblemList,
): void {
  const { stream } = edge;
  if (!isObject(stream)) return;
  const path = ["edges", id, "stream"];
  if (protocol !== "grpc") {
    const label = protocolOf(protocol)?.label ?? protocol;
    problems.error("conflict", path, `${label} has one request and one answer in a call`, {
      allowed: 'on an edge whose protocol is "grpc"',
    });
    return;
  }
  const to = parseEdgeId(id)?.to ?? "";
  const kind = kindOfNode(document.nodes, to);
  if (kind !== undefined && !STREAM_HANDLERS.includes(kind.id)) {
    problems.error("conflict", path, `streams to a ${kind.label} are not modeled`, {
      allowed: "to a service, a gateway, a hub or a stream processor",
    });
  }
  if (edge.oneWay === true) {
    const message = "nobody would read what comes back: a call cannot be one way and a stream";
    problems.error("conflict", ["edges", id, "oneWay"], message);
  }
  for (const [name, why] of NOT_OF_STREAMS) {
    if (edge[name] == null || edge[name] === false) continue;
    problems.error("conflict", ["edges", id, name], `not of a stream: ${why}`);
  }
  warnOfIdle(id, edge, stream, problems);
}

function warnOfIdle(
  id: string,
  edge: EdgeDocument,
  stream: JsonObject,
  problems: ProblemList,
): void {
  if (edge.cancel === "none") {
    const message = "has no effect: a stream that its caller resets ends at the callee";
    problems.warn("unused", ["edges", id, "cancel"], message);
  }
  if (stream.type === "client" && stream.readMs != null) {
    const message = "has no effect: the caller reads one answer";
    problems.warn("unused", ["edges", id, "stream", "readMs"], message);
  }
  if (stream.connectionWindowBytes === null && stream.connectionCredit != null) {
    const message = "has no effect without a window of the connection";
    problems.warn("unused", ["edges", id, "stream", "connectionCredit"], message);
  }
}
