// The engine's side of mailboxes and logs.
import type { BrokerResult } from "../results/run-result.ts";
import type { Program } from "./program.ts";

export function dispatchBrokerEvent(_kind: number, _a: number, _b: number): void {}
export function dispatchBrokerTransition(_kind: number, _a: number, _b: number): void {}
export function backlogOf(_node: number): number {
  return 0;
}
export function oldestAgeOf(_node: number): number {
  return 0;
}
export function restartBrokers(): void {}
export function touchBrokers(): void {}
export function queueResultsOf(
  _node: number,
  _periodMs: number,
): Readonly<Record<string, BrokerResult>> | null {
  return null;
}

export function brokerHistograms(_program: Program): number {
  return 0;
}
export const crashListeners = { crashed: (_instance: number) => {}, restarted: (_instance: number) => {} };
export function fillBrokers(_program: Program, _fresh: boolean): string | null {
  return null;
}
