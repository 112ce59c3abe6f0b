// Why a run ended early, in words; the caps themselves are the engine's (engine/caps.ts).

/** The cap of a run whose time stands still. */
export const ONE_INSTANT = "one instant";

/** What is known of the run: its limits, and where it was busiest. */
export interface EndingRun {
  readonly maxEvents?: number;
  readonly maxMemoryMb?: number | null;
  /** Id of the edge that was busiest in an instant that did not end. */
  readonly over?: string | null;
  /** Of a node, by its id. */
  readonly nameOf?: (node: string) => string;
}

/** What follows "The run ended early: ". `cap` is what stands in `endedEarly`. */
export function earlyEnd(cap: string, run: EndingRun = {}): string {
  const { maxEvents, maxMemoryMb } = run;
  switch (cap) {
    case "events":
      if (maxEvents === undefined) return "it reached its limit of events";
      return `run.maxEvents allows ${maxEvents} events`;
    case "memory":
      if (typeof maxMemoryMb !== "number") return "it reached its limit of memory";
      return `its rows take more than the ${maxMemoryMb} MB that run.maxMemoryMb allows`;
    case ONE_INSTANT:
      return `time stands still, since something goes in a circle without any delay${where(run)}`;
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

/** " over the link from Orders to Worker"; a leg through proxies is told by the edge it belongs to. */
function where({ over, nameOf = (id) => id }: EndingRun): string {
  if (over == null) return "";
  const [from = "", to = ""] = over.split("->").map((end) => nameOf(end.replace(/[#~].*$/, "")));
  return ` over the link from ${from} to ${to}`;
}
