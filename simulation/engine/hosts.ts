// Nodes that live in the process of another (protocol `in-process`): as many instances as their host
// has, no slots of their own, reached on the slot that the caller holds; what brings one process down
// or to a standstill does so to all that live in it.
import type { NodeDescriptor } from "../kinds/descriptors.ts";
import type { ResolvedScenario } from "../scenario/document.ts";

/** Host of each node that lives in another's process, by id. */
function hostsOf({ edges }: ResolvedScenario): ReadonlyMap<string, string> {
  const inside = edges.filter(({ protocol, sort }) => protocol === "in-process" && sort === "call");
  const direct = new Map(inside.map(({ from, to }) => [to, from]));
  const hosts = new Map<string, string>();
  for (const guest of direct.keys()) {
    const seen = new Set([guest]);
    let host = guest;
    for (let next = direct.get(host); next !== undefined && !seen.has(next); ) {
      seen.add(next);
      host = next;
      next = direct.get(host);
    }
    if (host !== guest) hosts.set(guest, host);
  }
  return hosts;
}

/** Ids of all nodes in the process of a node, itself first. */
export function processOf(scenario: ResolvedScenario, node: string): readonly string[] {
  const hosts = hostsOf(scenario);
  const host = hosts.get(node) ?? node;
  const others = [host, ...hosts.keys()].filter(
    (id) => id !== node && (id === host || hosts.get(id) === host),
  );
  return [node, ...others];
}

/** Ids of the nodes that call within their process: they keep the slot on which what they call works. */
export function callersWithin(scenario: ResolvedScenario): ReadonlySet<string> {
  if (hostsOf(scenario).size === 0) return new Set();
  const inside = scenario.edges.filter(({ protocol }) => protocol === "in-process");
  return new Set(inside.map(({ from }) => from));
}

/** Descriptors as they are in one process; `ids` are those of the nodes. */
export function housed(
  scenario: ResolvedScenario,
  descriptors: readonly NodeDescriptor[],
): readonly NodeDescriptor[] {
  const hosts = hostsOf(scenario);
  if (hosts.size === 0) return descriptors;
  const callers = callersWithin(scenario);
  const at = new Map(scenario.nodes.map(({ id }, row) => [id, row]));
  return descriptors.map((descriptor, row) => {
    if (descriptor.primitive !== "station") return descriptor;
    const id = scenario.nodes[row]?.id ?? "";
    const host = descriptors[at.get(hosts.get(id) ?? "") ?? -1];
    const blocking = callers.has(id) ? true : descriptor.station.blocking;
    const station = { ...descriptor.station, blocking };
    if (host?.primitive !== "station") return { ...descriptor, station };
    const { instances } = host.station;
    // Nobody has to be told that the instance is there: its caller is in it.
    const livesIn = hosts.get(id) ?? "";
    return {
      ...descriptor,
      station: { ...station, livesIn, instances, slots: null, endpointDelayMs: 0 },
    };
  });
}

/** Proxies that stand beside a node have as many instances as it, whatever decides that number. */
export function beside(
  scenario: ResolvedScenario,
  descriptors: readonly NodeDescriptor[],
): readonly NodeDescriptor[] {
  const at = new Map(scenario.nodes.map(({ id }, row) => [id, row]));
  return descriptors.map((descriptor) => {
    if (descriptor.primitive !== "station" && descriptor.primitive !== "cache") return descriptor;
    const { companionOf } = descriptor.station;
    if (companionOf === undefined) return descriptor;
    const owner = descriptors[at.get(companionOf) ?? -1];
    if (owner === undefined) return descriptor;
    const instances = owner.primitive === "source" ? owner.source.clients : owner.station.instances;
    return { ...descriptor, station: { ...descriptor.station, instances } };
  });
}
