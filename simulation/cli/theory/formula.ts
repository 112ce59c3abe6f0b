// A probability that depends on the number in the system, as a case writes it: "1/(n+1)", "0.8^n",
// "e^{-0.2 n}", "max(0, 1 - n/10)".

type Functions = Readonly<Record<string, (...values: number[]) => number>>;

const FUNCTIONS: Functions = {
  exp: Math.exp,
  min: Math.min,
  max: Math.max,
  sqrt: Math.sqrt,
};

/** Numbers, names, operators and brackets; braces group like brackets, `**` is `^`. */
function tokensOf(text: string): string[] {
  const plain = text.replaceAll("**", "^").replace(/[{[]/g, "(").replace(/[}\]]/g, ")");
  return plain.replaceAll("·", "*").match(/[\d.]+|[a-zα-ω_]\w*|[-+*/^(),]/gi) ?? [];
}

/** Recursive descent: sum, product (also without a sign: 0.2n), power, value. */
class Reader {
  private readonly tokens: readonly string[];
  private readonly values: Readonly<Record<string, number>>;
  private at = 0;

  constructor(tokens: readonly string[], values: Readonly<Record<string, number>>) {
    this.tokens = tokens;
    this.values = values;
  }

  all(): number {
    const value = this.sum();
    return this.at === this.tokens.length ? value : Number.NaN;
  }

  private take(...expected: string[]): string | undefined {
    const token = this.tokens[this.at];
    if (token === undefined || !expected.includes(token)) return undefined;
    this.at++;
    return token;
  }

  private sum(): number {
    let value = this.product();
    for (let sign = this.take("+", "-"); sign !== undefined; sign = this.take("+", "-")) {
      value += sign === "+" ? this.product() : -this.product();
    }
    return value;
  }

  private product(): number {
    let value = this.power();
    for (;;) {
      const sign = this.take("*", "/");
      if (sign === "/") value /= this.power();
      else if (sign === "*" || /^[\d.a-zα-ω_(]/i.test(this.tokens[this.at] ?? "")) {
        value *= this.power();
      } else return value;
    }
  }

  private power(): number {
    if (this.take("-") !== undefined) return -this.power();
    const base = this.value();
    return this.take("^") === undefined ? base : base ** this.power();
  }

  private value(): number {
    if (this.take("(") !== undefined) {
      const inside = this.sum();
      return this.take(")") === undefined ? Number.NaN : inside;
    }
    const token = this.tokens[this.at++] ?? "";
    const named = FUNCTIONS[token];
    if (named !== undefined && this.take("(") !== undefined) {
      const values = [this.sum()];
      while (this.take(",") !== undefined) values.push(this.sum());
      return this.take(")") === undefined ? Number.NaN : named(...values);
    }
    if (token === "e") return Math.E;
    return this.values[token] ?? Number(token === "" ? Number.NaN : token);
  }
}

/** The value of `text` with `names` filled in; NaN where it is no such formula. */
export function evaluate(text: string, names: Readonly<Record<string, number>>): number {
  return new Reader(tokensOf(text), names).all();
}
