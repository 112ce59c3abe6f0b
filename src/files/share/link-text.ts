// A scenario as the fragment of a link: what the catalog says anyway is left out, frequent words of
// the format become single letters, and the rest is deflated. Nothing of it reaches any server.
import { FAULT_PARAMS, faultOf } from "../../../simulation/faults/catalog.ts";
import { kindOf } from "../../../simulation/kinds/catalog.ts";
import type { ParamSet } from "../../../simulation/kinds/define.ts";
import { FORMAT, type ScenarioDocument } from "../../../simulation/scenario/document.ts";
import { edgeParamsOf } from "../../../simulation/scenario/edge-sorts.ts";
import { RUN_PARAMS } from "../../../simulation/scenario/run-params.ts";
import { loadChecks } from "../../store/checking.ts";
import { edgeEnds } from "../../store/graph-edits.ts";
import { inspect } from "../../store/scenario-port.ts";
import { isSame } from "../library/what-changed.ts";

/** Stands before the text; another dictionary would be another number. */
const VERSION = "1";
/** Text of a file is at most 5 MB; more can only be meant to harm. */
const MOST_LETTERS = 5_000_000;

/**
 * Written as the control characters 1 to 31, which JSON never holds as they are. Part of what a link
 * means: this list never changes.
 */
const WORDS = [
  '":{"kind":"service","replicas":',
  '":{"protocol":"rest","timeoutMs":',
  '"serviceTime":{"type":"lognormal","meanMs":',
  '"serviceTime":{"type":"exponential","meanMs":',
  '"networkMs":{"type":"lognormal","meanMs":',
  '},"concurrency":',
  ',"concurrency":',
  ',"queueLengthMax":',
  '"blocking":true',
  '"p99Ms":',
  '"retry":{"maxAttempts":',
  '"backoff":{"type":"exponential","baseMs":',
  '"capMs":',
  '"jitter":"full"}}',
  '"factor":',
  '"calls":[{"id":"',
  '"stage":',
  '"when":["',
  '"operations":{"',
  '"target":"',
  '"atS":',
  '"forS":',
  '"enabled":false',
  '"expr":"',
  '"breaker":{"',
  '"edges":{"',
  '"faults":{"',
  '"layout":[',
  '"description":"',
  '{"catalog":"2026-11","name":"',
  '":{"kind":"',
] as const;

type Entity = Readonly<Record<string, unknown>>;

function withoutDefaults<T extends Entity>(entity: T, params: ParamSet): T {
  // A preset stands for other defaults.
  if (entity.preset !== undefined) return entity;
  const own = Object.entries(entity).filter(([key, value]) => {
    const param = params[key];
    return param === undefined || !isSame(value, param.default);
  });
  return Object.fromEntries(own) as T;
}

function mapped<T extends Entity>(
  entities: Readonly<Record<string, T>>,
  paramsOf: (id: string, entity: T) => ParamSet,
): Readonly<Record<string, T>> {
  const entries = Object.entries(entities);
  return Object.fromEntries(
    entries.map(([id, entity]) => [id, withoutDefaults(entity, paramsOf(id, entity))]),
  );
}

/** The document without what its catalog says anyway; itself where that would mean another run. */
export function lean(document: ScenarioDocument): ScenarioDocument {
  const { nodes, faults } = document;
  const edgeParams = (id: string): ParamSet => {
    const { from, to } = edgeEnds(id);
    const [a, b] = [kindOf(nodes[from]?.kind ?? ""), kindOf(nodes[to]?.kind ?? "")];
    return a && b ? edgeParamsOf(a, b) : {};
  };
  const faultParams = (kind: string) => ({ ...FAULT_PARAMS, ...faultOf(kind)?.params });
  const leaner: ScenarioDocument = {
    ...document,
    run: withoutDefaults(document.run as Entity, RUN_PARAMS),
    nodes: mapped(nodes, (_id, { kind }) => kindOf(kind)?.params ?? {}),
    edges: mapped(document.edges, edgeParams),
    ...(faults ? { faults: mapped(faults, (_id, { kind }) => faultParams(kind)) } : {}),
  };
  return inspect(leaner).hash === inspect(document).hash ? leaner : document;
}

/** Places as a plain list in the order of the nodes; null where a node has none. */
function packed(document: ScenarioDocument): string {
  const { $schema: _schema, format: _format, catalog, name, layout, ...rest } = document;
  const places = Object.keys(rest.nodes).map((id) => layout?.[id] ?? null);
  const isPlaced = places.some((place) => place !== null);
  const flat = places.flatMap((place) => place ?? [null, null]);
  return JSON.stringify({ catalog, name, ...rest, ...(isPlaced ? { layout: flat } : {}) });
}

function unpacked(text: string): unknown {
  const { layout, ...rest } = JSON.parse(text) as Record<string, unknown>;
  if (!Array.isArray(layout)) return { format: FORMAT, ...rest };
  const ids = Object.keys((rest.nodes ?? {}) as object);
  const places = ids
    .map((id, index) => [id, [layout[2 * index], layout[2 * index + 1]]] as const)
    .filter(([, [x, y]]) => x != null && y != null);
  return { format: FORMAT, ...rest, layout: Object.fromEntries(places) };
}

function shortened(text: string): string {
  return WORDS.reduce(
    (shorter, word, index) => shorter.replaceAll(word, String.fromCharCode(index + 1)),
    text,
  );
}

function lengthened(text: string): string {
  let longer = "";
  for (const letter of text) longer += WORDS[letter.charCodeAt(0) - 1] ?? letter;
  return longer;
}

async function bytesThrough(
  bytes: Uint8Array<ArrayBuffer>,
  transform: CompressionStream | DecompressionStream,
  most: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(transform).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    parts.push(read.value as Uint8Array<ArrayBuffer>);
    length += read.value.length;
    if (length <= most) continue;
    void reader.cancel();
    throw new RangeError("The link holds more than 5 MB.");
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

function base64url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

/** What stands behind `#s=` in a link to the scenario. */
export async function encodeLink(document: ScenarioDocument): Promise<string> {
  await loadChecks();
  const text = shortened(packed(lean(document)));
  const bytes = new TextEncoder().encode(text);
  const small = await bytesThrough(bytes, new CompressionStream("deflate-raw"), MOST_LETTERS);
  return `${VERSION}.${base64url(small)}`;
}

export type Decoded =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: string };

/** The text of a scenario file from what stands behind `#s=`; it still has to be checked. */
export async function decodeLink(encoded: string): Promise<Decoded> {
  const [version = "", payload = ""] = encoded.split(".");
  if (version !== VERSION) {
    const reason = /^\d+$/.test(version)
      ? "The link was made by a newer version of Brownout."
      : "The link holds no scenario.";
    return { ok: false, reason };
  }
  if (!/^[\w-]+$/.test(payload)) {
    return { ok: false, reason: "The link holds letters that no link of a scenario has." };
  }
  try {
    const small = fromBase64url(payload);
    const most = MOST_LETTERS;
    const bytes = await bytesThrough(small, new DecompressionStream("deflate-raw"), most);
    const text = lengthened(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return { ok: true, text: JSON.stringify(unpacked(text)) };
  } catch (error) {
    const isLarge = error instanceof RangeError;
    const reason = isLarge ? error.message : "The link is cut off or damaged: copy it once more.";
    return { ok: false, reason };
  }
}
