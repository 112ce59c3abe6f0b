// What a run says of a provider with a quota.

/** Calls counted against the quota of a provider, over the measured period and all its keys. */
export interface QuotaResult {
  /** Served within the quota. */
  readonly within: number;
  /** Served beyond it and billed apart. */
  readonly billed: number;
  readonly refused: number;
  /** Windows of any key in which something was beyond its quota. */
  readonly windowsOver: number;
  /** What a month of 30 days costs at the rate of the measured period, in the currency of the prices. */
  readonly costPerMonth: number;
}
