// Random faults for a campaign: kind, target, time and length, each drawn by hashing seed, number and
// purpose, so that a longer campaign begins with the faults of a shorter one.
import { Murmur128, utf8Of } from "../core/murmur.ts";
import { faultOf, faults } from "../faults/catalog.ts";
import type { FaultDefinition } from "../kinds/define.ts";
import type { CampaignFault } from "../results/campaign.ts";
import type { FaultDocument, ScenarioDocument } from "../scenario/document.ts";
import { hasConnections } from "../scenario/fault-link-checks.ts";
import { resolveTarget } from "../scenario/fault-targets.ts";

export interface CampaignSpan {
  /** Earliest and latest start, s. */
  readonly atS: readonly [number, number];
  /** Shortest and longest, s. */
  readonly forS: readonly [number, number];
}

/** In [0, 1). */
function draw(seed: number, run: number, purpose: string): number {
  const [word = 0] = new Murmur128(seed | 0).update(utf8Of(`${run}\n${purpose}`)).digestWords();
  return (word >>> 0) / 4294967296;
}

function pick<Item>(items: readonly Item[], u: number): Item {
  return items[Math.min(items.length - 1, Math.floor(u * items.length))] as Item;
}

function isPossible(document: ScenarioDocument, kind: string, target: string): boolean {
  const fault: FaultDocument = { kind, target };
  const result = resolveTarget(document, fault, target);
  if (!result.ok || result.targets.length === 0) return false;
  // Without a pool nothing leaks.
  if (kind !== "pool-leak") return true;
  return result.targets.every((hit) => "edge" in hit && hasConnections(document, hit.edge));
}

/** One instance of a node with several of them, beside the whole node. */
function partsOf(document: ScenarioDocument, node: string): string[] {
  const { replicas } = document.nodes[node];
  return typeof replicas === "number" && replicas > 1 ? [node, `${node}[0]`] : [node];
}

/** All that faults of a kind may be aimed at in a scenario. */
export function targetsFor(document: ScenarioDocument, kind: string): readonly string[] {
  const definition: FaultDefinition | undefined = faultOf(kind);
  if (definition === undefined) return [];
  const onLinks = definition.targets.includes("edge");
  const nodes = Object.keys(document.nodes).sort();
  const all = [
    ...nodes.flatMap((node) => (onLinks ? [node] : partsOf(document, node))),
    ...Object.keys(document.edges).sort(),
    ...(definition.targets.includes("group") ? Object.keys(document.groups ?? {}).sort() : []),
  ];
  return all.filter((target) => isPossible(document, kind, target));
}

export interface Choice {
  readonly kind: string;
  readonly targets: readonly string[];
}

/** Kinds with the targets that they have in the scenario; of the chosen ones, where there are some. */
export function choicesOf(
  document: ScenarioDocument,
  kinds: readonly string[] | undefined,
  targets: readonly string[] | undefined,
): readonly Choice[] {
  return (kinds ?? Object.keys(faults)).flatMap((kind) => {
    const possible = targetsFor(document, kind).filter(
      (target) => targets === undefined || targets.includes(target.split("[")[0] ?? target),
    );
    return possible.length === 0 ? [] : [{ kind, targets: possible }];
  });
}

/** To the thousandth of a second. */
function between([least, most]: readonly [number, number], u: number): number {
  return Math.floor((least + (most - least) * u) * 1000 + 0.5) / 1000;
}

/** The fault of run number `run`. There must be a choice. */
export function drawFault(
  choices: readonly Choice[],
  span: CampaignSpan,
  seed: number,
  run: number,
): CampaignFault {
  const { kind, targets } = pick(choices, draw(seed, run, "kind"));
  return {
    kind,
    target: pick(targets, draw(seed, run, "target")),
    atS: between(span.atS, draw(seed, run, "at")),
    ...(faultOf(kind)?.instant ? {} : { forS: between(span.forS, draw(seed, run, "for")) }),
  };
}
