// Numbers of outlier detection by edge; used only where the edge's balancing detects outliers.
import { Table } from "../core/memory.ts";

class OutlierParameters extends Table {
  readonly intervalMs = this.float64();
  readonly baseMs = this.float64();
  readonly maxMs = this.float64();
  readonly jitterMs = this.float64();
  readonly maxEjectionRatio = this.float64();
  readonly alwaysOne = this.uint8();
  /** Failures in a row; 0 never ejects. */
  readonly consecutive5xx = this.int32();
  readonly consecutiveGateway = this.int32();
  readonly consecutiveLocal = this.int32();
  readonly splitLocal = this.uint8();
  /** Success rate: members with this many answers are compared if there are this many of them. */
  readonly rateHosts = this.int32();
  readonly rateVolume = this.int32();
  readonly stdevFactor = this.float64();
  /** Share of failures, likewise. */
  readonly shareHosts = this.int32();
  readonly shareVolume = this.int32();
  readonly failureShare = this.float64();
  /** Chance that a rule ejects when it could. */
  readonly enforce5xx = this.float64();
  readonly enforceGateway = this.float64();
  readonly enforceLocal = this.float64();
  readonly enforceRate = this.float64();
  readonly enforceLocalRate = this.float64();
  readonly enforceShare = this.float64();
  readonly enforceLocalShare = this.float64();
}

export const outliers = new OutlierParameters("outlier detection", 5_000);
