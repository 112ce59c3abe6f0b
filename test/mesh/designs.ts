// Small designs around a mesh, for its tests.
import type {
  EdgeDocument,
  FaultDocument,
  GroupDocument,
  NodeDocument,
  ScenarioDocument,
} from "../../simulation/scenario/document.ts";
import { ONCE, sketch } from "../support/simulate.ts";

/** A mesh without a preset: 0.2 ms of CPU and 0.3 ms each way at each proxy, and no policy. */
export const BARE = { kind: "mesh", delayMs: 0.3, cpuMs: 0.2, pool: null } as const;

interface Chain {
  readonly mesh?: Partial<GroupDocument>;
  readonly users?: object;
  readonly a?: object;
  readonly b?: object;
  readonly edge?: object;
  readonly others?: Readonly<Record<string, NodeDocument>>;
  readonly edges?: Readonly<Record<string, EdgeDocument>>;
  readonly faults?: Readonly<Record<string, FaultDocument>>;
  readonly durationS?: number;
}

/** Users outside call `a`, which calls `b`; both are in the mesh, 1 ms apart. */
export function chain(given: Chain = {}): ScenarioDocument {
  const { mesh = {}, users = ONCE, a = {}, b = {}, edge = {}, others = {}, faults } = given;
  const document = sketch({
    run: { durationS: given.durationS ?? 10 },
    nodes: {
      users,
      a: { in: "m", serviceTime: 2, concurrency: null, ...a },
      b: { in: "m", serviceTime: 5, concurrency: null, endpointDelayMs: 0, ...b },
      ...others,
    },
    edges: { "users->a": {}, "a->b": { networkMs: 1, ...edge }, ...given.edges },
    ...(faults ? { faults } : {}),
  });
  return { ...document, groups: { m: { ...BARE, ...mesh } as GroupDocument } };
}
