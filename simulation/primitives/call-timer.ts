// The one timer that a call has at a time: of its attempt, back-off, wait in line or fallback.
import { cancel } from "../core/event-list.ts";
import { calls } from "./rows.ts";

export function stopTimer(call: number): void {
  const timer = calls.timer[call];
  if (timer > 0) {
    cancel(timer - 1);
    calls.timer[call] = 0;
  }
}
