// Cases of autoscaling: a run of a quarter of an hour of which the load comes and goes.
import type { Json } from "../../simulation/scenario/document.ts";
import type { ParameterCase } from "./parameter-cases.ts";

type Settings = Readonly<Record<string, Json>>;

/** `node` of the plant alone with its load, which rises and falls. */
export function scalingCases(node: string): Record<string, ParameterCase> {
  const base: Settings = {
    "run.durationS": 150,
    "run.windowS": 1,
    "nodes.users.ratePerS": node === "reader" ? 6 : 20,
    "nodes.users.profile": [
      [0, 0.2],
      [20, 2],
      [50, 0],
      [100, 0],
      [110, 2],
      [150, 0.1],
    ],
    [`nodes.${node}.concurrency`]: 2,
    [`nodes.${node}.serviceTime`]: 120,
  };
  const quick = { syncPeriodS: 3, startupS: 2, downStabilizationS: 9, target: 0.5, maxReplicas: 6 };
  const scaled = (more: Record<string, Json>): Settings => ({
    ...base,
    [`nodes.${node}.autoscale`]: { ...quick, ...more },
  });
  const idle = scaled({ metric: "backlog", minReplicas: 0, target: 2, cooldownS: 10, pollingS: 6 });
  const cases: Record<string, readonly [Settings, Json | undefined]> = {
    "": [base, quick],
    metric: [{ ...scaled({}), [`nodes.${node}.blocking`]: true }, undefined],
    target: [scaled({}), 0.3],
    minReplicas: [scaled({}), 2],
    maxReplicas: [scaled({}), 2],
    syncPeriodS: [scaled({}), 7],
    tolerance: [scaled({}), 0.6],
    upStabilizationS: [scaled({}), 12],
    downStabilizationS: [scaled({}), 30],
    startupS: [scaled({}), 8],
    drainS: [
      {
        ...scaled({ target: 0.1, downStabilizationS: 0 }),
        "nodes.users.ratePerS": 20,
        "nodes.users.profile": [
          [0, 0.5],
          [30, 0.5],
          [60, 0.1],
        ],
        [`nodes.${node}.serviceTime`]: 3000,
        [`nodes.${node}.concurrency`]: 50,
      },
      1,
    ],
    pollingS: [idle, 40],
    cooldownS: [idle, 40],
    activation: [idle, 30],
  };
  return Object.fromEntries(
    Object.entries(cases).map(([name, [given, to]]) => [
      name === "" ? "autoscale" : `autoscale.${name}`,
      to === undefined ? { given } : { given, to },
    ]),
  );
}
