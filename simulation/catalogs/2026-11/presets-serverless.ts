// How platforms of functions scale, as their documentation says in November 2026. What none of them
// publishes (how long a start takes, when an idle environment goes) stays as it is.
import { type PresetSet, preset, row } from "./preset.ts";

const LAMBDA = "AWS Lambda";
const CLOUD_RUN = "Google Cloud Run";

export const ENVIRONMENT_PRESETS: PresetSet = {
  "aws-lambda@2026-11": preset({
    label: "AWS Lambda",
    source: "AWS Lambda documentation (2026), Lambda scaling behavior",
    note: "The quota is of an account: other functions share it unless concurrency is reserved.",
    readings: {
      max: row(1000, LAMBDA, "concurrent executions"),
      requestsEach: row(1, LAMBDA, "requests of an environment at once"),
      burst: row(1000, LAMBDA, "concurrency scaling rate"),
      ratePerS: row(100, LAMBDA, "concurrency scaling rate", { times: 0.1 }),
    },
  }),
  "cloud-run@2026-11": preset({
    label: "Google Cloud Run",
    source: "Cloud Run documentation (2026), About instance autoscaling",
    note: "It also starts instances ahead, from 60 % of their concurrency on; that is not modeled. That idle ones stay 15 minutes is unverified.",
    readings: {
      max: row(100, CLOUD_RUN, "maximum instances"),
      requestsEach: row(80, CLOUD_RUN, "maximum concurrent requests per instance"),
      waitMs: row(10_000, CLOUD_RUN, "pending requests wait", { times: 1000 }),
      idleMs: row(900_000, CLOUD_RUN, "idle instance kept", { times: 60_000 }),
    },
  }),
};
