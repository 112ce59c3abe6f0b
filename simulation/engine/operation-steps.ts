// In which stages an operation makes its calls: as they are drawn; of a transaction, prepare and commit;
// and of what undoes an operation, the compensations backwards, the rollbacks, or what follows from a
// failure.
import type { NodeDescriptor, StepsDescriptor } from "../kinds/descriptors.ts";
import type { ResolvedCall } from "../scenario/document.ts";

/**
 * Part of an operation in a transaction, or in undoing one; or the check of its caller, before it, and
 * the same of a caller that is known to show nothing, or nothing good. "plain" for most.
 */
export type Phase =
  | ("plain" | "prepare" | "commit" | "rollback" | "undo")
  | ("check" | "refuse" | "reject");

/** A call of an edge, and the part that it has the callee play. */
export interface StagedCall {
  readonly edge: number;
  readonly call: ResolvedCall;
  readonly phase: Phase;
}

export interface CallStage {
  readonly number: number;
  readonly calls: readonly StagedCall[];
}

/** Operations that a participant of a transaction is asked for. */
export const COMMIT = "commit";
export const ROLLBACK = "rollback";

export function stepsOf(descriptor: NodeDescriptor | undefined): StepsDescriptor | null {
  if (!descriptor || descriptor.primitive === "source") return null;
  return descriptor.station.steps ?? null;
}

/** Whether an operation that makes these calls has something to do when it has failed. */
export function isUndone(calls: readonly StagedCall[], steps: StepsDescriptor | null): boolean {
  if (steps?.way === "two-phase") return calls.length > 0;
  return calls.some(({ call }) => call.afterFailure || call.compensation !== null);
}

export function stagedCalls(
  calls: readonly StagedCall[],
  steps: StepsDescriptor | null,
  phase: Phase,
): readonly CallStage[] {
  if (phase === "undo") return undoing(calls, steps);
  const forward = inStages(calls.filter(({ call }) => !call.afterFailure));
  if (steps?.way !== "two-phase" || forward.length === 0) return forward;
  const last = forward.at(-1)?.number ?? 0;
  const prepares = forward.map(({ number, calls: entries }) => ({
    number,
    calls: entries.map((entry): StagedCall => ({ ...entry, phase: "prepare" })),
  }));
  return [...prepares, { number: last + 1, calls: decisions(calls, COMMIT, "commit") }];
}

/** Stage that decides a transaction: from there on it is only carried out. */
export function decidingStage(stages: readonly unknown[]): number {
  return stages.length - 1;
}

function undoing(
  calls: readonly StagedCall[],
  steps: StepsDescriptor | null,
): readonly CallStage[] {
  if (steps === null) return inStages(calls.filter(({ call }) => call.afterFailure));
  if (steps.way === "two-phase") {
    return [{ number: 1, calls: decisions(calls, ROLLBACK, "rollback") }];
  }
  return inStages(calls)
    .reverse()
    .map(({ number, calls: entries }) => ({
      number,
      calls: entries
        .filter(({ call }) => call.compensation !== null)
        .map(
          ({ edge, call }): StagedCall => ({ edge, call: compensationOf(call), phase: "plain" }),
        ),
    }));
}

function compensationOf(call: ResolvedCall): ResolvedCall {
  return { ...call, operation: call.compensation, whenMiss: null, choice: null, optional: false };
}

/** One call to each participant, side by side. */
function decisions(
  calls: readonly StagedCall[],
  operation: string,
  phase: Phase,
): readonly StagedCall[] {
  const first = calls.filter(
    ({ edge }, at) => calls.findIndex((other) => other.edge === edge) === at,
  );
  return first.map(({ edge, call }) => ({ edge, call: { ...call, operation }, phase }));
}

function inStages(calls: readonly StagedCall[]): CallStage[] {
  const numbers = [...new Set(calls.map(({ call }) => call.stage))].sort((a, b) => a - b);
  return numbers.map((number) => ({
    number,
    calls: calls.filter(({ call }) => call.stage === number),
  }));
}
