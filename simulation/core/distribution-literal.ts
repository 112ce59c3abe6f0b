// One literal of a distribution while it is read: its fields by their names in the file, with checks
// whose sentences go to the page. Names carry the unit: `meanMs` where the parameter is in ms, `mean`
// where it has another unit or none (`meanMs` is understood there too).

/** Largest value, in any unit: 31 years in ms. */
export const VALUE_MAX = 1e12;
export const LIST_MAX = 1_000_000;
export const DEPTH_MAX = 4;

/** Why a literal is refused, as data on its way out of the parse. */
export class Refusal {
  readonly message: string;
  readonly field: string;

  constructor(message: string, field: string) {
    this.message = message;
    this.field = field;
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** The fields of one literal; reading a wrong one ends the parse with a Refusal. */
export class Literal {
  readonly fields: Fields;
  readonly unit: string;
  readonly path: string;
  readonly depth: number;

  constructor(fields: Fields, unit: string, path: string, depth: number) {
    this.fields = fields;
    this.unit = unit;
    this.path = path;
    this.depth = depth;
  }

  /** Name in the file of a field that carries the parameter's unit. */
  nameOf(base: string): string {
    if (!WITH_UNIT.has(base)) return base;
    const withUnit = `${base}Ms`;
    return this.unit === "ms" || this.fields[withUnit] !== undefined ? withUnit : base;
  }

  has(base: string): boolean {
    return this.fields[this.nameOf(base)] !== undefined;
  }

  refuse(base: string, sentence: string): never {
    const name = base === "" ? "" : this.nameOf(base);
    throw new Refusal(name === "" ? sentence : `${name} ${sentence}`, this.path + name);
  }

  number(base: string, least: number, most = VALUE_MAX): number {
    const value = this.fields[this.nameOf(base)];
    if (typeof value !== "number" || !(value >= least && value <= most)) {
      this.refuse(base, `must be a number from ${least} to ${most}, found ${shown(value)}.`);
    }
    return value;
  }

  /** A value of the distribution's unit, above 0. */
  positive(base: string): number {
    const value = this.number(base, 0);
    if (value < 1e-9) this.refuse(base, "must be greater than 0.");
    return value;
  }

  numbers(base: string, least: number): readonly number[] {
    const list = this.fields[this.nameOf(base)];
    if (!Array.isArray(list) || list.length === 0 || list.length > LIST_MAX) {
      this.refuse(base, `must be a list of 1 to ${LIST_MAX} numbers.`);
    }
    const bad = list.find((v) => typeof v !== "number" || !(v >= least && v <= VALUE_MAX));
    if (bad !== undefined) {
      this.refuse(base, `holds ${shown(bad)}; allowed are numbers from ${least} to ${VALUE_MAX}.`);
    }
    return list;
  }

  /** Weights for `count` branches, scaled to add up to 1; equal ones if the field is absent. */
  shares(base: string, count: number): readonly number[] {
    if (!this.has(base)) return Array.from({ length: count }, () => 1 / count);
    const weights = this.numbers(base, 0);
    if (weights.length !== count) {
      this.refuse(base, `has ${weights.length} entries, there are ${count} values.`);
    }
    return this.normalized(base, weights);
  }

  normalized(base: string, weights: readonly number[]): readonly number[] {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (!(total > 0)) this.refuse(base, "must not all be 0.");
    return weights.map((weight) => weight / total);
  }
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = typeof value === "object" ? "an object or list" : String(value);
  return text.length > 30 ? `${text.slice(0, 30)}...` : text;
}

/** Bases whose name in the file ends in the unit. */
export const WITH_UNIT = new Set(
  "value values times mean means p99 median min max mode std shift".split(" "),
);
