// Fields that another kind of node has: a file that names one of them says something sensible of the
// wrong thing, and is told whose it is.
import { catalog, deliverParamsOf, publishParamsOf, triggerParamsOf } from "../kinds/catalog.ts";
import type { KindDefinition, ParamSet } from "../kinds/define.ts";

type Owner = (kind: KindDefinition) => ParamSet;

/** What the queue, subscription or group of a consumer is named by. */
const NAMES = ["queue", "group"];

/** Which kinds have the parameter, by their labels. */
function ownersOf(field: string, paramsOf: Owner): readonly string[] {
  const kinds: readonly KindDefinition[] = Object.values(catalog);
  return kinds.filter((kind) => Object.hasOwn(paramsOf(kind), field)).map(({ label }) => label);
}

function ofConsumers(kind: KindDefinition): ParamSet {
  return { ...triggerParamsOf(kind), ...deliverParamsOf(kind) };
}

function ofPublishers(kind: KindDefinition): ParamSet {
  return kind.deliver === undefined ? {} : publishParamsOf(kind);
}

/** Whose field it is, in a sentence; null where no kind has it. `known`: fields that are possible. */
export function whoseField(
  section: string,
  field: string,
  known: readonly string[],
): string | null {
  const owners =
    section === "nodes"
      ? ownersOf(field, ({ params }) => params)
      : [...new Set([...ownersOf(field, ofConsumers), ...ownersOf(field, ofPublishers)])];
  if (owners.length === 0 || owners.length > 6) return null;
  const own = NAMES.includes(field) ? known.find((name) => NAMES.includes(name)) : undefined;
  const other = own === undefined ? "" : ` Here it is called "${own}".`;
  const last = owners.at(-1);
  const all = owners.length === 1 ? last : `${owners.slice(0, -1).join(", ")} and ${last}`;
  return `Only ${all} ${owners.length === 1 ? "has" : "have"} it.${other}`;
}
