// The station that a case of one queue describes, whatever is arriving there: servers, bounds, order,
// patience, admission, breakdowns, polling and bulk service.
import type { Json } from "../../scenario/document.ts";
import { evaluate } from "./formula.ts";
import type { Notation } from "./kendall.ts";
import type { Law } from "./laws.ts";
import { lawNamed, lawOf } from "./named-laws.ts";
import { type Parameters, Unsupported } from "./parameters.ts";
import { literalOf, relaxationMs } from "./scenarios.ts";

type Fields = Readonly<Record<string, Json>>;

export interface StationCase {
  /** Null: as many slots as there is work. */
  readonly servers: number | null;
  readonly fields: Fields;
  /** Share of the time in which an instance works at all. */
  readonly availability: number;
  /** Places for waiting, where something holds the queue: a bound, or what patience allows. */
  readonly places: number | null;
  /** Longest time that a state outside the queue lasts (breakdown cycle, sleep), s. */
  readonly memoryS: number;
  /** What breakdowns add to the variability of the service, as squared coefficient of variation. */
  readonly extraScv: number;
}

interface Breakdowns {
  readonly everyMs: number;
  readonly forMs: number;
  readonly literal: Json;
}

/** Admission is told for this many present; the last ratio holds beyond. */
const ADMISSION_MAX = 1000;
/** Stands for never: the format has no chance of zero, and no affordable run would show this one. */
const NEVER = 1e-12;

export function serversOf(params: Parameters, notation?: Notation): number | null {
  const servers = params.firstNumber("servers", "c", "cores") ?? notation?.servers ?? 1;
  return Number.isFinite(servers) ? servers : null;
}

function queueBound(params: Parameters, servers: number | null, notation?: Notation) {
  const capacity = params.firstNumber("capacity_total", "capacity", "K") ?? notation?.capacity;
  const limit = params.firstNumber("queue_limit", "queue_capacity", "waiting_room");
  if (capacity !== undefined && servers !== null) return capacity - servers;
  return limit ?? null;
}

function disciplineOf(params: Parameters, model: string): string {
  const text = params.isText("discipline") ? params.text("discipline") : model;
  if (/LCFS-?PR|preemptive[ -]LIFO|preemptive[ -](resume )?LCFS|LIFO-PR/i.test(text)) {
    throw new Unsupported("stations have no preemptive last-in-first-out order");
  }
  if (/\bPS\b|-PS|processor[ -]sharing/i.test(text)) return "ps";
  if (/\bLIFO\b|\bLCFS\b/i.test(text)) return "lifo";
  if (/\bSIRO\b|\bROS\b|random order|^random$/i.test(text)) return "random";
  if (/priority|\bHOL\b|\bPR\b/i.test(text)) return "priority";
  const known = /^(FIFO|FCFS)$/i.test(text) || !params.has("discipline");
  if (!known) throw new Unsupported(`stations have no "${text}" discipline`);
  return "fifo";
}

function patienceOf(params: Parameters, notation?: Notation): Law | null {
  const fixed = params.durationMs("queue_timeout", "timeout");
  if (fixed !== undefined) return lawNamed(params, "deterministic", fixed, "patience");
  const rate = params.firstNumber("abandon_rate_per_s", "abandonment_rate_per_s", "theta_per_s");
  if (rate !== undefined) return lawNamed(params, "exp", 1000 / rate, "patience");
  if (params.namesLike(/^(mean_)?patience/).length === 0) return null;
  const letter = notation?.patience ?? "M";
  return lawOf(params, "patience", ["patience_mean", "patience", "mean_patience"], letter);
}

function admissionOf(params: Parameters): Json {
  const name = params.namesLike(/^(join_prob|join_probability|admission|accept_prob\w*)$/)[0];
  if (name === undefined) return null;
  const admission = (ratios: readonly number[]): Json => ({
    acceptRatios: ratios.map((ratio) => Math.max(ratio, NEVER)),
  });
  if (params.isList(name)) return admission(params.numbers(name));
  const [formula = ""] = params.text(name).split(/,(?![^(]*\))/);
  const names: Record<string, number> = {};
  for (const each of params.namesLike(/^(alpha|beta|a|b|q|p|N)$/))
    names[each] = params.number(each);
  const ratios: number[] = [];
  for (let n = 0; n < ADMISSION_MAX; n++) {
    const ratio = evaluate(formula, { ...names, n });
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new Unsupported(`no mapping for the joining probability "${formula}"`);
    }
    ratios.push(ratio);
    if (ratio <= NEVER) break;
  }
  return admission(ratios);
}

function breakdownsOf(
  params: Parameters,
  model: string,
  servers: number | null,
): Breakdowns | null {
  const rate = params.firstNumber("failure_rate_per_s", "breakdown_rate_per_s");
  const repairRate = params.firstNumber("repair_rate_per_s");
  const hasTimes = params.namesLike(/^(mtbf|mttf|mttr|up|down|repair|uptime|downtime)_/).length > 0;
  if (rate === undefined && !hasTimes) return null;
  if (/only while (busy|serving|working)|active breakdown|operation-dependent/i.test(model)) {
    throw new Unsupported("instances break down whether they work or not");
  }
  if (servers !== 1) {
    throw new Unsupported("servers that break down one by one keep the work they were at");
  }
  const every =
    rate === undefined
      ? lawOf(params, "up", ["mtbf", "mttf", "up_mean", "up", "uptime_mean", "uptime"])
      : lawNamed(params, params.textOr("up", "exp"), 1000 / rate, "up");
  const repairStem = params.isText("repair") ? "repair" : "down";
  const down =
    repairRate === undefined
      ? lawOf(params, repairStem, [
          "mttr",
          "down_mean",
          "down",
          "repair_mean",
          "repair",
          "downtime",
        ])
      : lawNamed(params, params.textOr(repairStem, "exp"), 1000 / repairRate, repairStem);
  const literal = { every: literalOf(every), for: literalOf(down) };
  return { everyMs: every.meanMs, forMs: down.meanMs, literal };
}

function pollingOf(params: Parameters, model: string): Law | null {
  const names = params.namesLike(/^(mean_)?(poll_sleep|vacation|sleep|poll_interval)/);
  if (names.length === 0) return null;
  if (/single vacation/i.test(model))
    throw new Unsupported("sleeping stations sleep on while idle");
  const stems = ["poll_sleep", "vacation", "sleep", "poll_interval"];
  const stem =
    stems.find((each) => params.isText(each)) ??
    (/vacation/.test(names[0]!) ? "vacation" : "poll_sleep");
  const means = [
    ...["poll_sleep", "poll_sleep_mean", "vacation", "vacation_mean", "mean_vacation"],
    ...["sleep", "sleep_mean", "poll_interval"],
  ];
  const isExponential = /exp\w* vacation|vacations? exp/i.test(model);
  return lawOf(params, stem, means, isExponential ? "M" : "D");
}

function bulkOf(params: Parameters, model: string, notation?: Notation): Json {
  const most = params.firstNumber(
    "max_poll",
    "bulk_max",
    "batch_max",
    "max_batch",
    "bulk_size",
    "b",
  );
  const max = most ?? notation?.bulk;
  if (max === undefined) return null;
  const least = params.firstNumber("min_poll", "bulk_min", "batch_min", "min_batch");
  const isFull = /full[- ]batch|exactly|waits? for (a )?full/i.test(model);
  return { max, min: least ?? (isFull ? max : 1) };
}

/**
 * What it takes from a station's parameters; `service` is its law, `offeredPerS` what arrives. Fields
 * that are at their default are left out, so that a case needs only what it is about.
 */
export function stationCase(
  params: Parameters,
  model: string,
  service: Law,
  notation?: Notation,
): StationCase {
  const servers = serversOf(params, notation);
  const queueLengthMax = queueBound(params, servers, notation);
  const patience = patienceOf(params, notation);
  const discipline = disciplineOf(params, model);
  const admission = admissionOf(params);
  const breakdowns = breakdownsOf(params, model, servers);
  const polling = pollingOf(params, model);
  const bulk = bulkOf(params, model, notation);
  const availability =
    breakdowns === null ? 1 : breakdowns.everyMs / (breakdowns.everyMs + breakdowns.forMs);
  const perMs = servers === null ? Number.POSITIVE_INFINITY : servers / service.meanMs;
  const patient = patience === null ? null : Math.ceil(patience.meanMs * perMs);
  const cycleMs = breakdowns === null ? 0 : breakdowns.everyMs + breakdowns.forMs;
  return {
    servers,
    availability,
    places: queueLengthMax ?? patient ?? (admission === null ? null : 20),
    memoryS: (cycleMs + (polling?.meanMs ?? 0)) / 1000,
    // Index of dispersion of an on-off server: 2 mu pi_up pi_down / ((f + r) mean rate).
    extraScv:
      breakdowns === null
        ? 0
        : (2 * (1 - availability) * breakdowns.everyMs * breakdowns.forMs) /
          (cycleMs * service.meanMs),
    fields: {
      ...(queueLengthMax === null ? {} : { queueLengthMax }),
      ...(patience === null ? {} : { queueTimeoutMs: literalOf(patience) }),
      ...(discipline === "fifo" ? {} : { discipline }),
      ...(admission === null ? {} : { admission }),
      ...(breakdowns === null ? {} : { breakdowns: breakdowns.literal }),
      ...(polling === null ? {} : { polling: { sleepMs: literalOf(polling) } }),
      ...(bulk === null ? {} : { bulk }),
    },
  };
}

/** Time after which the start no longer shows, s. */
export function settleS(
  of: StationCase,
  service: Law,
  requestsPerS: number,
  arrivalScv: number,
): number {
  const servers = of.servers ?? Number.POSITIVE_INFINITY;
  const most = (of.fields.bulk as { readonly max: number } | undefined)?.max ?? 1;
  const meanMs = service.meanMs / of.availability;
  const scv = Math.min(service.scv, 20) + of.extraScv + arrivalScv - 1;
  const law = { ...service, meanMs: meanMs / most, scv };
  const free = servers === Infinity ? 0 : relaxationMs(law, requestsPerS, servers);
  // A queue that cannot grow beyond some places forgets by diffusion between its ends.
  const variability = Math.max(1, (1 + scv) / 2);
  const held =
    of.places === null ? free : meanMs + (of.places ** 2 * meanMs * variability) / (5 * servers);
  const queueMs = Math.min(free, held);
  return Math.max((10 * queueMs + 20 * meanMs) / 1000, 20 * of.memoryS);
}
