// Token bucket on the caller's side: refills continuously, starts full, one token a call, never in
// debt. Where calls wait for a token they stand in line, and one event stands for the first of them.
import { cancel, schedule } from "../core/event-list.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import { TOKEN_READY } from "./event-kinds.ts";
import { policyStates } from "./guard-rows.ts";
import { edges } from "./parameters.ts";

/** What may be missing of a token because instants are rounded. */
const ROUNDING = 1e-6;

/** Tokens in the bucket at this instant. */
export function tokensNow(state: number, edge: number): number {
  const passed = registers[NOW] - policyStates.levelAt[state];
  const level = policyStates.level[state] + passed * edges.ratePerMs[edge];
  return Math.min(edges.rateBurst[edge], level);
}

function refill(state: number, edge: number): void {
  policyStates.level[state] = tokensNow(state, edge);
  policyStates.levelAt[state] = registers[NOW];
}

/** Takes a token if there is one and nobody stands in line for it. */
export function takeToken(state: number, edge: number): boolean {
  refill(state, edge);
  if (policyStates.waiting[state] > 0) return false;
  if (policyStates.level[state] < 1 - ROUNDING) return false;
  policyStates.level[state] = Math.max(0, policyStates.level[state] - 1);
  return true;
}

/** The event for the first in line has come: true if its token is there, and then it is taken. */
export function takeAwaitedToken(state: number, edge: number): boolean {
  refill(state, edge);
  policyStates.event[state] = 0;
  // The rate may have fallen since; a time that is no later than the present would come for ever.
  const missing = (1 - policyStates.level[state]) / edges.ratePerMs[edge];
  if (policyStates.level[state] < 1 - ROUNDING && registers[NOW] + missing > registers[NOW]) {
    return false;
  }
  policyStates.level[state] = Math.max(0, policyStates.level[state] - 1);
  return true;
}

/** Sees to it that an event comes with the next token while somebody waits for it, and only then. */
export function awaitToken(state: number, edge: number): void {
  const waits = policyStates.waiting[state] > 0;
  const event = policyStates.event[state];
  if (waits && event === 0) {
    const missing = Math.max(0, 1 - policyStates.level[state]);
    registers[AT] = policyStates.levelAt[state] + missing / edges.ratePerMs[edge];
    if (registers[AT] < registers[NOW]) registers[AT] = registers[NOW];
    policyStates.event[state] = schedule(TOKEN_READY, state, 0) + 1;
  } else if (!waits && event !== 0) {
    cancel(event - 1);
    policyStates.event[state] = 0;
  }
}
