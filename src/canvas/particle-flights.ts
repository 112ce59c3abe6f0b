// Sampled messages as flights in wall time. A real crossing of a network is over before an eye sees
// it, so a flight lasts at least LEAST_FLIGHT_MS ("slowed for the eye"); its beginning is true.
import {
  PARTICLE_FAILURE,
  PARTICLE_RESPONSE,
  PARTICLE_STRIDE,
} from "../../simulation/results/snapshot.ts";

export const LEAST_FLIGHT_MS = 400;
/** Flights drawn at once, at most; what comes beyond is left out. */
export const MOST_FLIGHTS = 2000;
/** Wall time over which the particles of one snapshot set out. */
const SPREAD_MS = 120;

export interface Flight {
  readonly edge: number;
  readonly kind: number;
  readonly startMs: number;
  readonly durationMs: number;
  /** Answers fly against the direction of the edge. */
  readonly backward: boolean;
}

/**
 * Flights of one batch. `sinceMs` and `nowMs` bound the simulated time the batch covers; it is
 * spread over the same share of SPREAD_MS from `wallMs` on. `speed` is simulated ms per wall ms.
 */
export function flightsOf(
  particles: Float64Array,
  sinceMs: number,
  nowMs: number,
  speed: number,
  wallMs: number,
): Flight[] {
  const flights: Flight[] = [];
  const span = Math.max(nowMs - sinceMs, 1e-9);
  for (let at = 0; at + PARTICLE_STRIDE <= particles.length; at += PARTICLE_STRIDE) {
    const [edge = 0, kind = 0, departureMs = 0, arrivalMs = 0] = particles.subarray(
      at,
      at + PARTICLE_STRIDE,
    );
    const share = Math.min(1, Math.max(0, (departureMs - sinceMs) / span));
    const realMs = speed > 0 ? (arrivalMs - departureMs) / speed : LEAST_FLIGHT_MS;
    flights.push({
      edge,
      kind,
      startMs: wallMs + share * SPREAD_MS,
      durationMs: Math.max(LEAST_FLIGHT_MS, realMs),
      backward: kind === PARTICLE_RESPONSE || kind === PARTICLE_FAILURE,
    });
  }
  return flights;
}

/** How far along its edge a flight is, 0..1 from the edge's start; null before and after. */
export function flightPosition(flight: Flight, wallMs: number): number | null {
  const share = (wallMs - flight.startMs) / flight.durationMs;
  if (share < 0 || share >= 1) return null;
  return flight.backward ? 1 - share : share;
}

export function isOver(flight: Flight, wallMs: number): boolean {
  return wallMs >= flight.startMs + flight.durationMs;
}
