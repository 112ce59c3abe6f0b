// Which changes of a design are worth a try after a run in which requests were lost: those on the
// connections and nodes that the cascade went through, each with numbers taken from the undisturbed
// run (time-outs from its latencies, bulkheads from its concurrency).
import { OUTLIER } from "../policies/outlier.ts";
import type { Remedy, RemedyKind } from "../results/counterfactual.ts";
import type { EdgeResult, RunResult } from "../results/run-result.ts";
import type {
  Json,
  ResolvedEdge,
  ResolvedNode,
  ResolvedScenario,
  ScenarioDocument,
} from "../scenario/document.ts";
import { parseEdgeId } from "../scenario/ids.ts";
import { LIMITS } from "./constants.ts";
import { formatCount, formatDuration } from "./phrase.ts";

/** Where to look at most: the first that the cascade names. */
const MOST_EDGES = 6;
const MOST_NODES = 4;

/** A time-out is this many times the undisturbed 99th percentile. */
const TIMEOUT_FACTOR = 2;
/**
 * A bulkhead is the usual number of calls and this many of its square roots more: of calls that come
 * at random (Poisson) it turns hardly any away.
 */
const BULKHEAD_ROOTS = 4;
/** A time-out that is not much longer already does what the proposed one would. */
const TIMEOUT_NOTABLE = 1.5;

export interface Evidence {
  readonly document: ScenarioDocument;
  readonly scenario: ResolvedScenario;
  /** The run as it went, with its cascade. */
  readonly run: RunResult;
  /** The same without faults and recorded changes. */
  readonly undisturbed: RunResult;
}

/** To two digits, so that a proposal reads like one. */
function rounded(value: number): number {
  let scale = 1;
  while (value / scale >= 100) scale *= 10;
  while (value / scale < 10) scale /= 10;
  return Math.floor(value / scale + 0.5) * scale;
}

function isCalled(edge: ResolvedEdge): boolean {
  return edge.sort === "call" && edge.values.oneWay !== true;
}

/** Edges on which something failed, in the order in which the cascade names them. */
export function hurtEdges({ document, scenario, run }: Evidence): ResolvedEdge[] {
  const named: ResolvedEdge[] = [];
  // What is only compiled into the drawing cannot be changed in the file.
  const isDrawn = ({ id }: ResolvedEdge): boolean => Object.hasOwn(document.edges, id);
  const add = (edges: readonly ResolvedEdge[]): void => {
    for (const edge of edges) {
      if (isCalled(edge) && isDrawn(edge) && !named.includes(edge)) named.push(edge);
    }
  };
  for (const { node, because } of run.cascade) {
    const [, other, mechanism] = /^node:(.*)\/(\w+)$/.exec(because) ?? [];
    if (other === undefined) add(scenario.edges.filter(({ to }) => to === node));
    else if (mechanism === "retryLoad") add(scenario.edges.filter(({ from }) => from === other));
    else add(scenario.edges.filter(({ from, to }) => from === node && to === other));
  }
  add(scenario.edges.filter(({ id }) => retriesMuch(run.edges[id])));
  return named.filter(({ id }) => (run.edges[id]?.calls ?? 0) > 0).slice(0, MOST_EDGES);
}

function retriesMuch(result: EdgeResult | undefined): boolean {
  return result !== undefined && result.retries > LIMITS.loopShare * result.calls;
}

/** Nodes that ran full, in the order in which the cascade names them. */
export function fullNodes({ scenario, run }: Evidence): ResolvedNode[] {
  const named: ResolvedNode[] = [];
  for (const { node, state, because } of run.cascade) {
    if (state !== "saturated" && because !== "capacity" && because !== "load") continue;
    const found = scenario.nodes.find(({ id }) => id === node);
    if (found !== undefined && "concurrency" in found.values && !named.includes(found)) {
      named.push(found);
    }
  }
  return named.slice(0, MOST_NODES);
}

/** Nodes whose rows stayed locked for transactions that were not decided. */
export function lockedNodes({ document, run }: Evidence): string[] {
  const locked = run.cascade.filter(({ because }) => because.endsWith("/heldLocks"));
  return [...new Set(locked.map(({ node }) => node))]
    .filter((node) => Object.hasOwn(document.nodes, node))
    .slice(0, MOST_NODES);
}

class Proposals {
  readonly remedies: Remedy[] = [];
  private readonly evidence: Evidence;

  constructor(evidence: Evidence) {
    this.evidence = evidence;
  }

  private name(node: string): string {
    return this.evidence.document.nodes[node]?.name ?? node;
  }

  /** Of what is drawn, whatever is compiled into it. */
  private link({ id, from, to }: ResolvedEdge): string {
    const drawn = parseEdgeId(id);
    return `from ${this.name(drawn?.from ?? from)} to ${this.name(drawn?.to ?? to)}`;
  }

  private add(
    kind: RemedyKind,
    target: string,
    sentence: string,
    set: Readonly<Record<string, Json>>,
    caveat?: string,
  ): void {
    const id = `${kind}:${target}`;
    this.remedies.push({ id, kind, sentence, target, set, ...(caveat ? { caveat } : {}) });
  }

  ofEdge(edge: ResolvedEdge): void {
    const { document, scenario } = this.evidence;
    this.timeout(edge);
    if (edge.values.breaker === null) {
      this.add("breaker", edge.id, `A circuit breaker on calls ${this.link(edge)}`, {
        [`edges.${edge.id}.breaker`]: {},
      });
    }
    this.retries(edge);
    const callee = scenario.nodes.find((node) => node.id === edge.to);
    if (typeof callee?.values.replicas === "number" && callee.values.replicas > 1) {
      this.choices(edge, callee.values.replicas);
    }
    const caller = scenario.nodes.find((node) => node.id === edge.from);
    if (caller === undefined || document.nodes[edge.from]?.kind === "client") return;
    this.isolation(edge, caller);
    this.pool(edge);
    this.queue(edge);
  }

  /** A time-out that a healthy call never meets, and work that stops with it. */
  private timeout(edge: ResolvedEdge): void {
    const { id, to, values } = edge;
    const usual = this.evidence.undisturbed.edges[id]?.latencyMs.p99;
    const present = typeof values.timeoutMs === "number" ? values.timeoutMs : Infinity;
    if (typeof usual === "number" && usual > 0) {
      const timeoutMs = rounded(Math.max(1, TIMEOUT_FACTOR * usual));
      if (present > TIMEOUT_NOTABLE * timeoutMs) {
        const text = `Time out calls ${this.link(edge)} after ${formatDuration(timeoutMs)}`;
        this.add("timeout", id, text, { [`edges.${id}.timeoutMs`]: timeoutMs });
      }
    }
    if (present < Infinity && values.cancel === "none") {
      const caller = this.name(parseEdgeId(id)?.from ?? edge.from);
      const text = `Stop work at ${this.name(to)} when ${caller} has given up on it`;
      this.add("cancel", id, text, { [`edges.${id}.cancel`]: "interrupt" });
    }
  }

  private isolation(edge: ResolvedEdge, caller: ResolvedNode): void {
    const { id, values } = edge;
    const usual = this.usualConcurrency(edge, caller);
    if (values.bulkhead === null && usual > 0) {
      const most = Math.floor(usual + BULKHEAD_ROOTS * Math.sqrt(usual) + 1);
      const calls = most === 1 ? "one call" : `${formatCount(most)} calls`;
      const text = `At most ${calls} at a time ${this.link(edge)}, by instance`;
      this.add("bulkhead", id, text, {
        [`edges.${id}.bulkhead`]: { maxConcurrent: most, maxWaitMs: 0 },
      });
    }
    if (values.fallback === null) {
      const text = `A static answer where calls ${this.link(edge)} fail`;
      const set = { [`edges.${id}.fallback`]: { type: "static" } };
      this.add("fallback", id, text, set, "Those requests are answered without what was called.");
    }
  }

  /** Which instance is asked, where there are several. */
  private choices(edge: ResolvedEdge, instances: number): void {
    const { id, values } = edge;
    if (values.balancing === "roundRobin" || values.balancing === "random") {
      const text = `Calls ${this.link(edge)} go where the fewest requests are under way`;
      this.add("balancing", id, text, { [`edges.${id}.balancing`]: "leastRequest" });
    }
    if (values.outlier === null && values.maxFails === null) {
      // Of a few instances the usual share is less than one: then nobody would ever be left out.
      const isNone = instances * OUTLIER.fields.maxEjectionRatio.default < 1;
      const which = isNone
        ? `An instance of ${this.name(edge.to)} that fails is`
        : `Instances of ${this.name(edge.to)} that fail are`;
      const outlier = isNone ? { alwaysEjectOne: true } : {};
      this.add("ejection", id, `${which} left out for a while`, {
        [`edges.${id}.outlier`]: outlier,
      });
    }
    const usual = this.evidence.undisturbed.edges[id]?.latencyMs.p95;
    if (values.hedge === null && typeof usual === "number" && usual > 0) {
      const delayMs = rounded(Math.max(1, usual));
      const text = `A second try ${this.link(edge)} after ${formatDuration(delayMs)}, the first wins`;
      const set = { [`edges.${id}.hedge`]: { delayMs } };
      this.add("hedge", id, text, set, "What is not idempotent may be done twice.");
    }
  }

  private pool({ id, from, to, values }: ResolvedEdge): void {
    const max = (values.pool as { readonly max?: unknown } | null)?.max;
    const waited = this.evidence.run.edges[id]?.pool?.waited ?? 0;
    if (typeof max !== "number" || waited === 0) return;
    const text = `Twice the connections from ${this.name(from)} to ${this.name(to)}: ${2 * max}`;
    this.add("pool", id, text, { [`edges.${id}.pool.max`]: 2 * max });
  }

  /** Calls under way at once per instance of the caller, undisturbed: Little's law. */
  private usualConcurrency({ id }: ResolvedEdge, caller: ResolvedNode): number {
    const { undisturbed } = this.evidence;
    const result = undisturbed.edges[id];
    const mean = result?.latencyMs.mean ?? 0;
    const seconds = undisturbed.simulatedS - undisturbed.warmupS;
    const { replicas } = caller.values;
    const instances = typeof replicas === "number" && replicas > 0 ? replicas : 1;
    return result === undefined || !(seconds > 0)
      ? 0
      : ((result.attempts / seconds) * mean) / 1000 / instances;
  }

  private retries(edge: ResolvedEdge): void {
    const { id, values } = edge;
    const retry = values.retry as Readonly<Record<string, unknown>> | null;
    const result = this.evidence.run.edges[id];
    if (retry === null || retry.maxAttempts === 1 || !(result !== undefined && result.retries > 0))
      return;
    if (retry.budget === null) {
      const text = `Retries ${this.link(edge)} within a budget of a fifth of the calls`;
      const budget = { type: "ratio", ratio: 0.2 };
      this.add("retryBudget", id, text, { [`edges.${id}.retry.budget`]: budget });
    }
    const backoff = retry.backoff as Readonly<Record<string, unknown>>;
    if (backoff.type !== "none" && backoff.jitter === "none") {
      const text = `Pauses before retries ${this.link(edge)} spread at random (full jitter)`;
      this.add("jitter", id, text, { [`edges.${id}.retry.backoff.jitter`]: "full" });
    }
    this.add("noRetry", id, `No retries ${this.link(edge)}`, { [`edges.${id}.retry`]: null });
  }

  /** A queue in place of the call: its caller goes on once the message is stored. */
  private queue(edge: ResolvedEdge): void {
    const { document, scenario } = this.evidence;
    const { id, from, to } = edge;
    const drawn = document.edges[id];
    const callee = scenario.nodes.find((node) => node.id === to);
    const slots = callee?.values.concurrency;
    if (drawn === undefined || typeof slots !== "number" || id.includes("#")) return;
    if (scenario.edges.some(({ values }) => fallbackEdge(values.fallback) === id)) return;
    const broker = freeName(document, `${to}-queue`);
    const [x, y] = middleOf(document, from, to);
    const calls = (drawn.calls as Json | undefined) ?? null;
    const text = `A queue between ${this.name(from)} and ${this.name(to)} in place of the call`;
    const set = {
      [`edges.${id}`]: null,
      [`nodes.${broker}`]: { kind: "rabbitmq" },
      [`layout.${broker}`]: [x, y],
      [`edges.${from}->${broker}`]: { protocol: "amqp", ...(calls === null ? {} : { calls }) },
      [`edges.${broker}->${to}`]: { protocol: "amqp", concurrency: slots, prefetch: slots },
    };
    this.add("queue", id, text, set, "Answers no longer wait for that work: it is done later.");
  }

  /** Twice as long as calls to the node take when nothing is wrong, as for a time-out. */
  ofLocks(id: string): void {
    const { scenario, undisturbed } = this.evidence;
    const node = scenario.nodes.find((other) => other.id === id);
    if (node?.values.lockTimeoutMs !== null) return;
    const usual = scenario.edges
      .filter(({ to }) => to === id)
      .map((edge) => undisturbed.edges[edge.id]?.latencyMs.p99 ?? 0)
      .reduce((most, p99) => Math.max(most, p99), 0);
    if (!(usual > 0)) return;
    const lockTimeoutMs = rounded(Math.max(1, TIMEOUT_FACTOR * usual));
    const text = `${this.name(id)} gives up a lock after ${formatDuration(lockTimeoutMs)}`;
    this.add("lockTimeout", id, text, { [`nodes.${id}.lockTimeoutMs`]: lockTimeoutMs });
  }

  ofNode({ id, values }: ResolvedNode): void {
    const { replicas, concurrency, queueLengthMax } = values;
    if (typeof replicas === "number") {
      const text = `Twice the instances of ${this.name(id)}: ${formatCount(2 * replicas)}`;
      this.add("replicas", id, text, { [`nodes.${id}.replicas`]: 2 * replicas });
    }
    if (values.admission === null) {
      const text = `${this.name(id)} sheds what exceeds a limit that follows its latency (gradient)`;
      this.add("limit", id, text, { [`nodes.${id}.admission`]: { type: "gradient" } });
    }
    if (typeof concurrency === "number" && queueLengthMax === null) {
      const text = `${this.name(id)} refuses when ${formatCount(2 * concurrency)} wait`;
      this.add("boundedQueue", id, text, { [`nodes.${id}.queueLengthMax`]: 2 * concurrency });
    }
  }
}

function fallbackEdge(fallback: unknown): unknown {
  return (fallback as { readonly edge?: unknown } | null | undefined)?.edge ?? null;
}

function freeName({ nodes, groups }: ScenarioDocument, wanted: string): string {
  const isTaken = (name: string): boolean =>
    Object.hasOwn(nodes, name) || Object.hasOwn(groups ?? {}, name);
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if (!isTaken(name)) return name;
  }
}

function middleOf(document: ScenarioDocument, from: string, to: string): readonly number[] {
  const layout = (document.layout ?? {}) as Readonly<Record<string, readonly number[]>>;
  const a = layout[from] ?? [0, 0];
  const b = layout[to] ?? a;
  return [Math.floor((a[0] + b[0]) / 2), Math.floor((a[1] + b[1]) / 2)];
}

/** Changes worth a try, in the order in which the cascade names their places. */
export function remediesFor(evidence: Evidence): readonly Remedy[] {
  const proposals = new Proposals(evidence);
  for (const edge of hurtEdges(evidence)) proposals.ofEdge(edge);
  for (const node of lockedNodes(evidence)) proposals.ofLocks(node);
  for (const node of fullNodes(evidence)) proposals.ofNode(node);
  return proposals.remedies;
}
