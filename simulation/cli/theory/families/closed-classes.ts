// Closed networks with several classes of users (BCMP): each class has its own number of users, think
// time and service times; stations share themselves out, serve in order or only delay.
import type { EdgeDocument, NodeDocument } from "../../../scenario/document.ts";
import { type Experiment, MAIN, type Measure, onArm, timeAverage } from "../experiment.ts";
import type { Family } from "../family.ts";
import { constant, type Law } from "../laws.ts";
import { allOf, latency, measuresByName } from "../measures.ts";
import { lawOf, serviceLaws } from "../named-laws.ts";
import { Parameters, Unsupported } from "../parameters.ts";
import { call, literalOf, scenario, station } from "../scenarios.ts";
import { scaled } from "../statistics.ts";
import type { Value } from "../theory-case.ts";

interface UserClass {
  readonly id: string;
  readonly users: number;
  readonly think: Law;
  /** Service law at each station. */
  readonly laws: readonly Law[];
}

function classOf(value: Value, index: number): UserClass {
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isRecord) throw new Unsupported("a class of users is not an object");
  const own = new Parameters(value as Readonly<Record<string, Value>>);
  own.ignore("name", "class", "id");
  const users = own.firstNumber("users", "population", "customers", "N");
  const means = ["service_means_ms", "demands_ms"].find((name) => own.isList(name));
  if (users === undefined || means === undefined) {
    throw new Unsupported("a class of users has no number or no service times");
  }
  const laws = serviceLaws(own, own.numbers(means));
  const hasThink = own.namesLike(/^think|^mean_think/).length > 0;
  const think = hasThink ? lawOf(own, "think", ["think_mean", "think", "mean_think"]) : constant(0);
  own.finish();
  return { id: `class${index + 1}`, users, think, laws };
}

/** A list for each property, with an entry for each class. */
function listedClasses(params: Parameters): UserClass[] {
  const populations = params.numbers("populations");
  const lists = ["service_means_ms", "demands_ms", "think_mean_s", "think_s", "think_mean_ms"];
  const given = lists.filter((name) => params.isList(name));
  const entries = given.map((name) => [name, params.list(name)] as const);
  return populations.map((users, i) => {
    const own = entries.map(([name, values]) => [name, values[i] ?? null] as const);
    return classOf({ users, ...Object.fromEntries(own) }, i);
  });
}

function classesOf(params: Parameters): UserClass[] {
  if (params.has("classes")) return params.list("classes").map(classOf);
  const names = params.namesLike(/^class_?\d+$/);
  if (names.length === 0 && params.isList("populations")) return listedClasses(params);
  if (names.length === 0) throw new Unsupported("the case has no classes of users");
  return names.map((name, i) => classOf(params.value(name), i));
}

function disciplineAt(params: Parameters, stations: number): readonly string[] {
  const name = ["disciplines", "discipline", "stations"].find((each) => params.has(each));
  const given = name === undefined ? "PS" : params.value(name);
  return Array.from({ length: stations }, (_, i) =>
    String(Array.isArray(given) ? given[i] : given),
  );
}

function nodeOf(discipline: string, position: number, classList: readonly UserClass[]) {
  const operations = Object.fromEntries(
    classList.map(({ id, laws }) => [id, { serviceTime: literalOf(laws[position]!) }]),
  );
  const law = classList[0]!.laws[position]!;
  if (/^(IS|delay|inf)/i.test(discipline)) return station(law, null, { operations });
  if (/^PS$/i.test(discipline)) return station(law, 1, { operations, discipline: "ps" });
  if (/^(FIFO|FCFS)$/i.test(discipline)) return station(law, 1, { operations });
  throw new Unsupported(`stations have no "${discipline}" discipline`);
}

function measuresOf({ id }: UserClass, index: number): Record<string, Measure> {
  const measures: Record<string, Measure> = {};
  const throughput = onArm(MAIN, (run) => timeAverage(allOf(run, id).throughput));
  for (const stem of [`throughput${index + 1}`, `throughput_class${index + 1}`]) {
    measures[`${stem}_rps`] = throughput;
    measures[`${stem}_per_s`] = throughput;
  }
  const stems = ["response", "sojourn"].flatMap((word) =>
    [index + 1, `_class${index + 1}`].map((key) => `${word}${key}`),
  );
  for (const [unit, factor] of [
    ["ms", 1],
    ["s", 1 / 1000],
  ] as const) {
    const response = onArm(MAIN, (run) => {
      const { latencyMs, completed } = allOf(run, id);
      return scaled(latency(latencyMs, "mean", completed), factor);
    });
    for (const stem of stems) {
      measures[`${stem}_${unit}`] = response;
      measures[`${stem}_mean_${unit}`] = response;
    }
  }
  return measures;
}

function closedClasses(params: Parameters, names: readonly string[]): Experiment {
  const classList = classesOf(params);
  const stations = classList[0]!.laws.map((_, i) => `s${i + 1}`);
  const kinds = disciplineAt(params, stations.length);
  params.finish();
  const nodes: Record<string, NodeDocument> = {};
  const edges: Record<string, EdgeDocument> = {};
  stations.forEach((id, i) => {
    nodes[id] = nodeOf(kinds[i]!, i, classList);
    if (i > 0) edges[`${stations[i - 1]}->${id}`] = call();
  });
  let requestsPerS = 0;
  let memoryMs = 0;
  let measures: Record<string, Measure> = {
    ...measuresByName(names, { arm: MAIN, stations, sojourn: "latency" }),
  };
  classList.forEach((each, i) => {
    const { id, users, think, laws } = each;
    const closed = { users, thinkTime: literalOf(think) };
    nodes[`clients${i + 1}`] = { kind: "client", closed, requests: { [id]: {} } };
    edges[`clients${i + 1}->s1`] = call();
    const workMs = laws.reduce((sum, law) => sum + law.meanMs, 0);
    requestsPerS += (1000 * users) / (think.meanMs + users * workMs);
    memoryMs += think.meanMs + users * workMs;
    measures = { ...measures, ...measuresOf(each, i) };
  });
  const arm = { document: scenario(nodes, edges), requestsPerS, warmupS: (20 * memoryMs) / 1000 };
  return { arms: { [MAIN]: arm }, measures };
}

export const CLOSED_CLASSES: Family = {
  model: /BCMP.*closed|closed.*BCMP|closed.*class/i,
  express: closedClasses,
};
