// Why a run ended early, in words; the caps themselves are the engine's (engine/caps.ts).

/**
 * What follows "The run ended early: ". `cap` is what stands in `endedEarly`; the limits are those of
 * the run, where they are known.
 */
export function earlyEnd(
  cap: string,
  limits: { readonly maxEvents?: number; readonly maxMemoryMb?: number | null } = {},
): string {
  const { maxEvents, maxMemoryMb } = limits;
  switch (cap) {
    case "events":
      if (maxEvents === undefined) return "it reached its limit of events";
      return `run.maxEvents allows ${maxEvents} events`;
    case "memory":
      if (typeof maxMemoryMb !== "number") return "it reached its limit of memory";
      return `its rows take more than the ${maxMemoryMb} MB that run.maxMemoryMb allows`;
    case "one instant":
      return "time stands still, since something goes in a circle without any delay";
    case "wall time":
      return "its limit of wall time was reached";
    case "time to drain":
      return "it was not empty after ten times its duration";
    default:
      return cap.startsWith("structural change")
        ? `${cap} needs a restart`
        : `cap on ${cap} reached`;
  }
}
