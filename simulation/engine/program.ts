// Program: a resolved scenario in the engine's terms, before it is written into columns. Pure data,
// made once per scenario and used for every run of it.
import {
  compileDistributions,
  type DistributionSpec,
  type DistributionTable,
  parseDistribution,
} from "../core/distributions.ts";
import type { NodeDescriptor } from "../kinds/descriptors.ts";
import { describeNode } from "../kinds/models.ts";
import type { SeriesLayout } from "../results/series.ts";
import type { ResolvedScenario } from "../scenario/document.ts";
import type { CompileIndex } from "./compile-index.ts";
import { beside, housed } from "./hosts.ts";
import { OperationGraph } from "./operation-graph.ts";

export interface ProgramNode {
  readonly id: string;
  readonly kind: string;
  readonly descriptor: NodeDescriptor;
  readonly firstInstance: number;
  readonly instanceCount: number;
  /** Numbers of the zones that its instances are spread over, from 1; empty: no zone. */
  readonly zones: readonly number[];
}

export interface Program {
  readonly scenario: ResolvedScenario;
  readonly nodes: readonly ProgramNode[];
  readonly graph: OperationGraph;
  readonly layout: SeriesLayout;
  readonly index: CompileIndex;
  readonly distributions: () => DistributionTable;
}

/** Distributions are numbered as they are first asked for; equal literals share a number. */
class DistributionList {
  readonly specs: DistributionSpec[] = [];
  private readonly known = new Map<string, number>();
  private table: DistributionTable | null = null;

  number(literal: unknown, unit: string): number {
    const key = `${unit} ${JSON.stringify(literal)}`;
    const found = this.known.get(key);
    // A trace remembers how far it was read, so each of its users has a row of its own.
    if (found !== undefined && !key.includes('"trace"')) return found;
    const parsed = parseDistribution(literal, unit);
    if (!parsed.ok) throw new Error(`Unchecked distribution ${key}: ${parsed.message}`);
    const number = this.specs.length;
    this.specs.push(parsed.spec);
    this.known.set(key, number);
    this.table = null;
    return number;
  }

  compiled(): DistributionTable {
    this.table ??= compileDistributions(this.specs);
    return this.table;
  }
}

function instancesOf(descriptor: NodeDescriptor): number {
  return descriptor.primitive === "source"
    ? descriptor.source.clients
    : descriptor.station.instances;
}

/** Compiles a scenario that `resolveScenario` has checked. */
export function compile(scenario: ResolvedScenario): Program {
  const nodeIndex = new Map(scenario.nodes.map((node, index) => [node.id, index]));
  const zoneIds = [...new Set(scenario.nodes.flatMap(({ zones }) => zones ?? []))].sort();
  const edgeIndex = new Map(scenario.edges.map((edge, index) => [edge.id, index]));
  let firstInstance = 0;
  const described = scenario.nodes.map((node) => {
    const descriptor = describeNode(node.kind, node);
    if (!descriptor) throw new Error(`No model for kind ${node.kind}`);
    return descriptor;
  });
  const descriptors = beside(scenario, housed(scenario, described));
  const nodes = scenario.nodes.map((node, row) => {
    const descriptor = descriptors[row];
    const instanceCount = instancesOf(descriptor);
    const zones = (node.zones ?? []).map((zone) => zoneIds.indexOf(zone) + 1);
    const entry = { id: node.id, kind: node.kind, descriptor, firstInstance, instanceCount, zones };
    firstInstance += instanceCount;
    return entry;
  });
  const graph = new OperationGraph(
    scenario,
    nodes.map((node) => node.descriptor),
    nodeIndex,
  );
  const typeNames = new Set<string>();
  for (const { descriptor } of nodes) {
    if (descriptor.primitive !== "source") continue;
    for (const name of Object.keys(descriptor.source.requests)) typeNames.add(name);
  }
  const layout: SeriesLayout = {
    windowMs: scenario.windowMs,
    typeIds: ["all", ...[...typeNames].sort()],
    nodeIds: nodes.map((node) => node.id),
    edgeIds: scenario.edges.map((edge) => edge.id),
  };
  const list = new DistributionList();
  const must = (found: number | undefined, id: string): number => {
    if (found === undefined) throw new Error(`Unknown id ${id}`);
    return found;
  };
  return {
    scenario,
    nodes,
    graph,
    layout,
    distributions: () => list.compiled(),
    index: {
      nodeOf: (id) => must(nodeIndex.get(id), id),
      edgeOf: (id) => must(edgeIndex.get(id), id),
      operationOf: (node, name) => graph.find(node, name),
      operationNames: graph.operations,
      distribution: (literal, unit) => list.number(literal, unit),
      firstBrokerHistogram: 2 * nodes.length + scenario.edges.length + 3 * layout.typeIds.length,
    },
  };
}
