// What a run says of sessions that a load balancer keeps together.

/** Sessions over the measured period. */
export interface SessionResult {
  readonly started: number;
  /** Had to go to another instance than theirs. */
  readonly moved: number;
  /** Of these, those whose state only their instance had. */
  readonly lost: number;
}
