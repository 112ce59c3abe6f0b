// Reads the parameters of a case and remembers which were read: a parameter that a mapping does not
// understand must not be ignored, or another model would be judged than the one that was asked for.
import type { Value } from "./theory-case.ts";

/** The case needs something that cannot be expressed; the message says what. */
export class Unsupported extends Error {}

export class Parameters {
  private readonly values: Readonly<Record<string, Value>>;
  private readonly unread: Set<string>;

  constructor(values: Readonly<Record<string, Value>>) {
    this.values = values;
    this.unread = new Set(Object.keys(values));
  }

  has(name: string): boolean {
    return name in this.values;
  }

  /** Marks parameters as read that only repeat what others say. */
  ignore(...names: string[]): void {
    for (const name of names) this.unread.delete(name);
  }

  value(name: string): Value {
    this.unread.delete(name);
    const value = this.values[name];
    if (value === undefined) throw new Unsupported(`the case has no parameter "${name}"`);
    return value;
  }

  number(name: string): number {
    const value = this.value(name);
    if (typeof value !== "number") throw new Unsupported(`"${name}" is not a number`);
    return value;
  }

  numberOr(name: string, otherwise: number): number {
    return this.has(name) ? this.number(name) : otherwise;
  }

  text(name: string): string {
    const value = this.value(name);
    if (typeof value !== "string") throw new Unsupported(`"${name}" is not a word`);
    return value;
  }

  textOr(name: string, otherwise: string): string {
    return this.has(name) ? this.text(name) : otherwise;
  }

  /** Whether it is there, as a word. */
  isText(name: string): boolean {
    return typeof this.values[name] === "string";
  }

  isNumber(name: string): boolean {
    return typeof this.values[name] === "number";
  }

  isList(name: string): boolean {
    return Array.isArray(this.values[name]);
  }

  /** Names of all parameters that fit, read or not. */
  namesLike(pattern: RegExp): readonly string[] {
    return Object.keys(this.values).filter((name) => pattern.test(name));
  }

  /** The first of several names for the same number; undefined when none is there. */
  firstNumber(...names: string[]): number | undefined {
    const name = names.find((each) => this.isNumber(each));
    return name === undefined ? undefined : this.number(name);
  }

  /** A time in ms from `stem_ms`, `stem_s` or `stem_us` of the first stem that has one. */
  durationMs(...stems: string[]): number | undefined {
    for (const stem of stems) {
      for (const [unit, factor] of [
        ["ms", 1],
        ["s", 1000],
        ["us", 0.001],
      ] as const) {
        if (this.isNumber(`${stem}_${unit}`)) return factor * this.number(`${stem}_${unit}`);
      }
    }
    return undefined;
  }

  list(name: string): readonly Value[] {
    const value = this.value(name);
    if (!Array.isArray(value)) throw new Unsupported(`"${name}" is not a list`);
    return value;
  }

  numbers(name: string): readonly number[] {
    return this.list(name).map((value) => {
      if (typeof value !== "number") throw new Unsupported(`"${name}" is not a list of numbers`);
      return value;
    });
  }

  record(name: string): Parameters {
    const value = this.value(name);
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new Unsupported(`"${name}" is not an object`);
    }
    return new Parameters(value as Readonly<Record<string, Value>>);
  }

  /** Throws when a parameter was not looked at. */
  finish(): void {
    if (this.unread.size === 0) return;
    throw new Unsupported(`no mapping for parameter ${[...this.unread].join(", ")} of this model`);
  }
}
