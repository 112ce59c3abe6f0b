// Results per operation of a node, where the run records them: which it does, and what they come to.
import { NOW, registers } from "../core/registers.ts";
import { closeWindow } from "../metrics/histogram.ts";
import { checkOf } from "../primitives/identity-check.ts";
import {
  RECORDS_ALL,
  RECORDS_NOTHING,
  RECORDS_OPERATIONS,
  recordsOperations,
} from "../primitives/instance-load.ts";
import { control, PERIOD_START } from "../primitives/node-state.ts";
import { operationRecord } from "../primitives/operation-record.ts";
import type { EngineTotals } from "../results/engine-port.ts";
import { OUTCOME_COUNT } from "../results/outcomes.ts";
import type { IdentityCheck, NodeResult, OperationResult } from "../results/run-result.ts";
import type { ResolvedScenario } from "../scenario/document.ts";
import { isSloProblem, operationTargetOf, parseSlo } from "../scenario/slo-grammar.ts";
import { withFlows } from "./flow-results.ts";
import { withInstanceLoad } from "./instance-results.ts";
import { withMeshes } from "./mesh-results.ts";
import { withMessageSteps } from "./message-steps.ts";
import type { Program } from "./program.ts";
import { failuresOf, ratio, summarize } from "./totals.ts";

/** What a run of a scenario records beside its totals. */
export function recordsOf({ detail, slos, nodes }: ResolvedScenario): number {
  if (detail === true) return RECORDS_ALL;
  const asked = slos.some(({ expr }) => {
    const slo = parseSlo(expr);
    const target = isSloProblem(slo) ? null : operationTargetOf(slo.target);
    return target !== null && nodes.some(({ id }) => id === target.node);
  });
  return asked ? RECORDS_OPERATIONS : RECORDS_NOTHING;
}

/** Operations of nodes that work; those of sources are the request types themselves. */
function isRecorded(program: Program, row: number): boolean {
  const node = program.nodes[program.graph.operations[row]?.node ?? -1];
  const isCheck = program.graph.operations[row]?.goesOnAs !== null;
  return node !== undefined && node.descriptor.primitive !== "source" && !isCheck;
}

/** Histograms that the operations of a program take where they are recorded. */
export function operationHistograms(program: Program): number {
  if (recordsOf(program.scenario) === RECORDS_NOTHING) return 0;
  return program.graph.operations.filter((_, row) => isRecorded(program, row)).length;
}

/** Gives the operations their histograms, from `first` on. */
export function openOperations(program: Program, first: number): void {
  if (!recordsOperations()) return;
  const count = program.graph.operations.length;
  operationRecord.occupy(count);
  let next = first + 1;
  for (let row = 0; row < count; row++) {
    if (isRecorded(program, row)) operationRecord.histogram[row] = next++;
  }
}

/** The present window of the series ends. */
export function closeOperationWindows(): void {
  for (let row = 0; row < operationRecord.highWater; row++) {
    const histogram = operationRecord.histogram[row];
    if (histogram !== 0) closeWindow(histogram - 1);
  }
}

function operationResultOf(row: number, periodS: number): OperationResult {
  const ended = (outcome: number): number =>
    operationRecord.ended[row * OUTCOME_COUNT + outcome] ?? 0;
  const completions = operationRecord.completions[row];
  return {
    arrivals: operationRecord.arrivals[row],
    completions,
    ok: ended(0),
    degraded: ended(1),
    failed: failuresOf(ended),
    throughput: completions / periodS,
    goodput: operationRecord.good[row] / periodS,
    errorRate: ratio(operationRecord.failed[row], operationRecord.judged[row]),
    inFlightAtStart: operationRecord.presentAtStart[row],
    inFlightAtEnd: operationRecord.present[row],
    latencyMs: summarize(Int32Array.of(operationRecord.histogram[row] - 1)),
  };
}

/** Everything that arrived at an operation has left it or is still there. */
function conservationOf(row: number, entity: string): IdentityCheck {
  let left = operationRecord.present[row];
  for (let o = 0; o < OUTCOME_COUNT; o++) left += operationRecord.ended[row * OUTCOME_COUNT + o];
  const arrived = operationRecord.arrivals[row] + operationRecord.presentAtStart[row];
  return checkOf(entity, "conservation", arrived, left);
}

/** What calls nobody by name is asked for shows only if it is asked for at all. */
const UNNAMED = "*";

/** A broker's operation is published to in several ways: each is an operation of its own. */
function labelOf(name: string, taken: Readonly<Record<string, unknown>>): string {
  let label = name;
  for (let at = 2; Object.hasOwn(taken, label); at++) label = `${name} ${at}`;
  return label;
}

/** Totals with what the run records beside them; no part of the digest. */
export function withDetail(totals: EngineTotals, program: Program): EngineTotals {
  const detailed = withOperations(withInstanceLoad(totals, program), program);
  return withMeshes(withFlows(withMessageSteps(detailed, program), program), program);
}

function withOperations(totals: EngineTotals, program: Program): EngineTotals {
  if (!recordsOperations()) return totals;
  const periodS = Math.max(registers[NOW] - control.f64[PERIOD_START], 1e-9) / 1000;
  const nodes: Record<string, NodeResult> = { ...totals.nodes };
  const checks = [...totals.checks];
  program.graph.operations.forEach(({ node, name }, row) => {
    const id = program.nodes[node]?.id ?? "";
    const result = nodes[id];
    if (result === undefined || operationRecord.histogram[row] === 0) return;
    const isUsed = operationRecord.arrivals[row] + operationRecord.presentAtStart[row] > 0;
    if (name === "" && !isUsed) return;
    const label = labelOf(name === "" ? UNNAMED : name, result.operations ?? {});
    nodes[id] = {
      ...result,
      operations: { ...result.operations, [label]: operationResultOf(row, periodS) },
    };
    checks.push(conservationOf(row, `${id}/${label}`));
  });
  return { ...totals, nodes, checks };
}
