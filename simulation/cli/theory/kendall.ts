// Kendall's notation A/S/c/K/N+G in the text of a model, where parameters leave something open.

export interface Notation {
  /** Letter or name of the arrival law: M, D, E2, GI, MMPP, ... */
  readonly arrival: string;
  /** Whether an arrival is a batch: M^[X]. */
  readonly inBatches: boolean;
  readonly service: string;
  /** Largest number served together, M^[b], where it is a number. */
  readonly bulk: number | undefined;
  /** Infinity: as many as there is work. Undefined where it is a letter. */
  readonly servers: number | undefined;
  /** Places in all, waiting and in service. */
  readonly capacity: number | undefined;
  /** Users of a closed system. */
  readonly population: number | undefined;
  /** Law of the patience in the queue. */
  readonly patience: string | undefined;
}

const PATTERN = new RegExp(
  "(?<arrival>MMPP|GI|[A-Z](?:_?\\w)?)(?:\\(\\d+\\))?(?<batch>\\^\\[\\w+\\]|\\^[A-Z])?" +
    "/(?<service>[A-Za-z]\\w*)(?:\\^\\[(?:\\d+\\.\\.)?(?<bulk>\\w+)\\])?" +
    "/(?<servers>\\d+|[a-z]+|∞)" +
    "(?:/(?<capacity>\\d+|[A-Z∞])?)?(?:/(?<population>\\d+))?(?:\\+(?<patience>[A-Za-z]\\w*))?",
);

function numberIn(text: string | undefined): number | undefined {
  if (text === "∞" || text === "inf") return Number.POSITIVE_INFINITY;
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** The first notation in the text; undefined when there is none. */
export function notationIn(model: string): Notation | undefined {
  const groups = PATTERN.exec(model)?.groups;
  if (groups === undefined) return undefined;
  return {
    arrival: groups.arrival ?? "",
    inBatches: groups.batch !== undefined,
    service: groups.service ?? "",
    bulk: numberIn(groups.bulk),
    servers: numberIn(groups.servers),
    capacity: numberIn(groups.capacity),
    population: numberIn(groups.population),
    patience: groups.patience,
  };
}
