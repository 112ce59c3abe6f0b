// Tokens, answers and keys of an identity provider are kept beside whoever needs them. Before the engine
// sees the drawing, each of them becomes a cache beside every instance of its owner, between the owner
// and the provider: what is kept, fetched once or by all, early or late, is what a cache does. The edge
// to the provider keeps its id and its policies; how often it is used follows from who shows and checks
// what. Who checks without keeping anything calls the provider itself.
import { kindOf } from "../../kinds/catalog.ts";
import { TOKEN_STORE } from "../../kinds/token-store.ts";
import type {
  EdgePart,
  FaultTarget,
  ProxyRole,
  ResolvedCall,
  ResolvedEdge,
  ResolvedFault,
  ResolvedNode,
  ResolvedScenario,
} from "../document.ts";
import { compareIds } from "../ids.ts";
import { apartLeg } from "../mesh/legs.ts";
import { PLAIN_CALL } from "../mesh/passage.ts";
import { resolveValues } from "../resolve-values.ts";
import { PROVIDER } from "./asked.ts";

type Unhashed = Omit<ResolvedScenario, "hash">;

interface Access {
  readonly check: "local" | "introspection";
  readonly cacheMs: number | null;
  readonly tokenCount: number;
  readonly keysMs: number;
}

interface Kept {
  readonly keep: boolean;
  readonly earlyMs: number;
  readonly jitter: number;
  readonly singleFlight: boolean;
}

const USUAL: Kept = { keep: true, earlyMs: 0, jitter: 0, singleFlight: false };

/** Before everything else that an operation calls. */
const FIRST_STAGE = 0;

/** The scenario with everything in place that is kept of identity providers; itself where there is none. */
export function throughAccess(scenario: Unhashed): Unhashed {
  const providers = new Map(
    scenario.nodes.filter(({ kind }) => kind === PROVIDER).map((node) => [node.id, node]),
  );
  const added: Additions[] = [];
  for (const owner of scenario.nodes) {
    const edge = scenario.edges.find(({ from, to }) => from === owner.id && providers.has(to));
    const provider = providers.get(edge?.to ?? "");
    if (edge === undefined || provider === undefined) continue;
    const addition = new Additions(owner, edge, provider);
    addition.addAll(showing(scenario, owner.id));
    if (addition.legs.length > 0) added.push(addition);
  }
  if (added.length === 0) return scenario;
  const replaced = new Set(added.map(({ drawn }) => drawn.id));
  const edges = [
    ...scenario.edges.filter(({ id }) => !replaced.has(id)),
    ...added.flatMap(({ legs }) => legs),
  ];
  const nodes = [...scenario.nodes, ...added.flatMap(({ stores }) => stores)];
  return {
    ...scenario,
    nodes: nodes.sort((left, right) => compareIds(left.id, right.id)),
    edges: edges.sort((left, right) => compareIds(left.id, right.id)),
    faults: scenario.faults.map((fault) => onAllLegs(fault, edges)),
  };
}

/** Edges of a node over which it shows tokens of its own. */
function showing({ edges }: Unhashed, owner: string): readonly ResolvedEdge[] {
  return edges.filter(({ from, values }) => from === owner && values.credential === "token");
}

/** What disturbs the drawn edge disturbs all that leads over it. */
function onAllLegs(fault: ResolvedFault, edges: readonly ResolvedEdge[]): ResolvedFault {
  const targets = fault.targets.flatMap((target): FaultTarget[] => {
    if (!("edge" in target)) return [target];
    const legs = edges.filter(({ part }) => part?.of === target.edge && part.leg === "wire");
    return legs.length === 0 ? [target] : legs.map(({ id }) => ({ ...target, edge: id }));
  });
  return { ...fault, targets };
}

/** What stands between one node and its provider. */
class Additions {
  readonly stores: ResolvedNode[] = [];
  readonly legs: ResolvedEdge[] = [];
  readonly drawn: ResolvedEdge;
  private readonly owner: ResolvedNode;
  private readonly provider: ResolvedNode;

  constructor(owner: ResolvedNode, drawn: ResolvedEdge, provider: ResolvedNode) {
    this.owner = owner;
    this.drawn = drawn;
    this.provider = provider;
  }

  /** What is asked for most often comes first, so that the drawn edge tells of it. */
  addAll(shown: readonly ResolvedEdge[]): void {
    const access = this.owner.values.authentication as Access | null | undefined;
    if (access?.check === "introspection") this.addChecks(access);
    this.addTokens(shown);
    if (access?.check === "local") this.addChecks(access);
  }

  private addChecks(access: Access): void {
    if (access.check === "local") {
      const given = { keyCount: 1, capacity: 1, ttlMs: access.keysMs, singleFlight: true };
      this.keep("keys", "keys", given, { checks: true });
    } else if (access.cacheMs === null) {
      this.over(this.owner.id, [called("introspect")], { checks: true });
    } else {
      const keyCount = access.tokenCount;
      const given = { keyCount, keySkew: 0, capacity: keyCount, ttlMs: access.cacheMs };
      this.keep("answers", "introspect", given, { checks: true, ifShown: "good" });
      // Forged tokens are all different, so no answer that was kept is of use.
      const forged = { ...called("introspect"), ifShown: "bad" } as const;
      this.over(this.owner.id, [forged], { checks: true });
    }
  }

  private addTokens(shown: readonly ResolvedEdge[]): void {
    if (shown.length === 0) return;
    const whens = shown.flatMap(({ calls }) => calls.map(({ when }) => when));
    const all = whens.includes(null);
    const when = all ? null : [...new Set(whens.flatMap((names) => names ?? []))].sort(compareIds);
    const own = this.drawn.values.tokens as Kept | null | undefined;
    const { keep, earlyMs, jitter, singleFlight } = own ?? USUAL;
    if (!keep) {
      this.over(this.owner.id, [{ ...called("token"), when }]);
      return;
    }
    const lifeMs = Number(this.provider.values.tokenLifeS) * 1000;
    const ttl = { ttlMs: lifeMs - earlyMs, staleMs: earlyMs, ttlJitter: jitter };
    this.keep("tokens", "token", { keyCount: 1, capacity: 1, singleFlight, ...ttl }, { when });
  }

  /** A store beside the owner, the way to it, and from it to the provider. */
  private keep(
    role: Extract<ProxyRole, "tokens" | "answers" | "keys">,
    operation: string,
    given: Readonly<Record<string, unknown>>,
    how: {
      readonly when?: readonly string[] | null;
      readonly checks?: true;
      readonly ifShown?: "good";
    },
  ): void {
    const id = `${this.owner.id}~${role}`;
    const params = kindOf("cache")?.params ?? {};
    const own = { concurrency: null, serviceTime: 0, endpointDelayMs: 0, ...given };
    const replicas = this.owner.values.replicas ?? this.owner.values.clients ?? 1;
    const resolved = resolveValues(params, own as never, "", new Map());
    const values = { ...resolved, replicas, companionOf: this.owner.id };
    const proxy = { mesh: "", role, of: this.owner.id };
    const name = `${TITLES[role]} of ${this.owner.name}`;
    this.stores.push({ id, name, kind: TOKEN_STORE, values, operations: {}, proxy });
    const { checks, ifShown, when = null } = how;
    const call = { ...called(operation), when, ...(ifShown === undefined ? {} : { ifShown }) };
    const asks = { ...this.part("ask"), own: true, ...(checks ? { checks } : {}) } as const;
    this.legs.push({
      id: `${this.drawn.id}~${role}`,
      from: this.owner.id,
      to: id,
      protocol: this.drawn.protocol,
      sort: "call",
      values: apartLeg({ cancel: "none" }),
      calls: [call],
      part: asks,
    });
    this.over(id, [{ ...called(operation), when: [operation] }]);
  }

  /** Calls over the drawn edge, which the first that needs it gets as it is. */
  private over(
    from: string,
    calls: readonly ResolvedCall[],
    how: { readonly checks?: true } = {},
  ): void {
    const isFirst = this.legs.every(({ id }) => id !== this.drawn.id);
    const id = isFirst ? this.drawn.id : `${this.drawn.id}~to${this.legs.length}`;
    this.legs.push({ ...this.drawn, id, from, calls, part: { ...this.part("wire"), ...how } });
  }

  private part(leg: EdgePart["leg"]): EdgePart {
    return { mesh: "", of: this.drawn.id, leg };
  }
}

const TITLES = { tokens: "Tokens", answers: "Answers", keys: "Keys" } as const;

function called(operation: string): ResolvedCall {
  return { ...PLAIN_CALL, id: operation, when: null, operation, stage: FIRST_STAGE };
}
