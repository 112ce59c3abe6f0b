// Combines equal trees of numbers one by one, as they come: counts are summed, extremes kept, of
// everything else the mean with its 95 % interval (Welford 1962). Memory does not grow with the
// number of trees.
import { studentTQuantile } from "../metrics/student-t.ts";
import type { Interval, IntervalTree } from "../results/run-result.ts";

/** What becomes of a number, by its name. */
export type Rule = "sum" | "max" | "min" | "mean" | "first";

type Intervals = Interval | IntervalTree | readonly (Interval | IntervalTree)[];

interface Tally {
  /** The next tree's value; anything but what the first trees had here is as good as missing. */
  add(value: unknown): void;
  value(): unknown;
  /** Undefined if nothing in it is a mean. */
  intervals(): Intervals | undefined;
}

class NumberTally implements Tally {
  private readonly rule: Rule;
  private seen = 0;
  private count: number;
  private mean = 0;
  private squares = 0;
  private sum = 0;
  private most = -Infinity;
  private least = Infinity;

  /** `zeros` trees before had nothing here, which counts as 0. */
  constructor(rule: Rule, zeros: number) {
    this.rule = rule;
    this.seen = zeros;
    this.count = zeros;
  }

  add(value: unknown): void {
    this.seen++;
    if (typeof value !== "number") return;
    this.count++;
    this.sum += value;
    this.most = Math.max(this.most, value);
    this.least = Math.min(this.least, value);
    const before = value - this.mean;
    this.mean += before / this.count;
    this.squares += before * (value - this.mean);
  }

  value(): number | null {
    if (this.rule === "sum") return this.sum;
    if (this.count === 0) return null;
    if (this.rule === "max") return this.most;
    return this.rule === "min" ? this.least : this.mean;
  }

  intervals(): Interval | undefined {
    const { count, mean, seen } = this;
    if (this.rule !== "mean" || count < 2) return undefined;
    const error = Math.sqrt(this.squares / (count - 1) / count);
    const halfWidth = tQuantile(count - 1) * error;
    return count === seen ? { mean, halfWidth } : { mean, halfWidth, replications: count };
  }
}

const quantiles = new Map<number, number>();

/** Every number of a result asks for the same few degrees of freedom. */
function tQuantile(degrees: number): number {
  const known = quantiles.get(degrees);
  if (known !== undefined) return known;
  const t = studentTQuantile(0.975, degrees);
  quantiles.set(degrees, t);
  return t;
}

class FirstTally implements Tally {
  private first: unknown = null;

  add(value: unknown): void {
    this.first ??= value;
  }

  value(): unknown {
    return this.first;
  }

  intervals(): undefined {
    return undefined;
  }
}

class ListTally implements Tally {
  private readonly rules: Rules;
  private readonly rule: Rule;
  private readonly entries: Tally[] = [];
  private seen = 0;

  constructor(rules: Rules, rule: Rule) {
    this.rules = rules;
    this.rule = rule;
  }

  add(value: unknown): void {
    const list = Array.isArray(value) ? (value as readonly unknown[]) : [];
    list.forEach((entry, at) => {
      this.entries[at] ??= tallyOf(entry, this.rules, this.rule, this.seen);
    });
    // A shorter distribution has no mass at the lengths it leaves out.
    this.entries.forEach((tally, at) => {
      tally.add(list[at] ?? 0);
    });
    this.seen++;
  }

  value(): unknown[] {
    return this.entries.map((entry) => entry.value());
  }

  intervals(): readonly (Interval | IntervalTree)[] | undefined {
    const intervals = this.entries.map((entry) => entry.intervals());
    if (intervals.some((interval) => interval === undefined)) return undefined;
    return intervals as (Interval | IntervalTree)[];
  }
}

/** Rule of a number by its name; `all`: of every number below a name. */
export interface Rules {
  readonly of: (name: string) => Rule;
  readonly ofAllBelow: (name: string) => Rule | null;
}

class BlockTally implements Tally {
  private readonly rules: Rules;
  private readonly rule: Rule | null;
  private readonly entries = new Map<string, Tally>();

  constructor(rules: Rules, rule: Rule | null) {
    this.rules = rules;
    this.rule = rule;
  }

  add(value: unknown): void {
    const block = isBlock(value) ? value : {};
    for (const [name, entry] of Object.entries(block)) {
      if (entry === undefined || this.entries.has(name)) continue;
      const above = this.rule ?? this.rules.ofAllBelow(name);
      const rule = above ?? this.rules.of(name);
      this.entries.set(name, tallyOf(entry, this.rules, rule, 0, above));
    }
    for (const [name, tally] of this.entries) tally.add(block[name]);
  }

  value(): Record<string, unknown> {
    return Object.fromEntries([...this.entries].map(([name, tally]) => [name, tally.value()]));
  }

  intervals(): IntervalTree | undefined {
    const known = [...this.entries].flatMap(([name, tally]) => {
      const intervals = tally.intervals();
      return intervals === undefined ? [] : [[name, intervals] as const];
    });
    return known.length > 0 ? Object.fromEntries(known) : undefined;
  }
}

type Block = Readonly<Record<string, unknown>>;

function isBlock(value: unknown): value is Block {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function tallyOf(
  value: unknown,
  rules: Rules,
  rule: Rule,
  zeros: number,
  below: Rule | null = null,
): Tally {
  if (Array.isArray(value)) return new ListTally(rules, rule);
  if (isBlock(value)) return new BlockTally(rules, below);
  const isNumber = typeof value === "number" || value === null;
  return isNumber && rule !== "first" ? new NumberTally(rule, zeros) : new FirstTally();
}

/** Collects trees; the first one decides what is a list and what a block. */
export class TreeTally {
  private readonly root: BlockTally;

  constructor(rules: Rules) {
    this.root = new BlockTally(rules, null);
  }

  add(tree: Block): void {
    this.root.add(tree);
  }

  value(): Record<string, unknown> {
    return this.root.value();
  }

  intervals(): IntervalTree | undefined {
    return this.root.intervals();
  }
}
