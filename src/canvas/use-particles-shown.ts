import { useReducedMotion } from "@mantine/hooks";
import { useRun } from "../store/hooks.ts";

/** Faster than this nothing can be followed by eye; width and color of the edges tell it all. */
const FASTEST_WITH_PARTICLES = 10;

/** Particles are drawn up to 10x, unless the person asked for less motion. */
export function useParticlesShown(): boolean {
  const reduced = useReducedMotion();
  const speed = useRun((run) => run.requestedSpeed);
  return !reduced && speed !== "max" && speed <= FASTEST_WITH_PARTICLES;
}
