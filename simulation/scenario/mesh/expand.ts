// A mesh is compiled into the drawing before the engine sees it: proxies are stations like any other,
// and each call that passes them becomes a chain of calls. The leg from the caller keeps the id of the
// drawn edge and the caller's own policies; the leg between proxies has those of the mesh. Each proxy
// knows a call by the drawn edge and the operation at its end.

import { operationsAt } from "../calls.ts";
import type {
  Origin,
  ResolvedCall,
  ResolvedEdge,
  ResolvedNode,
  ResolvedScenario,
  ScenarioDocument,
} from "../document.ts";
import { compareIds } from "../ids.ts";
import { isObject } from "../json-shape.ts";
import { typesOver } from "../request-origins.ts";
import { throughFaults } from "./fault-legs.ts";
import {
  apartLeg,
  callLeg,
  forwardLeg,
  lastLeg,
  plainLeg,
  tunnelLeg,
  wireLeg,
  withWindows,
} from "./legs.ts";
import { mayCallPlain, meshOf, type Way, wayOf } from "./membership.ts";
import { edgeMeshValuesOf, type MeshValues, meshValuesOf } from "./mesh-values.ts";
import {
  aside,
  handOn,
  legOf,
  type Passage,
  part,
  RULE_STAGES,
  routeOf,
  shareAway,
  shareLeft,
} from "./passage.ts";
import { ProxyNodes, sidecarOf, timesFactor } from "./proxies.ts";
import { spanLegs } from "./span-legs.ts";

type Unhashed = Omit<ResolvedScenario, "hash">;
type Origins = Map<string, Origin>;

/** The scenario with every mesh in place; itself where there is none. */
export function throughMeshes(
  document: ScenarioDocument,
  scenario: Unhashed,
  origins: Origins,
): Unhashed {
  const ways = new Map<string, Way>();
  for (const { id, values } of scenario.edges) {
    // Spans are exported past the proxies.
    if (values.exporter !== undefined) continue;
    const way = wayOf(document, id);
    if (way !== null) ways.set(id, way);
  }
  if (ways.size === 0) return scenario;
  const expansion = new Expansion(document, scenario, origins);
  const through = scenario.edges.flatMap((edge) => {
    const way = ways.get(edge.id);
    return way === undefined ? [edge] : expansion.through(edge, way);
  });
  const proxies = expansion.proxies.list();
  const nodes = [...scenario.nodes.map((node) => expansion.told(node)), ...proxies];
  const spans = proxies.flatMap((proxy) => spanLegs(proxy, expansion.meshOf(proxy)));
  const edges = [...through, ...spans].sort((left, right) => compareIds(left.id, right.id));
  return {
    ...scenario,
    nodes: nodes.sort((left, right) => compareIds(left.id, right.id)),
    edges,
    faults: scenario.faults.map((fault) => throughFaults(document, fault, nodes, edges)),
  };
}

class Expansion {
  readonly proxies = new ProxyNodes();
  private readonly document: ScenarioDocument;
  private readonly nodes: ReadonlyMap<string, ResolvedNode>;
  private readonly operations: ReadonlyMap<string, ReadonlySet<string>>;
  private readonly origins: Origins;
  private readonly values = new Map<string, MeshValues>();

  constructor(document: ScenarioDocument, scenario: Unhashed, origins: Origins) {
    this.document = document;
    this.nodes = new Map(scenario.nodes.map((node) => [node.id, node]));
    this.operations = operationsAt(document);
    this.origins = origins;
  }

  meshOf({ proxy }: ResolvedNode): MeshValues {
    return this.mesh(proxy?.mesh ?? "");
  }

  private mesh(id: string): MeshValues {
    const known = this.values.get(id) ?? meshValuesOf(this.document, id, this.origins);
    this.values.set(id, known);
    return known;
  }

  private node(id: string): ResolvedNode {
    const node = this.nodes.get(id);
    if (node === undefined) throw new Error(`Unknown node ${id}`);
    return node;
  }

  /** Where callers find members without a sidecar, the push comes on top of the node's own delay. */
  told(node: ResolvedNode): ResolvedNode {
    const mesh = this.ambientAround.get(node.id);
    const delay = node.values.endpointDelayMs;
    if (mesh === undefined || typeof delay !== "number") return node;
    const endpointDelayMs = delay + this.mesh(mesh).pushDelayMs;
    return { ...node, values: { ...node.values, endpointDelayMs } };
  }

  private readonly ambientAround = new Map<string, string>();

  /** All legs of an edge; its own id stays with the first. */
  through(edge: ResolvedEdge, way: Way): ResolvedEdge[] {
    const atCaller = [...(this.operations.get(way.from) ?? [])].sort(compareIds);
    const made = edge.calls.flatMap((call) =>
      atCaller
        .filter((name) => call.when === null || call.when.includes(name))
        .map((name) => ({ call, name, target: call.operation ?? name })),
    );
    const invoked = made.flatMap(({ call, target }) => [target, call.compensation ?? target]);
    const targets = [...new Set(invoked)].sort(compareIds);
    const rules = edgeMeshValuesOf(this.document, edge.id, way.caller ?? way.callee, this.origins);
    const types = typesOver(this.document, edge.id);
    const passage: Passage = { edge, way, targets, rules, types };
    const calls = made.map(({ call, name, target }) => ({
      ...call,
      id: `${call.id} ${name}`,
      when: [name],
      operation: routeOf(edge.id, target),
      compensation: call.compensation === null ? null : routeOf(edge.id, call.compensation),
    }));
    return way.caller === null
      ? this.fromOutside(passage, calls)
      : this.fromMember(passage, calls, way.caller);
  }

  private fromOutside(passage: Passage, calls: readonly ResolvedCall[]): ResolvedEdge[] {
    const { edge, way } = passage;
    const mesh = way.callee ?? "";
    const values = this.mesh(mesh);
    const first = { ...edge, values: plainLeg(edge.values), calls };
    if (values.mtls === "strict" && !mayCallPlain(this.document, way)) {
      const to = this.refusal(mesh, "plain");
      const refused = calls.map((call) => ({ ...call, operation: "plain" }));
      return [{ ...first, to, calls: refused, part: part(mesh, edge, "wire") }];
    }
    if (values.mode === "sidecar") {
      const to = this.sidecar(mesh, way.to);
      const leg = { ...first, to, values: withWindows(first.values, values) };
      return [{ ...leg, part: part(mesh, edge, "wire") }, ...this.arrival(passage, to)];
    }
    const to = this.ztunnel(mesh);
    for (const target of passage.targets) this.mirrorEffects(passage, to, target);
    const near = { ...callLeg(edge.values, values.delayMs, true) };
    this.ambientAround.set(way.to, mesh);
    const call = { ...first, to, values: near, part: part(mesh, edge, "call") };
    return [call, ...this.last(passage, to, forwardLeg(edge), `${edge.id}~wire`, mesh)];
  }

  private fromMember(
    passage: Passage,
    calls: readonly ResolvedCall[],
    mesh: string,
  ): ResolvedEdge[] {
    const { edge, way } = passage;
    const values = this.mesh(mesh);
    if (values.mode === "sidecar") {
      const to = this.sidecar(mesh, way.from);
      for (const target of passage.targets) this.mirrorEffects(passage, to, target);
      const leg = withWindows(callLeg(edge.values, values.delayMs, false), values);
      const own = { ...part(mesh, edge, "call"), own: true } as const;
      const first = { ...edge, to, values: leg, calls, part: own };
      return [first, ...this.ruled(passage, to, mesh)];
    }
    const to = this.ztunnel(mesh);
    // Both ends of the connection pass one, which is the caller's here.
    const passes = way.callee === mesh ? 2 : 1;
    for (const target of passage.targets) {
      this.mirrorEffects(passage, to, target);
      const serviceTime = timesFactor(values.cpuMs, passes);
      this.proxies.say(to, routeOf(edge.id, target), { serviceTime });
    }
    const leg = callLeg(edge.values, timesFactor(values.delayMs, passes), true);
    const first = { ...edge, to, values: leg, calls, part: part(mesh, edge, "call") };
    if (values.waypoint && way.callee === mesh) {
      const waypoint = this.proxies.waypoint(mesh, values, this.title(mesh), this.zonesOf(mesh));
      for (const target of passage.targets) this.mirrorEffects(passage, waypoint, target);
      const tunnel = tunnelLeg(values, { drawn: edge, isEncrypted: isTls(values), isLast: false });
      const legs = { from: to, to: waypoint, values: tunnel, calls: handOn(passage, false) };
      const between = legOf(`${edge.id}~tunnel`, edge, mesh, "wire", legs);
      return [first, between, ...this.ruled(passage, waypoint, mesh)];
    }
    const encrypted = isTls(values) && way.callee === mesh;
    const tunnel = tunnelLeg(values, { drawn: edge, isEncrypted: encrypted, isLast: true });
    return [first, ...this.toCallee(passage, to, tunnel, mesh)];
  }

  /** From a proxy that knows requests: rules, then policies. */
  private ruled(passage: Passage, from: string, mesh: string): ResolvedEdge[] {
    const { edge, way, rules } = passage;
    const isLast = !this.hasSidecar(way.callee);
    const isEncrypted = isTls(this.mesh(mesh)) && way.callee === mesh;
    const wire = wireLeg(rules, { drawn: edge, isEncrypted, isLast });
    const leg = withWindows(wire, this.mesh(mesh));
    return [...this.toCallee(passage, from, leg, mesh), ...this.rulesOf(passage, from, mesh, leg)];
  }

  private hasSidecar(mesh: string | null): boolean {
    return mesh !== null && this.mesh(mesh).mode === "sidecar";
  }

  private toCallee(
    passage: Passage,
    from: string,
    values: ResolvedEdge["values"],
    mesh: string,
  ): ResolvedEdge[] {
    const { edge, way } = passage;
    const id = `${edge.id}~wire`;
    if (!this.hasSidecar(way.callee)) {
      if (way.callee !== null) this.ambientAround.set(way.to, way.callee);
      return this.last(passage, from, values, id, mesh);
    }
    const to = this.sidecar(way.callee ?? "", way.to);
    const left = shareLeft(passage);
    const calls = handOn(passage, false, left);
    const wire = legOf(id, edge, mesh, "wire", { from, to, values, calls });
    return [wire, ...this.arrival(passage, to)];
  }

  /** To the callee itself, or to nowhere where it must not be called. */
  private last(
    passage: Passage,
    from: string,
    values: ResolvedEdge["values"],
    id: string,
    mesh: string,
  ): ResolvedEdge[] {
    const { edge, way } = passage;
    const left = shareLeft(passage);
    const calls = handOn(passage, true, left);
    const wire = legOf(id, edge, mesh, "wire", { from, to: way.to, values, calls });
    return [wire, ...this.denial(passage, from)];
  }

  /** From the sidecar of the callee into it. */
  private arrival(passage: Passage, from: string, suffix = ""): ResolvedEdge[] {
    const { edge, way } = passage;
    const mesh = way.callee ?? "";
    for (const target of passage.targets) this.mirrorEffects(passage, from, target);
    const of = this.mesh(mesh);
    const values = withWindows(lastLeg(edge.values, of.delayMs), of);
    const calls = handOn(passage, true);
    const leg = { from, to: way.to, values, calls };
    const into = legOf(`${edge.id}${suffix}~in`, edge, mesh, "in", leg, true);
    return [into, ...this.denial(passage, from)];
  }

  /** A call that the mesh of the callee does not allow. */
  private denial(passage: Passage, from: string): ResolvedEdge[] {
    const { edge, way, rules } = passage;
    if (way.callee === null) return [];
    const listed = this.mesh(way.callee).authorization === "allowListed";
    if (rules.allowed !== false && (!listed || rules.allowed === true)) return [];
    const to = this.refusal(way.callee, "deny");
    const calls = aside(passage, "deny", RULE_STAGES.abort, 1);
    const leg = { from, to, values: apartLeg(), calls };
    return [legOf(`${edge.id}~deny`, edge, way.callee, "deny", leg)];
  }

  private rulesOf(
    passage: Passage,
    from: string,
    mesh: string,
    wire: ResolvedEdge["values"],
  ): ResolvedEdge[] {
    const { edge, rules } = passage;
    const found: ResolvedEdge[] = [];
    if (rules.delay !== null) {
      const to = this.proxies.apart(mesh, "delay", this.title(mesh));
      this.proxies.say(to, edge.id, { serviceTime: rules.delay.ms });
      const calls = aside(passage, edge.id, RULE_STAGES.delay, rules.delay.ratio);
      const leg = { from, to, values: apartLeg(), calls };
      found.push(legOf(`${edge.id}~delay`, edge, mesh, "delay", leg));
    }
    if (rules.abort !== null) {
      const to = this.refusal(mesh, rules.abort.status);
      const { status, ratio } = rules.abort;
      const calls = aside(passage, status, RULE_STAGES.abort, ratio);
      const leg = { from, to, values: apartLeg(), calls };
      found.push(legOf(`${edge.id}~abort`, edge, mesh, "abort", leg));
    }
    for (const [other, split] of Object.entries(rules.split).sort(byName)) {
      const calls = handOn(passage, true, shareAway(passage, split));
      found.push(...this.elsewhere(passage, from, other, { wire, calls, leg: "split" }));
    }
    if (rules.mirror !== null && rules.mirror.to !== null) {
      const values = { ...wire, oneWay: true, retry: null, deadlineMs: null, timeoutMs: null };
      const calls = handOn(passage, true).map((call) => {
        return { ...call, probability: rules.mirror?.ratio ?? 0, choice: null };
      });
      const way = { wire: values, calls, leg: "mirror" } as const;
      found.push(...this.elsewhere(passage, from, rules.mirror.to, way));
    }
    return found;
  }

  /** Calls that go to another node than the drawn one. */
  private elsewhere(
    passage: Passage,
    from: string,
    node: string,
    how: {
      readonly wire: ResolvedEdge["values"];
      readonly calls: readonly ResolvedCall[];
      readonly leg: "split" | "mirror";
    },
  ): ResolvedEdge[] {
    const { edge, way } = passage;
    const { wire: values, leg } = how;
    const id = `${edge.id}~${leg}~${node}`;
    const mesh = way.caller ?? "";
    const callee = meshOf(this.document, node);
    if (!this.hasSidecar(callee)) {
      const straight = { from, to: node, values, calls: how.calls };
      return [legOf(id, edge, mesh, leg, straight)];
    }
    const to = this.sidecar(callee ?? "", node);
    const calls = how.calls.map((call) => ({ ...call, operation: routeOf(edge.id, call.id) }));
    const over = legOf(id, edge, mesh, leg, { from, to, values, calls });
    const there = { ...passage, way: { ...way, to: node, callee } };
    return [over, ...this.arrival(there, to, `~${leg}~${node}`)];
  }

  /** A proxy is to know which operations must not be done twice. */
  private mirrorEffects({ edge, way }: Passage, proxy: string, target: string): void {
    const given = this.document.nodes[way.to]?.operations;
    const own = isObject(given) ? given[target] : undefined;
    const { method, write, idempotent } = isObject(own) ? own : {};
    const said = Object.entries({ method, write, idempotent }).filter(([, at]) => at !== undefined);
    this.proxies.say(proxy, routeOf(edge.id, target), Object.fromEntries(said));
  }

  private sidecar(mesh: string, node: string): string {
    this.proxies.sidecar(mesh, this.mesh(mesh), this.node(node));
    return sidecarOf(node);
  }

  private ztunnel(mesh: string): string {
    return this.proxies.ztunnel(mesh, this.mesh(mesh), this.title(mesh), this.zonesOf(mesh));
  }

  private refusal(mesh: string, operation: keyof typeof REFUSALS): string {
    const to = this.proxies.apart(mesh, "refusal", this.title(mesh));
    this.proxies.say(to, operation, { errorRate: 1, failsWith: REFUSALS[operation] });
    return to;
  }

  private title(mesh: string): string {
    return this.document.groups?.[mesh]?.name ?? mesh;
  }

  /** Zones of the members, each once, in the order of their names. */
  private zonesOf(mesh: string): readonly string[] {
    const zones = [...this.nodes.values()]
      .filter(({ id }) => meshOf(this.document, id) === mesh)
      .flatMap((node) => node.zones ?? []);
    return [...new Set(zones)].sort(compareIds);
  }
}

/** How refused calls end, by the reason. */
const REFUSALS = {
  plain: "connectionRefused",
  deny: "unauthorized",
  "500": "error",
  "503": "rejected",
} as const;

function isTls({ mtls }: MeshValues): boolean {
  return mtls !== "off";
}

function byName([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return compareIds(left, right);
}
