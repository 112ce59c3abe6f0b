// Which brokers have to keep what they have handed out.
import type { Program } from "./program.ts";

/** Whether something in the file replays a group of a log or the archive of a bus. */
export function isReplayed({ scenario, index }: Program, node: number): boolean {
  return scenario.faults.some(
    ({ kind, enabled, targets }) =>
      kind === "replay" &&
      enabled &&
      targets.some(
        (target) =>
          "edge" in target &&
          index.nodeOf(target.edge.slice(0, target.edge.indexOf("->"))) === node,
      ),
  );
}
