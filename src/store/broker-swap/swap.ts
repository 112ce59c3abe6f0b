// Another product for a broker: its edges stay, and every setting that the other has too, whatever it
// calls it. What is left out or means something else is told.
import { kindOf, triggerParamsOf } from "../../../simulation/kinds/catalog.ts";
import type { KindDefinition, Param, ParamSet } from "../../../simulation/kinds/define.ts";
import type {
  EdgeDocument,
  Json,
  NodeDocument,
  ScenarioDocument,
} from "../../../simulation/scenario/document.ts";
import { parseEdgeId } from "../../../simulation/scenario/ids.ts";
import { type Entries, fitted } from "../fitted.ts";
import { keepingShift, streamAs } from "./keeping.ts";
import { MEANINGS, type Meaning, type Spot } from "./meanings.ts";
import {
  consumersOf,
  namedBy,
  publishersOf,
  type Sharing,
  sharedEdge,
  sharedNode,
  sharingOf,
  sharingShift,
} from "./sharing.ts";

export interface Swap {
  readonly document: ScenarioDocument;
  /** What is kept and means something else, one sentence each. */
  readonly shifts: readonly string[];
  /** Labels of settings that the other product does not have. */
  readonly dropped: readonly string[];
}

type Patch = Record<string, Json | undefined>;

/** What is said of a broker and its consumers, by where it is said. */
class Sides {
  readonly node: Patch = {};
  readonly edges = new Map<string, Patch>();

  edge(id: string): Patch {
    const known = this.edges.get(id);
    if (known) return known;
    const made: Patch = {};
    this.edges.set(id, made);
    return made;
  }
}

function paramAt(kind: KindDefinition, { on, name }: Spot): Param | undefined {
  if (on === "node") return kind.params[name];
  return (on === "consumer" ? kind.deliver : kind.publish)?.[name];
}

/** The value in the meaning's unit or words; undefined where it has none. */
function meantBy(spot: Spot, value: Json): Json | undefined {
  const { words, times = 1, plus = 0 } = spot;
  if (words) return Object.entries(words).find(([, own]) => own === value)?.[0];
  return typeof value === "number" ? value * times + plus : value;
}

/** Nearest words, where a product lacks one. */
const NEAR: Readonly<Record<string, string>> = { again: "wait", wait: "again", dead: "again" };

function saidAs(spot: Spot, meant: Json): Json | undefined {
  const { words, times = 1, plus = 0 } = spot;
  if (words) return words[String(meant)] ?? words[NEAR[String(meant)] ?? ""];
  if (meant === "true" || meant === "false") return meant === "true";
  return typeof meant === "number" ? (meant - plus) / times : meant;
}

/** A number as its parameter may have it, `null` where that means something there. */
function allowedBy(param: Param, value: Json | undefined): Json | undefined {
  const whole =
    typeof value === "number" && param.type === "number" && param.integer
      ? Math.round(value)
      : value;
  return fitted(param, whole);
}

class Swapping {
  private readonly document: ScenarioDocument;
  private readonly brokerId: string;
  private readonly before: KindDefinition;
  private readonly after: KindDefinition;
  readonly sharing: Sharing;
  readonly sides = new Sides();
  readonly shifts: string[] = [];
  /** Settings that went over under another name: `node.NAME` or `consumer.NAME`. */
  readonly carried = new Set<string>();
  /** Names under which something went over. */
  private readonly said = new Set<string>();

  constructor(
    document: ScenarioDocument,
    brokerId: string,
    before: KindDefinition,
    after: KindDefinition,
  ) {
    this.document = document;
    this.brokerId = brokerId;
    this.before = before;
    this.after = after;
    this.sharing = sharingOf(document, brokerId);
  }

  /** Values that the file gives at a spot, by edge; under "" the node's own. */
  private given(spot: Spot): ReadonlyMap<string, Json> {
    const own = this.document.nodes[this.brokerId]?.[spot.name];
    if (spot.on === "node") return new Map(own === undefined ? [] : [["", own as Json]]);
    const edges =
      spot.on === "consumer"
        ? consumersOf(this.document, this.brokerId)
        : publishersOf(this.document, this.brokerId);
    return new Map(
      edges.flatMap(({ edgeId, edge }) => {
        const value = edge[spot.name];
        return value === undefined ? [] : [[edgeId, value as Json] as const];
      }),
    );
  }

  private put(spot: Spot, from: ReadonlyMap<string, Json>): void {
    if (spot.on === "node") {
      const [first] = from.values();
      if (first !== undefined) this.sides.node[spot.name] = first;
      return;
    }
    if (spot.on === "publish") {
      for (const [edgeId, value] of from) this.sides.edge(edgeId)[spot.name] = value;
      return;
    }
    for (const { edgeId, isDead } of this.sharing.subscriptions) {
      const value = from.get(edgeId) ?? from.get("");
      if (value !== undefined && !(isDead && from.has(""))) {
        this.sides.edge(edgeId)[spot.name] = value;
      }
    }
  }

  carry({ spots, unlike }: Meaning): void {
    const own = spots[this.before.id as keyof typeof spots];
    const other = spots[this.after.id as keyof typeof spots];
    if (!own || !other) return;
    const isSame = own.on === other.on && own.name === other.name && !own.words && !other.words;
    const param = paramAt(this.after, other);
    const given = this.given(own);
    if (isSame || !param || given.size === 0) return;
    if (this.carried.has(`${own.on}.${own.name}`) || this.said.has(other.name)) return;
    const said = new Map<string, Json>();
    let differs = false;
    for (const [at, value] of given) {
      const meant = meantBy(own, value);
      const wished = meant === undefined ? undefined : saidAs(other, meant);
      const value2 = allowedBy(param, wished);
      if (value2 === undefined) continue;
      said.set(at, value2);
      differs ||= value2 !== wished;
    }
    if (said.size === 0) return;
    this.put(other, said);
    this.said.add(other.name);
    this.carried.add(`${own.on}.${own.name}`);
    const label = paramAt(this.before, own)?.label ?? own.name;
    const several = other.on === "node" && new Set(said.values()).size > 1;
    const [first] = said.values();
    const renamed = label === param.label ? label : `${label} became ${param.label}`;
    if (differs || several) this.shifts.push(`${renamed} (${String(first)})`);
    else if (unlike !== undefined) this.shifts.push(`${renamed} (${unlike})`);
  }

  /** How long messages are kept, where the two differ in that altogether. */
  keep(): void {
    const before = this.document.nodes[this.brokerId];
    if (!before) return;
    if (this.after.id === "nats") {
      const live = this.sharing.subscriptions.filter(({ isDead }) => !isDead);
      const queues = new Set(live.map(({ name }) => name)).size;
      Object.assign(this.sides.node, streamAs(before, queues));
    }
    const shift = keepingShift(before, this.after.id);
    if (shift !== null) this.shifts.push(shift);
    for (const name of ["storage", "retention"]) this.carried.add(`node.${name}`);
    // Records of a key keep their order in any log.
    if (this.after.id === "kafka") this.carried.add("consumer.ordering");
  }

  share(): void {
    Object.assign(this.sides.node, sharedNode(this.after.id, this.sharing));
    for (const own of this.sharing.subscriptions) {
      Object.assign(this.sides.edge(own.edgeId), sharedEdge(this.after.id, own, this.sharing));
    }
    this.carried.add(`consumer.${namedBy(this.before.id)}`);
    if (this.sharing.keepsDead) this.carried.add("node.deadLetterQueue");
    const shift = sharingShift(this.before.id, this.after.id, this.sharing);
    if (shift !== null) this.shifts.unshift(shift);
    this.route();
  }

  /** Filters on routing keys are those of a topic exchange; without one everything is wanted. */
  private route(): void {
    const filters = this.sharing.subscriptions.map(({ edgeId }) => {
      const key = this.document.edges[edgeId]?.routingKey;
      return { edgeId, key: typeof key === "string" ? key : null };
    });
    if (this.after.id === "rabbitmq" && filters.some(({ key }) => key !== null && key !== "#")) {
      this.sides.node.exchange = "topic";
      for (const { edgeId, key } of filters) this.sides.edge(edgeId).routingKey = key ?? "#";
    }
    const exchange = this.document.nodes[this.brokerId]?.exchange;
    const byKey = this.before.id === "rabbitmq" && (exchange === "topic" || exchange === "direct");
    if (!byKey || this.after.deliver?.routingKey === undefined) return;
    for (const { edgeId, name } of this.sharing.subscriptions) {
      const own = this.document.edges[edgeId]?.routingKey;
      this.sides.edge(edgeId).routingKey = typeof own === "string" && own !== "" ? own : name;
    }
    this.carried.add("node.exchange");
  }

  /** Says of settings of the same name which of them had to be cut to what is allowed here. */
  noteCut(now: ScenarioDocument): void {
    const note = (params: ParamSet, was: Entries, is: Entries): void => {
      for (const [name, param] of Object.entries(params)) {
        const isCut = typeof was[name] === "number" && typeof is[name] === "number";
        if (isCut && was[name] !== is[name]) this.shifts.push(`${param.label} (${is[name]})`);
      }
    };
    note(
      this.before.params,
      this.document.nodes[this.brokerId] ?? {},
      now.nodes[this.brokerId] ?? {},
    );
    for (const { edgeId, edge } of consumersOf(this.document, this.brokerId)) {
      note(this.before.deliver ?? {}, edge, now.edges[edgeId] ?? {});
    }
  }

  /** Labels of what the file said before and says nowhere now. */
  dropped(now: ScenarioDocument): readonly string[] {
    const labels = new Set<string>();
    const note = (side: "node" | "consumer" | "publish", was: Entries, is: Entries): void => {
      const params =
        side === "node"
          ? this.before.params
          : side === "consumer"
            ? { ...this.before.trigger, ...this.before.deliver }
            : (this.before.publish ?? {});
      for (const [name, value] of Object.entries(was)) {
        const param = params[name];
        if (!param || value === undefined || is[name] !== undefined) continue;
        if (!this.carried.has(`${side}.${name}`)) labels.add(param.label);
      }
    };
    note("node", this.document.nodes[this.brokerId] ?? {}, now.nodes[this.brokerId] ?? {});
    for (const [id, edge] of Object.entries(this.document.edges)) {
      const ends = parseEdgeId(id);
      if (ends?.from === this.brokerId) note("consumer", edge, now.edges[id] ?? {});
      else if (ends?.to === this.brokerId) note("publish", edge, now.edges[id] ?? {});
    }
    return [...labels];
  }
}

function merged(entity: Entries, patch: Patch): Entries {
  const kept = Object.entries({ ...entity, ...patch }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept);
}

/** What edges to functions take of it. */
function forTrigger(broker: KindDefinition, patch: Patch): Patch {
  const params = triggerParamsOf(broker);
  return Object.fromEntries(
    Object.entries(patch).flatMap(([name, value]) => {
      const param = params[name];
      return param ? [[name, allowedBy(param, value)] as const] : [];
    }),
  );
}

/** What a product wants of several settings at once. */
function consistent(node: NodeDocument): NodeDocument {
  if (node.kind === "rabbitmq" && node.queueType === "quorum") {
    const { durable: _always, ...rest } = node;
    const { overflow, ...other } = rest;
    return (overflow === "reject-publish-dlx" ? other : rest) as NodeDocument;
  }
  if (node.kind !== "kafka") return node;
  const brokers = typeof node.replicas === "number" ? node.replicas : 1;
  const copies = typeof node.replicationFactor === "number" ? node.replicationFactor : 1;
  return copies > brokers ? { ...node, replicationFactor: brokers } : node;
}

/** Only RabbitMQ routes calls by a key of their own. */
function withoutCallKeys(edge: EdgeDocument): EdgeDocument {
  if (!Array.isArray(edge.calls)) return edge;
  const calls = edge.calls.map((call) => {
    const { routingKey: _key, ...rest } = call as Patch;
    return rest;
  });
  return { ...edge, calls } as unknown as EdgeDocument;
}

/**
 * Carries over what goes by another name. `plain`: the document in which the node has the new kind and
 * what both call alike.
 */
export function swapped(
  document: ScenarioDocument,
  plain: ScenarioDocument,
  brokerId: string,
): Swap {
  const before = kindOf(document.nodes[brokerId]?.kind ?? "");
  const after = kindOf(plain.nodes[brokerId]?.kind ?? "");
  if (!before?.deliver || !after?.deliver) return { document: plain, shifts: [], dropped: [] };
  const swap = new Swapping(document, brokerId, before, after);
  swap.noteCut(plain);
  for (const meaning of MEANINGS) swap.carry(meaning);
  swap.keep();
  swap.share();
  const node = consistent(merged(plain.nodes[brokerId] ?? {}, swap.sides.node) as NodeDocument);
  const edges: Record<string, EdgeDocument> = { ...plain.edges };
  for (const [id, patch] of swap.sides.edges) {
    const target = kindOf(plain.nodes[parseEdgeId(id)?.to ?? ""]?.kind ?? "");
    const fits = target?.invoked === true ? forTrigger(after, patch) : patch;
    edges[id] = merged(plain.edges[id] ?? {}, fits) as EdgeDocument;
  }
  for (const [id, edge] of Object.entries(edges)) {
    const isPublish = before.id === "rabbitmq" && parseEdgeId(id)?.to === brokerId;
    if (isPublish) edges[id] = withoutCallKeys(edge);
  }
  const now = { ...plain, nodes: { ...plain.nodes, [brokerId]: node }, edges };
  return { document: now, shifts: [...new Set(swap.shifts)], dropped: swap.dropped(now) };
}
