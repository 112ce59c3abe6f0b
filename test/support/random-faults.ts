// Any scenario with faults of every kind thrown in: up to three at once, aimed at whatever they can
// hit, once or at random, with ramps where they have them.
import fc from "fast-check";
import { faults as FAULTS } from "../../simulation/faults/catalog.ts";
import type { FaultDefinition } from "../../simulation/kinds/define.ts";
import { checkDocument } from "../../simulation/scenario/check.ts";
import type {
  FaultDocument,
  Json,
  NodeDocument,
  ScenarioDocument,
} from "../../simulation/scenario/document.ts";

/** Numbers of their own, small enough to matter in the seconds that a random scenario lasts. */
const STRENGTHS: Readonly<Record<string, readonly Readonly<Record<string, Json>>[]>> = {
  slow: [{ factor: 5 }],
  crash: [{}, { mode: "blackhole" }, { restart: false }, { startS: 0.2 }],
  errors: [{ ratio: 0.5 }],
  hang: [{}, { ends: "resume" }],
  pause: [{}],
  "bad-deploy": [{ factor: 3 }, { share: 1, ratio: 1 }],
  "memory-leak": [
    { perRequestKb: 100, freeMb: 0.5, startS: 0.1 },
    { perRequestKb: 100, freeMb: 2, startS: 0 },
  ],
  latency: [{ addMs: 8 }],
  jitter: [{ addMs: { type: "exponential", meanMs: 20 } }],
  loss: [
    { ratio: 0.2, rtoMs: 10 },
    { ratio: 1, rtoMs: 1 },
  ],
  partition: [{}, { direction: "in" }, { direction: "out" }, { mode: "refuse" }],
  "pool-leak": [{ ratio: 0.3 }, { ratio: 0.3, returns: false }],
  "dns-failure": [{ ttlS: 0 }, { ttlS: 0.4 }],
  "certificate-expiry": [{ connectionS: 0.4 }],
  "zone-outage": [{}, { mode: "exit" }],
  spike: [{ factor: 4 }, { factor: 0.2 }],
  "failing-check": [{}, { mode: "hang" }],
  herd: [{ withinS: 0.1 }, { withinS: 0, ratio: 0.5 }],
};

const GROUP = "west";

interface Pick {
  readonly kind: string;
  readonly strength: number;
  readonly target: number;
  readonly selector: string;
  readonly atS: number;
  readonly forS: number | null;
  readonly rampS: number;
  readonly random: boolean;
}

const pick: fc.Arbitrary<Pick> = fc.record({
  kind: fc.constantFrom(...Object.keys(FAULTS)),
  strength: fc.nat(),
  target: fc.nat(),
  selector: fc.constantFrom("", "", "[0]", "[random:1]", "[*]"),
  atS: fc.constantFrom(0, 0.3, 0.7),
  forS: fc.constantFrom(0.3, 0.6, null),
  rampS: fc.constantFrom(0, 0.2),
  random: fc.boolean(),
});

function targetsOf(document: ScenarioDocument, { targets }: FaultDefinition): string[] {
  const nodes = Object.entries(document.nodes);
  const clients = nodes.filter(([, { kind }]) => kind === "client").map(([id]) => id);
  const others = nodes.filter(([, { kind }]) => kind !== "client").map(([id]) => id);
  return [
    ...(targets.includes("client") ? clients : []),
    ...(targets.includes("node") ? others : []),
    ...(targets.includes("edge") ? Object.keys(document.edges) : []),
    ...(targets.includes("client") ? [] : [GROUP]),
  ];
}

function faultOf(document: ScenarioDocument, of: Pick): FaultDocument {
  const definition: FaultDefinition = FAULTS[of.kind as keyof typeof FAULTS];
  const targets = targetsOf(document, definition);
  const target = targets[of.target % targets.length] ?? GROUP;
  const strengths = STRENGTHS[of.kind] ?? [];
  const isNode = Object.hasOwn(document.nodes, target) && !definition.targets.includes("edge");
  const selector = isNode && !definition.targets.includes("client") ? of.selector : "";
  return {
    kind: of.kind,
    target: `${target}${selector}`,
    atS: of.atS,
    ...(definition.instant ? {} : { forS: of.forS }),
    ...strengths[of.strength % strengths.length],
    ...(definition.ramp ? { rampS: of.rampS } : {}),
    ...(of.random && !definition.instant
      ? {
          every: { type: "exponential", meanMs: 150 },
          for: { type: "uniform", minMs: 0, maxMs: 200 },
        }
      : {}),
  };
}

function isSound(document: ScenarioDocument): boolean {
  return checkDocument(document).ok;
}

/** The scenario with its own faults replaced by others; those that fit nothing in it are left out. */
export function withRandomFaults(
  scenario: fc.Arbitrary<ScenarioDocument>,
): fc.Arbitrary<ScenarioDocument> {
  return fc.tuple(scenario, fc.array(pick, { minLength: 1, maxLength: 3 })).map(([base, picks]) => {
    const members = Object.entries(base.nodes).map(([id, node], at): [string, NodeDocument] => [
      id,
      at % 2 === 1 ? { ...node, in: GROUP } : node,
    ]);
    const nodes = Object.fromEntries(members);
    const document: ScenarioDocument = { ...base, nodes, groups: { [GROUP]: { kind: "zone" } } };
    const entries = picks.map((of, at): [string, FaultDocument] => [
      `f${at}`,
      faultOf(document, of),
    ]);
    const sound = entries.filter(([id, fault]) =>
      isSound({ ...document, faults: { [id]: fault } }),
    );
    return { ...document, faults: Object.fromEntries(sound) };
  });
}
