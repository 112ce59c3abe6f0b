// What holds for a parameter: a change made while the run goes on, the file's value, or a default.
import type { Param } from "../../simulation/kinds/define.ts";
import { protocolOf } from "../../simulation/protocols/catalog.ts";
import type { EdgeDocument } from "../../simulation/scenario/document.ts";
import { changedValue } from "./run-actions.ts";
import { valueAtPath } from "./scenario-port.ts";
import type { StudioState } from "./studio-store.ts";

/** The value in force at the playhead or now; undefined where only the default can tell. */
export function valueInForce({ document, run }: StudioState, path: string): unknown {
  const { status, nowMs, playheadMs } = run;
  const underWay = status === "running" || (status === "paused" && nowMs > 0);
  const changed = underWay ? changedValue(document.document, path, playheadMs ?? nowMs) : undefined;
  return changed ?? valueAtPath(document.document, path);
}

export interface EdgeDefault {
  readonly value: unknown;
  readonly source?: string | undefined;
  /** "Default of gRPC"; undefined where it is the parameter's own. */
  readonly called?: string;
}

/** What a field of an edge has without an explicit value: the default of its protocol, else its own. */
export function edgeDefault(edge: EdgeDocument, name: string, param: Param): EdgeDefault {
  const protocol = edge.protocol === undefined ? undefined : protocolOf(edge.protocol);
  const own = protocol?.defaults[name];
  if (!protocol || !own) return { value: param.default, source: param.source };
  return { value: own.value, source: own.source, called: `Default of ${protocol.label}` };
}
