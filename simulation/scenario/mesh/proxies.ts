// The nodes that a mesh adds to a drawing. Their ids hold a `~`, which no id of a file can.
import { kindOf } from "../../kinds/catalog.ts";
import { MESH_PROXY } from "../../kinds/mesh-proxy.ts";
import type { ProxyRole, ResolvedNode, ResolvedValues } from "../document.ts";
import { resolveValues } from "../resolve-values.ts";
import type { MeshValues } from "./mesh-values.ts";

export function sidecarOf(node: string): string {
  return `${node}~sidecar`;
}

export function sharedProxy(mesh: string, role: Exclude<ProxyRole, "sidecar">): string {
  return `${mesh}~${role}`;
}

/** What is the same for every call to a callee and what a proxy has to know of it. */
type Operation = Record<string, unknown>;

export class ProxyNodes {
  private readonly nodes = new Map<string, ResolvedNode>();
  private readonly operations = new Map<string, Record<string, Operation>>();

  /** Adds a proxy unless it is there. */
  private add(
    id: string,
    proxy: NonNullable<ResolvedNode["proxy"]>,
    name: string,
    given: Readonly<Record<string, unknown>>,
    zones: readonly string[] = [],
  ): string {
    if (this.nodes.has(id)) return id;
    const operations: Record<string, Operation> = {};
    this.operations.set(id, operations);
    const params = kindOf("service")?.params ?? {};
    const { companionOf, relays, ...own } = given;
    const values = {
      ...resolveValues(params, own as never, "", new Map()),
      ...(companionOf === undefined ? {} : { companionOf }),
      ...(relays === undefined ? {} : { relays }),
    };
    const where = zones.length > 0 ? { zones } : {};
    this.nodes.set(id, { id, name, kind: MESH_PROXY, values, operations, ...where, proxy });
    return id;
  }

  sidecar(mesh: string, values: MeshValues, owner: ResolvedNode): string {
    const known = Number(owner.values.endpointDelayMs ?? 0);
    return this.add(
      sidecarOf(owner.id),
      { mesh, role: "sidecar", of: owner.id },
      `Sidecar of ${owner.name}`,
      {
        companionOf: owner.id,
        replicas: owner.values.replicas ?? 1,
        concurrency: values.workers,
        serviceTime: values.cpuMs,
        endpointDelayMs: known + values.pushDelayMs,
      },
      owner.zones,
    );
  }

  /** One instance a zone, and one where there are no zones. */
  ztunnel(mesh: string, values: MeshValues, name: string, zones: readonly string[]): string {
    return this.add(
      sharedProxy(mesh, "ztunnel"),
      { mesh, role: "ztunnel" },
      `Ztunnel of ${name}`,
      {
        replicas: Math.max(1, zones.length),
        concurrency: values.workers,
        serviceTime: values.cpuMs,
      },
      zones,
    );
  }

  waypoint(mesh: string, values: MeshValues, name: string, zones: readonly string[]): string {
    return this.add(
      sharedProxy(mesh, "waypoint"),
      { mesh, role: "waypoint" },
      `Waypoint of ${name}`,
      {
        replicas: values.waypointReplicas,
        concurrency: values.workers,
        serviceTime: values.waypointCpuMs,
      },
      zones,
    );
  }

  /** Where calls are held up, or fail, for no work. */
  apart(mesh: string, role: "delay" | "refusal", name: string): string {
    const title = role === "delay" ? "Injected delay" : "Refusals";
    const given = { concurrency: null, serviceTime: 0, relays: false };
    return this.add(sharedProxy(mesh, role), { mesh, role }, `${title} of ${name}`, given);
  }

  /** What a proxy does with one operation, beside handing it on. */
  say(id: string, operation: string, values: Operation): void {
    const known = this.operations.get(id);
    if (known !== undefined) known[operation] = { ...known[operation], ...values };
  }

  list(): readonly ResolvedNode[] {
    return [...this.nodes.values()];
  }
}

/** A distribution literal in ms, drawn out by a factor. */
export function timesFactor(literal: unknown, factor: number): unknown {
  if (typeof literal === "number") return literal * factor;
  const values = literal as ResolvedValues;
  const shift = values.shiftMs === undefined ? {} : { shiftMs: Number(values.shiftMs) * factor };
  const most = values.maxMs === undefined ? {} : { maxMs: Number(values.maxMs) * factor };
  return { ...values, scale: Number(values.scale ?? 1) * factor, ...shift, ...most };
}
