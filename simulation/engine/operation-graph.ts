// Which operations each node can be asked for, found by following the calls from every source, and
// the calls each of them makes, by stage.
import type { NodeDescriptor, OperationDescriptor, Requirement } from "../kinds/descriptors.ts";
import type { ResolvedCall, ResolvedEdge, ResolvedScenario } from "../scenario/document.ts";
import { parseEdgeId } from "../scenario/ids.ts";
import { accessOf, checkPhaseOf, checkWorkOf, HELD, isCheck } from "./checked-operations.ts";
import { isUndone, type Phase, type StagedCall, stagedCalls, stepsOf } from "./operation-steps.ts";
import { PLAIN_PUBLISHING, type Publishing, publishingKey, publishingOf } from "./publishing.ts";

/** One call of an operation's plan: which edge, and what it invokes there. */
export interface PlannedCall {
  readonly edge: number;
  readonly call: ResolvedCall;
  /** Row of the operation at the callee. */
  readonly target: number;
  /** Exclusive group of its stage, 0 = none, and its share of the group's draw. */
  readonly choice: number;
  readonly from: number;
  readonly upTo: number;
  /** Row of the operation that reads what a conditional write changes; null: it is none. */
  readonly read: number | null;
  /** The call that is made where this one fails; null: none. */
  readonly instead: PlannedCall | null;
}

export interface PlannedStage {
  /** 0: only what is not known yet is asked for. */
  readonly number: number;
  /** Successes needed, 0 = all. */
  readonly requires: number;
  readonly calls: readonly PlannedCall[];
}

export interface PlannedOperation {
  readonly node: number;
  readonly name: string;
  readonly work: OperationDescriptor | null;
  readonly stages: readonly PlannedStage[];
  /** What its messages are published with; of brokers alone. */
  readonly publishing: Publishing;
  /** Its part in a transaction, or in undoing one. */
  readonly phase: Phase;
  /** Row of the operation that is done in its place when it has failed; null: none. */
  readonly undo: number | null;
  /** Row of the operation that follows once its caller is known; null: it checks nobody. */
  readonly goesOnAs: number | null;
}

interface FallbackTarget {
  readonly type: string;
  readonly edge: string | null;
}

interface Draft {
  readonly node: number;
  readonly name: string;
  readonly publishing: Publishing;
  readonly phase: Phase;
  stages: PlannedStage[];
  undo: number | null;
  goesOnAs: number | null;
}

/** Name of the operation of a node that is used but never called by name. */
export const DEFAULT_OPERATION = "";

export class OperationGraph {
  readonly operations: PlannedOperation[] = [];
  private readonly rows = new Map<string, number>();
  private readonly drafts: Draft[] = [];
  private readonly scenario: ResolvedScenario;
  private readonly descriptors: readonly NodeDescriptor[];
  private readonly outgoing: number[][];
  private readonly nodeIndex: ReadonlyMap<string, number>;

  constructor(
    scenario: ResolvedScenario,
    descriptors: readonly NodeDescriptor[],
    nodeIndex: ReadonlyMap<string, number>,
  ) {
    this.scenario = scenario;
    this.descriptors = descriptors;
    this.nodeIndex = nodeIndex;
    this.outgoing = scenario.nodes.map(() => []);
    scenario.edges.forEach((edge, index) => {
      const from = nodeIndex.get(edge.from);
      if (from !== undefined) this.outgoing[from]?.push(index);
    });
    descriptors.forEach((descriptor, node) => {
      this.rowOf(node, DEFAULT_OPERATION);
      if (this.checksUpgrades(node)) this.rowOf(node, DEFAULT_OPERATION, PLAIN_PUBLISHING, "check");
      if (descriptor.primitive === "station" && descriptor.station.stream?.lateOperation) {
        this.rowOf(node, descriptor.station.stream.lateOperation);
      }
      if (descriptor.primitive !== "source") return;
      for (const type of Object.keys(descriptor.source.requests).sort()) this.rowOf(node, type);
    });
    this.operations = this.drafts.map((draft) => ({
      ...draft,
      work: this.workIn(draft),
    }));
  }

  /** Whether clients upgrade to a WebSocket at a node that looks at who they are. */
  private checksUpgrades(node: number): boolean {
    if (accessOf(this.descriptors[node]) === null) return false;
    const { edges } = this.scenario;
    return edges.some(({ to, protocol }) => protocol === HELD && this.nodeIndex.get(to) === node);
  }

  /** Row of an operation, made on first use together with everything it leads to. */
  rowOf(
    node: number,
    name: string,
    publishing: Publishing = PLAIN_PUBLISHING,
    phase: Phase = "plain",
  ): number {
    const key = keyOf(node, name, publishing, phase);
    const known = this.rows.get(key);
    if (known !== undefined) return known;
    const row = this.drafts.length;
    this.rows.set(key, row);
    const draft: Draft = { node, name, publishing, phase, stages: [], undo: null, goesOnAs: null };
    this.drafts.push(draft);
    const steps = stepsOf(this.descriptors[node]);
    const calls = this.callsBy(node, name, isCheck(phase));
    const staged = stagedCalls(calls, steps, phase);
    const isWork = phase !== "undo" && !isCheck(phase);
    const requires = isWork ? (this.workOf(node, name)?.requires ?? {}) : {};
    draft.stages = staged.map(({ number, calls: entries }) => ({
      number,
      requires: countOf(requires[String(number)]),
      calls: this.planStage(entries, name),
    }));
    if (phase === "plain" && isUndone(calls, steps)) {
      draft.undo = this.rowOf(node, name, publishing, "undo");
    }
    if (isCheck(phase)) draft.goesOnAs = this.rowOf(node, name, publishing);
    return row;
  }

  /** Row of a known operation; the node's default for a name nobody calls. */
  find(node: number, name: string): number {
    return this.rows.get(`${node} ${name}`) ?? this.rows.get(`${node} ${DEFAULT_OPERATION}`) ?? 0;
  }

  /** Row of the check of whoever upgrades to a WebSocket at a node; -1: it checks nobody. */
  checkOf(node: number): number {
    if (accessOf(this.descriptors[node]) === null) return -1;
    return this.rows.get(keyOf(node, DEFAULT_OPERATION, PLAIN_PUBLISHING, "check")) ?? -1;
  }

  /** Work of an operation in its phase. */
  private workIn({ node, name, phase }: Draft): OperationDescriptor | null {
    const work = this.workOf(node, name);
    const access = isCheck(phase) ? accessOf(this.descriptors[node]) : null;
    return work === null || access === null ? work : checkWorkOf(work, access, phase);
  }

  private workOf(node: number, name: string): OperationDescriptor | null {
    const descriptor = this.descriptors[node];
    if (!descriptor || descriptor.primitive === "source") return null;
    const { station } = descriptor;
    return Object.hasOwn(station.operations, name)
      ? (station.operations[name] ?? null)
      : station.work;
  }

  /** The calls that an operation makes, however it ends; or those of the check before it. */
  private callsBy(node: number, name: string, ofCheck: boolean): StagedCall[] {
    const found: StagedCall[] = [];
    for (const index of this.outgoing[node] ?? []) {
      const edge = this.scenario.edges[index];
      if (!edge) continue;
      if (edge.sort === "deliver") {
        // What only reads a log puts nothing into it.
        if (this.workOf(node, name)?.access !== "read") this.reachConsumer(edge, name);
        continue;
      }
      if ((edge.part?.checks === true) !== ofCheck) continue;
      for (const call of edge.calls) {
        if (call.when !== null && !call.when.includes(name)) continue;
        found.push({
          edge: index,
          call: this.isRegistry(edge) ? asked(call) : call,
          phase: "plain",
        });
      }
    }
    return found;
  }

  /** A registry, also where a mesh stands between. */
  private isRegistry({ id }: ResolvedEdge): boolean {
    const to = this.nodeIndex.get(parseEdgeId(id)?.to ?? "") ?? -1;
    const descriptor = this.descriptors[to];
    return descriptor?.primitive === "station" && descriptor.station.registry !== undefined;
  }

  /** A message keeps the name of the operation that published it. */
  private reachConsumer(edge: ResolvedEdge, name: string): void {
    const consumer = this.nodeIndex.get(edge.to);
    if (consumer !== undefined) this.rowOf(consumer, name);
  }

  private planStage(entries: readonly StagedCall[], name: string): PlannedCall[] {
    const groups = [...new Set(entries.map(({ call }) => call.choice ?? ""))].sort();
    const planned: PlannedCall[] = [];
    groups.forEach((group, position) => {
      const members = entries.filter(
        ({ call }) => (call.choice ?? "") === group && (group === "" || call.weight > 0),
      );
      const total = members.reduce((sum, { call }) => sum + call.weight, 0);
      let below = 0;
      members.forEach(({ edge, call, phase }, at) => {
        const target = this.targetOf(edge, call, call.operation ?? name, phase);
        const from = below;
        below += call.weight;
        const last = at === members.length - 1;
        planned.push({
          edge,
          call,
          target,
          choice: group === "" ? 0 : position + 1,
          from: from / total,
          upTo: last ? 2 : below / total,
          ...this.around(edge, call, call.operation ?? name),
        });
      });
    });
    return planned;
  }

  /** What belongs to a call of the operation `name`: its read, and what is called instead of it. */
  private around(
    edge: number,
    call: ResolvedCall,
    name: string,
  ): Pick<PlannedCall, "read" | "instead"> {
    const { edges } = this.scenario;
    const callee = this.nodeIndex.get(edges[edge]?.to ?? "") ?? 0;
    const reads = this.workOf(callee, name)?.readsBefore ?? null;
    const read = reads === null ? null : this.rowOf(callee, reads === "" ? name : reads);
    const fallback = edges[edge]?.values.fallback as FallbackTarget | null | undefined;
    const other =
      fallback?.type === "call" ? edges.findIndex(({ id }) => id === fallback.edge) : -1;
    if (other < 0) return { read, instead: null };
    const invoked = edges[other]?.instead ?? name;
    const target = this.targetOf(other, call, invoked);
    const whole = { choice: 0, from: 0, upTo: 2 };
    const around = this.around(other, call, invoked);
    return { read, instead: { edge: other, call, target, ...whole, ...around } };
  }

  private targetOf(
    index: number,
    call: ResolvedCall,
    name: string,
    phase: Phase = "plain",
  ): number {
    const edge = this.scenario.edges[index];
    const callee = this.nodeIndex.get(edge?.to ?? "") ?? 0;
    const publishing = edge ? publishingOf(edge, call) : PLAIN_PUBLISHING;
    if (phase !== "plain" || accessOf(this.descriptors[callee]) === null) {
      return this.rowOf(callee, name, publishing, phase);
    }
    const caller = this.descriptors[this.nodeIndex.get(edge?.from ?? "") ?? -1];
    return this.rowOf(callee, name, publishing, checkPhaseOf(edge, caller));
  }
}

function keyOf(node: number, name: string, publishing: Publishing, phase: Phase): string {
  return `${node} ${name}${publishingKey(publishing)}${phase === "plain" ? "" : `\n${phase}`}`;
}

/** Whoever needs a schema asks for it before anything else. */
function asked(call: ResolvedCall): ResolvedCall {
  return { ...call, stage: 0 };
}

function countOf(requirement: Requirement | undefined): number {
  if (requirement === undefined || requirement === "all") return 0;
  return requirement === "any" ? 1 : requirement;
}
