// The stability map in words: of a cell, and what the whole of it says.
import type { StabilityCell, StabilityMap } from "../../../simulation/results/stability-map.ts";
import { formatDuration, formatInUnit, formatRate, formatRatio } from "../../ui/format.ts";

/** `×1.25` */
export function loadWords(load: number): string {
  return `×${load}`;
}

export function sizeWords({ size }: Pick<StabilityMap, "size">, value: number): string {
  return formatInUnit(value, size.unit);
}

/** `Load ×1.25, 125/s, lasts 10.0 s` */
export function placeWords(map: StabilityMap, { load, size }: StabilityCell): string {
  const rate = map.presentPerS === null ? "" : `, ${formatRate(load * map.presentPerS)}`;
  const trigger =
    size === null
      ? "without the trigger"
      : `${map.trigger.name}: ${map.size.label.toLowerCase()} ${sizeWords(map, size)}`;
  return `Load ${loadWords(load)}${rate}, ${trigger}`;
}

export function outcomeWords({
  state,
  runs,
  agreeing,
  goodputRatio,
  recoveryS,
  size,
}: StabilityCell) {
  const some = agreeing < runs ? ` in ${agreeing} of ${runs} runs` : "";
  if (state === null) return runs === 0 ? "not run yet" : "not judged: a run reached its limit";
  if (state === "metastable") {
    return `metastable${some}: goodput stays at ${formatRatio(goodputRatio)} of the usual`;
  }
  if (state === "overloaded") {
    return `overloaded: goodput is ${formatRatio(goodputRatio)} of the load without any trigger`;
  }
  if (size === null) return "keeps up";
  if (recoveryS === null)
    return `recovered${some}: goodput is back, though not every node was well by the end`;
  return `recovered${some} ${formatDuration(recoveryS * 1000)} after the trigger`;
}

/** What stands in a cell: how long it took, or how much goodput is left. */
export function cellWords({ state, size, goodputRatio, recoveryS }: StabilityCell): string {
  if (state === null) return "";
  if (state !== "recovered") return formatRatio(goodputRatio);
  if (size === null) return "ok";
  return recoveryS === null ? "ok" : formatDuration(recoveryS * 1000);
}

function atLoad({ cells }: StabilityMap, load: number): readonly StabilityCell[] {
  return cells.filter((cell) => cell.load === load);
}

function presentRow(map: StabilityMap): string {
  const own = atLoad(map, 1);
  if (own.length === 0) return "";
  if (own[0]?.state === "overloaded") return "At the present load it is overloaded as it is.";
  const withTrigger = own.filter(({ size }) => size !== null);
  const down = withTrigger.filter(({ state }) => state === "metastable");
  if (down.length === 0) return "At the present load it recovers from every size that was tried.";
  const first = down[0]?.size ?? 0;
  const survived = withTrigger.filter(({ size }) => size !== null && size < first);
  const last = survived.at(-1)?.size ?? null;
  const upTo = last === null ? "" : ` and recovers up to ${sizeWords(map, last)}`;
  return (
    `At the present load it stays down once the trigger (${map.size.label.toLowerCase()}) reaches ` +
    `${sizeWords(map, first)}${upTo}.`
  );
}

/** One to three sentences; all cells must have been run. */
export function mapSentences(map: StabilityMap): readonly string[] {
  const stable = map.loads.filter((load) =>
    atLoad(map, load).every(({ state }) => state === "recovered"),
  );
  const over = map.loads.filter((load) =>
    atLoad(map, load).some(({ state }) => state === "overloaded"),
  );
  const metastable = map.cells.some(({ state }) => state === "metastable");
  const always = stable.filter((load) => map.loads.every((l) => l > load || stable.includes(l)));
  const highest = always.at(-1);
  const lowest = over[0];
  return [
    presentRow(map),
    metastable && highest !== undefined
      ? `Up to load ${loadWords(highest)} it recovers from every size.`
      : "",
    lowest === undefined ? "" : `From load ${loadWords(lowest)} on it needs no trigger to fail.`,
  ].filter((sentence) => sentence !== "");
}
