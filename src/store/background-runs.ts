// Who makes runs in the background: handed in by the app when it starts, asked for by the parts of the
// page that come later.
import type { RunCampaign } from "./campaign.ts";
import type { TryRemedies } from "./remedies.ts";

export interface BackgroundRuns {
  readonly runCampaign?: RunCampaign;
  readonly tryRemedies?: TryRemedies;
}

let known: BackgroundRuns = {};

/** Takes over who makes which runs; the others stay. */
export function attachBackgroundRuns(runs: BackgroundRuns): void {
  known = { ...known, ...runs };
}

export function backgroundRuns(): BackgroundRuns {
  return known;
}
