// Ends of flights that come by an event or a transition of their own, handed to the policies around.
import { tryEnded } from "./attempt-end.ts";
import { flightEnds, flightTimedOut } from "./flight.ts";
import { flights } from "./flight-rows.ts";

/** A flight's timer, for a connection or for its answer, runs out. */
export function flightTimeout(flight: number): void {
  const call = flights.call[flight];
  const outcome = flightTimedOut(flight);
  if (outcome >= 0) tryEnded(call, outcome);
}

/** A flight lost its connection or was refused one, or its held answer may be taken. */
export function flightEnded(flight: number, how: number): void {
  const call = flights.call[flight];
  const outcome = flightEnds(flight, how);
  if (outcome >= 0) tryEnded(call, outcome);
}
