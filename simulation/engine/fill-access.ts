// Writes who shows what, who checks, and which operations are checks; reports what came of it.
import {
  CHECKS_LOCALLY,
  checks,
  INTROSPECTS,
  nodeAccess,
  SHOWS,
  SHOWS_FORGED,
  SHOWS_GOOD,
  SHOWS_LIMITED,
  shownOverEdges,
} from "../primitives/access-rows.ts";
import { conditions } from "../primitives/cache-rows.ts";
import { edges, nodes, operations } from "../primitives/parameters.ts";
import { ENCODES } from "../primitives/wire-rows.ts";
import type { AccessResult } from "../results/access-result.ts";
import { accessOf } from "./checked-operations.ts";
import type { Program } from "./program.ts";

const BITS = {
  token: SHOWS_GOOD,
  key: SHOWS_GOOD,
  none: 0,
  forged: SHOWS_FORGED,
  limited: SHOWS_LIMITED,
} as const;

/** Nodes, edges, operations and the conditions of calls must be filled in. Null or the cap that was hit. */
export function fillAccess(program: Program): string | null {
  const { graph, nodes: list, scenario } = program;
  if (!checks.occupy(operations.highWater)) return checks.name;
  if (!nodeAccess.occupy(list.length)) return nodeAccess.name;
  if (!shownOverEdges.occupy(scenario.edges.length)) return shownOverEdges.name;
  const isAnyChecking = list.some(({ descriptor }) => accessOf(descriptor) !== null);
  for (const [row, { descriptor }] of list.entries()) {
    const access = accessOf(descriptor);
    nodeAccess.way[row] = 0;
    nodeAccess.passesOn[row] = isAnyChecking ? 1 : 0;
    if (access === null) continue;
    nodeAccess.way[row] = access.check === "local" ? CHECKS_LOCALLY : INTROSPECTS;
    nodeAccess.refuseMs[row] = access.refuseMs;
    nodes.mode[row] |= ENCODES;
  }
  for (const [row, { values }] of scenario.edges.entries()) {
    const shown = (values.credential ?? null) as keyof typeof BITS | null;
    if (shown === null) continue;
    shownOverEdges.bits[row] = BITS[shown];
    edges.guards[row] |= SHOWS;
  }
  graph.operations.forEach(({ goesOnAs }, row) => {
    checks.goesOnAs[row] = goesOnAs === null ? 0 : goesOnAs + 1;
    // Whatever follows a check is work after it.
    if (goesOnAs !== null) operations.after[row] = operations.service[goesOnAs];
  });
  fillConditions(program);
  return null;
}

/** In the order in which fillOperations gives plans their rows. */
function fillConditions({ graph }: Program): void {
  const planned = graph.operations.flatMap(({ stages }) => stages.flatMap(({ calls }) => calls));
  planned.forEach(({ call }, row) => {
    if (call.ifShown === "good") conditions.unless[row] |= SHOWS_FORGED;
    if (call.ifShown === "bad") conditions.unless[row] |= SHOWS_GOOD | SHOWS_LIMITED;
  });
}

/** The measured period begins. */
export function restartAccess(): void {
  const { accepted, unauthenticated, forbidden, refusedTime } = nodeAccess;
  for (const column of [accepted, unauthenticated, forbidden, refusedTime]) {
    column.fill(0, 0, nodeAccess.highWater);
  }
}

/** What became of the callers of a node; null where it serves everybody. */
export function accessResultOf(node: number): AccessResult | null {
  if (nodeAccess.way[node] === 0) return null;
  return {
    accepted: nodeAccess.accepted[node],
    unauthenticated: nodeAccess.unauthenticated[node],
    forbidden: nodeAccess.forbidden[node],
    refusedMs: nodeAccess.refusedTime[node],
  };
}
