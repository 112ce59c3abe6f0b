// What may stand where in a document: the names below a place, from the definitions. Paths, live
// changes and variants walk it.
import { FAULT_PARAMS, faultOf } from "../faults/catalog.ts";
import { kindOf } from "../kinds/catalog.ts";
import type { Param, ParamSet } from "../kinds/define.ts";
import {
  CALL_MESSAGE_PARAMS,
  CALL_PARAMS,
  CALL_SHORTHAND,
  MESH_PARAMS,
} from "../policies/catalog.ts";
import { ALERT_PARAMS } from "./alert-params.ts";
import type { EdgeDocument, NodeDocument, ScenarioDocument } from "./document.ts";
import { edgeParamsOf, isBroker, kindOfNode } from "./edge-sorts.ts";
import { DISTRIBUTION_FIELDS, MMPP_FIELDS, PROFILE_FIELDS, TOP_KEYS } from "./field-names.ts";
import { isId, isName, parseEdgeId } from "./ids.ts";
import { RUN_PARAMS } from "./run-params.ts";

/** A place in a document. */
export interface Place {
  /** Names that are there or may be set; for a list the ids of its items. */
  readonly names: readonly string[];
  /** Whether a name that is not there may be added. */
  readonly mayAdd: (name: string) => boolean;
  /** The place of a name; null if nothing is below it. */
  readonly child: (name: string) => Place | null;
  /** An entity of the file (node, edge, group, fault, SLO): null removes it. */
  readonly holdsEntities: boolean;
  /** Whether values of a name may change while a run goes on. */
  readonly isLive: (name: string) => boolean;
}

const NOTHING = (): boolean => false;

const FREE: Place = {
  names: [],
  mayAdd: () => true,
  child: () => FREE,
  holdsEntities: false,
  isLive: NOTHING,
};

function fieldsPlace(
  params: ParamSet,
  others: Readonly<Record<string, Place | null>> = {},
  isLiveAbove = false,
): Place {
  return {
    names: [...Object.keys(params), ...Object.keys(others)],
    mayAdd: NOTHING,
    child: (name) => {
      if (Object.hasOwn(others, name)) return others[name];
      return Object.hasOwn(params, name) ? paramPlace(params[name], isLiveAbove) : null;
    },
    holdsEntities: false,
    isLive: (name) => isLiveAbove || (Object.hasOwn(params, name) && params[name].live === true),
  };
}

function paramPlace(param: Param, isLiveAbove: boolean): Place | null {
  const live = isLiveAbove || param.live === true;
  switch (param.type) {
    case "object":
      return fieldsPlace(param.fields, param.presets === undefined ? {} : { preset: null }, live);
    case "map":
      return mapPlace(param.entry, Object.keys(param.default ?? {}), live);
    case "headers":
      return { ...FREE, child: () => null };
    case "arrivals":
      return {
        names: [...DISTRIBUTION_FIELDS, ...MMPP_FIELDS],
        mayAdd: NOTHING,
        child: (name) => (name === "parts" || name === "switchPerS" ? FREE : null),
        holdsEntities: false,
        isLive: () => live,
      };
    case "distribution":
    case "count":
      return {
        names: DISTRIBUTION_FIELDS,
        mayAdd: NOTHING,
        child: (name) => (name === "parts" ? FREE : null),
        holdsEntities: false,
        isLive: () => live,
      };
    case "requires":
      return { ...FREE, mayAdd: (name) => /^[1-9]\d{0,3}$/.test(name), child: () => null };
    case "points":
      return {
        ...FREE,
        names: PROFILE_FIELDS,
        mayAdd: NOTHING,
        child: () => null,
        isLive: (name) => live || name === "amplitude",
      };
    case "number":
    case "ratio":
    case "choice":
    case "boolean":
    case "text":
    case "numbers":
    case "names":
      return null;
  }
}

function mapPlace(entry: ParamSet, names: readonly string[], isLiveAbove: boolean): Place {
  return {
    names,
    mayAdd: isName,
    child: () => fieldsPlace(entry, {}, isLiveAbove),
    holdsEntities: false,
    isLive: () => isLiveAbove,
  };
}

function callsPlace(edge: EdgeDocument): Place {
  const calls = Array.isArray(edge.calls) ? edge.calls : [];
  const ids = calls.map((call: { id?: string }, index) => call.id ?? String(index));
  return {
    names: ids,
    mayAdd: (name) => /^\d{1,3}$/.test(name) && Number(name) <= calls.length,
    child: () => fieldsPlace({ ...CALL_PARAMS, ...CALL_MESSAGE_PARAMS }, { id: null }),
    holdsEntities: false,
    isLive: NOTHING,
  };
}

function nodePlace(node: NodeDocument): Place {
  const kind = kindOf(node.kind);
  const others: Record<string, Place | null> = { kind: null, name: null, in: null };
  if (kind?.operation !== undefined) {
    const given = Object.keys((node.operations as object | undefined) ?? {});
    others.operations = mapPlace(kind.operation, given, false);
  }
  return fieldsPlace(kind?.params ?? {}, others);
}

function edgePlace(document: ScenarioDocument, id: string, edge: EdgeDocument): Place {
  const ends = parseEdgeId(id);
  const from = ends === null ? undefined : kindOfNode(document.nodes, ends.from);
  const to = ends === null ? undefined : kindOfNode(document.nodes, ends.to);
  if (from === undefined || to === undefined) return fieldsPlace({}, { protocol: null });
  const params = edgeParamsOf(from, to);
  if (isBroker(from)) return fieldsPlace(params, { protocol: null });
  const shorthand = Object.fromEntries(CALL_SHORTHAND.map((name) => [name, CALL_PARAMS[name]]));
  return fieldsPlace({ ...params, ...shorthand }, { protocol: null, calls: callsPlace(edge) });
}

function entities<E>(
  entries: Readonly<Record<string, E>> | undefined,
  mayAdd: (name: string) => boolean,
  child: (id: string, entity: E) => Place,
): Place {
  const known = entries ?? {};
  return {
    names: Object.keys(known),
    mayAdd,
    child: (id) => (Object.hasOwn(known, id) ? child(id, known[id]) : null),
    holdsEntities: true,
    isLive: NOTHING,
  };
}

const NAMED = { name: null };

/** Faults need no rows of a run: whole ones may come, go and change while it goes on. */
function faultsPlace(document: ScenarioDocument): Place {
  const place = entities(document.faults, isId, (_, fault) =>
    fieldsPlace(
      { ...FAULT_PARAMS, ...faultOf(fault.kind)?.params },
      { ...NAMED, kind: null, target: null },
      true,
    ),
  );
  return { ...place, isLive: () => true };
}

/** The document itself, the place where every path starts. */
export function documentPlace(document: ScenarioDocument): Place {
  const sections: Record<string, () => Place | null> = {
    run: () => fieldsPlace(RUN_PARAMS),
    nodes: () => entities(document.nodes, isId, (_, node) => nodePlace(node)),
    edges: () =>
      entities(
        document.edges,
        (id) => parseEdgeId(id) !== null,
        (id, edge) => edgePlace(document, id, edge),
      ),
    groups: () =>
      entities(document.groups, isId, (_, { kind }) =>
        fieldsPlace(kind === "mesh" ? MESH_PARAMS : {}, {
          ...NAMED,
          ...{ kind: null, in: null, enabled: null, preset: null, collapsed: null },
        }),
      ),
    faults: () => faultsPlace(document),
    slos: () => entities(document.slos, isId, () => fieldsPlace({}, { ...NAMED, expr: null })),
    alerts: () =>
      entities(document.alerts, isId, () => fieldsPlace(ALERT_PARAMS, { ...NAMED, expr: null })),
    changes: () => FREE,
    variants: () => FREE,
    layout: () => FREE,
    lesson: () => FREE,
    notes: () => FREE,
  };
  return {
    names: TOP_KEYS,
    mayAdd: NOTHING,
    child: (name) => (Object.hasOwn(sections, name) ? sections[name]() : null),
    holdsEntities: false,
    isLive: NOTHING,
  };
}
