// The document as text for files: keys in a fixed order, entries in the author's order, short entities
// on one line each, so that a change of one value is a change of one line.
import { FAULT_PARAMS, faultOf } from "../faults/catalog.ts";
import { kindOf } from "../kinds/catalog.ts";
import { CALL_PARAMS } from "../policies/catalog.ts";
import type { Json, ScenarioDocument } from "./document.ts";
import { edgeParamsOf, kindOfNode } from "./edge-sorts.ts";
import { TOP_KEYS } from "./field-names.ts";
import { parseEdgeId } from "./ids.ts";
import { isObject } from "./json-shape.ts";
import { RUN_PARAMS } from "./run-params.ts";

const LINE_LENGTH = 100;

/** Text of a scenario file; parsing it gives an equal document. */
export function serializeScenario(document: ScenarioDocument): string {
  const lines: string[] = [];
  for (const key of orderedKeys(document, TOP_KEYS)) {
    const value = (document as unknown as Record<string, Json>)[key];
    lines.push(`  ${JSON.stringify(key)}: ${printSection(document, key, value)}`);
  }
  return `{\n${lines.join(",\n")}\n}\n`;
}

function printSection(document: ScenarioDocument, section: string, value: Json): string {
  if (!isObject(value) || section === "run" || section === "lesson" || section === "notes") {
    return print(section === "run" ? ordered(value, Object.keys(RUN_PARAMS)) : value, 2, 2 + 4);
  }
  const ids = Object.keys(value).filter((id) => value[id] !== undefined);
  if (ids.length === 0) return "{}";
  const lines = ids.map((id) => {
    const entity = ordered(value[id] as Json, fieldOrder(document, section, id));
    const head = `    ${JSON.stringify(id)}: `;
    return head + print(entity, 4, head.length);
  });
  return `{\n${lines.join(",\n")}\n  }`;
}

/** Names of the fields of an entity in the order in which they are written. */
function fieldOrder(document: ScenarioDocument, section: string, id: string): readonly string[] {
  switch (section) {
    case "nodes": {
      const kind = kindOf(document.nodes[id].kind);
      return ["kind", "name", "in", ...Object.keys(kind?.params ?? {}), "operations"];
    }
    case "edges": {
      const ends = parseEdgeId(id);
      const from = kindOfNode(document.nodes, ends?.from ?? "");
      const to = kindOfNode(document.nodes, ends?.to ?? "");
      const params = from === undefined || to === undefined ? {} : edgeParamsOf(from, to);
      return ["protocol", ...Object.keys(params), ...Object.keys(CALL_PARAMS), "calls"];
    }
    case "faults": {
      const own = faultOf(document.faults?.[id].kind ?? "")?.params ?? {};
      return ["kind", "name", "target", ...Object.keys(FAULT_PARAMS), ...Object.keys(own)];
    }
    default:
      return ["kind", "name", "in", "atMs", "expr", "set"];
  }
}

function orderedKeys(value: object, order: readonly string[]): readonly string[] {
  const given = Object.keys(value).filter((key) => (value as never)[key] !== undefined);
  const known = order.filter((key) => given.includes(key));
  return [...known, ...given.filter((key) => !known.includes(key))];
}

function ordered(value: Json, order: readonly string[]): Json {
  if (!isObject(value)) return value;
  return Object.fromEntries(orderedKeys(value, order).map((key) => [key, value[key] as Json]));
}

/** JSON on one line if it fits behind `column`, else opened up by one level. */
function print(value: Json, indent: number, column: number): string {
  const line = printLine(value);
  if (column + line.length + 1 <= LINE_LENGTH || typeof value !== "object" || value === null) {
    return line;
  }
  const inner = indent + 2;
  const pad = " ".repeat(inner);
  if (Array.isArray(value)) {
    const items = value.map((item: Json) => pad + print(item, inner, inner));
    return `[\n${items.join(",\n")}\n${" ".repeat(indent)}]`;
  }
  const fields = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => {
      const head = `${pad}${JSON.stringify(key)}: `;
      return head + print(item, inner, head.length);
    });
  return `{\n${fields.join(",\n")}\n${" ".repeat(indent)}}`;
}

function printLine(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(printLine).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, item]) => item !== undefined);
  if (fields.length === 0) return "{}";
  return `{ ${fields.map(([key, item]) => `${JSON.stringify(key)}: ${printLine(item)}`).join(", ")} }`;
}
