// Who makes runs in the background: handed in by the app when it starts, asked for by the parts of the
// page that come later.
import type { BlastRadiusResult, DownMode } from "../../simulation/results/coupling.ts";
import type { StabilityMap } from "../../simulation/results/stability-map.ts";
import type { Trace, TraceFormat, TraceSummary } from "../../simulation/results/traces.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import type { StabilityRequest } from "../worker/protocol.ts";
import type { Couple } from "./blast-radius.ts";
import type { RunCampaign } from "./campaign.ts";
import type { TryRemedies } from "./remedies.ts";
import type { RunStudy } from "./study.ts";

export interface BackgroundRuns {
  readonly runCampaign?: RunCampaign;
  readonly tryRemedies?: TryRemedies;
  readonly runBlastRadius?: RunStudy<DownMode, BlastRadiusResult>;
  readonly mapStability?: RunStudy<StabilityRequest, StabilityMap>;
  readonly traceRequests?: (
    document: ScenarioDocument,
    wanted: readonly TraceSummary[],
  ) => Promise<readonly Trace[]>;
  readonly exportTraces?: (
    document: ScenarioDocument,
    wanted: readonly TraceSummary[],
    format: TraceFormat,
  ) => Promise<string>;
  /** No runs, but asked in the background as well. */
  readonly couple?: Couple;
}

let known: BackgroundRuns = {};

/** Takes over who makes which runs; the others stay. */
export function attachBackgroundRuns(runs: BackgroundRuns): void {
  known = { ...known, ...runs };
}

export function backgroundRuns(): BackgroundRuns {
  return known;
}
