// Whether all stations had room before anything was done to the system: what departs then is chance.
import { LIMITS } from "./constants.ts";
import { SATURATED } from "./node-states.ts";
import { NODE_READ, type WindowReadings } from "./readings.ts";
import type { UtilizationMeans } from "./state-store.ts";

export class QuietStart {
  /** Requests since the first disturbance. */
  readonly disturbed = { ended: 0, failed: 0 };
  private readonly utilization: UtilizationMeans;
  /** Null while it may change. */
  private known: boolean | null = null;
  /** Means over the run hide a peak of the load; a saturated node does not. */
  private everSaturated = false;

  constructor(utilization: UtilizationMeans) {
    this.utilization = utilization;
  }

  /** As of the last window before the first disturbance; once asked for after it, that stands. */
  was(): boolean {
    if (this.known !== null) return this.known;
    const busiest = this.everSaturated ? Infinity : this.utilization.highest();
    this.known = busiest <= LIMITS.quietUtilization;
    return this.known;
  }

  /** A window has been judged. */
  take(window: WindowReadings, shown: Uint8Array): void {
    if (!this.everSaturated) this.everSaturated = isAnyFull(window, shown);
  }

  /** What ended in a window, before or after the first disturbance. */
  count(isDisturbed: boolean, success: number, failed: number): void {
    if (!isDisturbed) {
      this.known = null;
      return;
    }
    this.disturbed.ended += success + failed;
    this.disturbed.failed += failed;
  }
}

/** Whether slots are gone somewhere; a quota that is used up is as full. */
function isAnyFull({ node: read }: WindowReadings, shown: Uint8Array): boolean {
  for (let node = 0; node < shown.length; node++) {
    if (shown[node] === SATURATED) return true;
    if (read[node * NODE_READ.width + NODE_READ.turnedAway] > 0) return true;
  }
  return false;
}
