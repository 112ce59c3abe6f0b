// Settings of real libraries as they ship, as of November 2026. `preset: "NAME"` on a policy supplies
// these values; fields that stand beside it override them. Frozen like the defaults.
import type { PresetSet } from "./preset.ts";
import { BREAKER_PRESETS } from "./presets-breaker.ts";
import {
  BULKHEAD_PRESETS,
  HEDGE_PRESETS,
  OUTLIER_PRESETS,
  POOL_PRESETS,
} from "./presets-connection.ts";
import { EXPORTER_PRESETS } from "./presets-exporter.ts";
import { MESH_PRESETS } from "./presets-mesh.ts";
import { RETRY_PRESETS } from "./presets-retry.ts";
import { ENVIRONMENT_PRESETS } from "./presets-serverless.ts";

export { namesOffered, type Preset, type PresetSet } from "./preset.ts";

/** Presets by policy ("retry", "breaker") and name. */
export const PRESETS = {
  breaker: BREAKER_PRESETS,
  bulkhead: BULKHEAD_PRESETS,
  exporter: EXPORTER_PRESETS,
  environments: ENVIRONMENT_PRESETS,
  hedge: HEDGE_PRESETS,
  mesh: MESH_PRESETS,
  outlier: OUTLIER_PRESETS,
  pool: POOL_PRESETS,
  retry: RETRY_PRESETS,
} as const satisfies Record<string, PresetSet>;
