// What a run comes to: totals of everything and the digest over them.
import { NOW, registers } from "../core/registers.ts";
import { TOO_DEEP } from "../metrics/meters.ts";
import { eachBatchHeld } from "../primitives/batches.ts";
import { CALLS_NESTED_MAX } from "../primitives/call.ts";
import { control, PERIOD_START } from "../primitives/node-state.ts";
import {
  ANSWERING,
  attempts,
  GONE,
  HOLDS_SLOT,
  IN_SHARING,
  IN_TRANSIT,
  ROOT,
} from "../primitives/rows.ts";
import { coreTimeOf, sharing } from "../primitives/sharing.ts";
import { earlyEnd } from "../results/early-end.ts";
import type { EngineTotals } from "../results/engine-port.ts";
import type { IdentityCheck } from "../results/run-result.ts";
import { failurePlaces } from "./blame-results.ts";
import { brokerChecksOf } from "./brokers.ts";
import { beginDigest, digestTree } from "./digest.ts";
import { edgeChecksOf } from "./edge-checks.ts";
import type { Position } from "./position.ts";
import type { Program } from "./program.ts";
import {
  checksOf,
  edgeResultOf,
  edgeSum,
  endToEndOf,
  histogramNumbers,
  nodeResultOf,
} from "./totals.ts";
import { touchAll, viewRows } from "./windows.ts";

interface Residual {
  present: number;
  held: number;
}

/** What is still there: overlap with the measured period of stays and held slots, per node. */
function residuals(nodeCount: number): Residual[] {
  const now = registers[NOW];
  const start = control.f64[PERIOD_START];
  const found = Array.from({ length: nodeCount }, () => ({ present: 0, held: 0 }));
  for (let attempt = 0; attempt < attempts.highWater; attempt++) {
    const phase = attempts.phase[attempt];
    if (phase === GONE || phase === ANSWERING) continue;
    if (phase === IN_TRANSIT && attempts.origin[attempt] !== ROOT) continue;
    const at = found[attempts.node[attempt]];
    if (!at) continue;
    at.present += now - Math.max(attempts.arrivedAt[attempt], start);
    if ((attempts.flags[attempt] & HOLDS_SLOT) !== 0) {
      at.held += now - Math.max(attempts.slotAt[attempt], start);
    } else if (phase === IN_SHARING) {
      const instance = attempts.instance[attempt];
      const from = Math.max(attempts.startedAt[attempt], sharing.coreAtStart[instance]);
      at.held += coreTimeOf(instance) - from;
    }
  }
  eachBatchHeld((node, heldMs) => {
    const at = found[node];
    if (at) at.held += heldMs;
  });
  return found;
}

/** Everything but the digest, which is made of it. */
export function totalsAtPresent(
  program: Program,
  { seed, executed, cap, over }: Pick<Position, "seed" | "executed" | "cap" | "over">,
): EngineTotals {
  touchAll();
  const { scenario, layout, nodes } = program;
  const periodMs = Math.max(registers[NOW] - control.f64[PERIOD_START], 1e-9);
  const left = residuals(nodes.length);
  const checks: IdentityCheck[] = nodes.flatMap((node, row) => [
    ...checksOf(row, node.id, left[row] ?? { present: 0, held: 0 }),
    ...brokerChecksOf(row, node.id),
  ]);
  checks.push(...edgeChecksOf(layout.edgeIds));
  return {
    scenario: scenario.name,
    format: 1,
    seed,
    simulatedS: registers[NOW] / 1000,
    warmupS: control.f64[PERIOD_START] / 1000,
    events: executed,
    digest: "",
    endedEarly: cap,
    ...(over === null ? {} : { endedOver: over }),
    endToEnd: Object.fromEntries(
      layout.typeIds.map((id, type) => [id, endToEndOf(program, type, periodMs / 1000)]),
    ),
    nodes: Object.fromEntries(
      nodes.map((node, row) => [node.id, nodeResultOf(row, node, periodMs)]),
    ),
    edges: Object.fromEntries(
      scenario.edges.map((edge, row) => [edge.id, edgeResultOf(row, periodMs)]),
    ),
    failedAt: failurePlaces(layout),
    checks,
    warnings: warningsOf(program, cap, over),
  };
}

function warningsOf({ scenario }: Program, cap: string | null, over: string | null): string[] {
  const { maxEvents, maxMemoryMb } = scenario;
  const nameOf = (id: string): string => scenario.nodes.find((node) => node.id === id)?.name ?? id;
  const known = { maxEvents, maxMemoryMb, over, nameOf };
  const warnings = cap === null ? [] : [`The run ended early: ${earlyEnd(cap, known)}.`];
  scenario.edges.forEach(({ id }, edge) => {
    const refused = edgeSum(edge, TOO_DEEP);
    if (refused === 0) return;
    warnings.push(
      `${refused} calls on ${id} were nested more than ${CALLS_NESTED_MAX} deep and failed as ` +
        "error (callDepth).",
    );
  });
  return warnings;
}

/** A change that was made to the running scenario, and the hash of the scenario after it. */
export interface AppliedChange {
  readonly atMs: number;
  readonly hash: string;
}

/** 32 hex digits over counters, histograms, integrals and series of the run so far. */
export function digestOf(
  program: Program,
  started: { readonly hash: string; readonly applied: readonly AppliedChange[] },
  { seed, events, endToEnd, nodes, edges }: EngineTotals,
  histograms: number,
): string {
  const writer = beginDigest(started.hash, seed, program.layout);
  digestTree(writer, started.applied);
  writer.number(events);
  digestTree(writer, endToEnd);
  digestTree(writer, nodes);
  digestTree(writer, edges);
  writer.numbers(viewRows(0));
  for (let h = 0; h < histograms; h++) histogramNumbers(h, (value) => writer.number(value));
  return writer.hex();
}
