// Loads that the compiler leaves out because it knows their value: programs made at random, in which
// loads and stores of overlapping arrays meet branches, loops and calls, and the cases by name.
import { describe, expect, it } from "vitest";
import { compile } from "../../scripts/kernel/compile.ts";
import { sourceOf } from "../../scripts/kernel/source.ts";
import { randomNumbers, smallProgram } from "./small-program.ts";

const PROGRAMS = process.env.BROWNOUT_FULL === "1" ? 600 : 75;
const SEED = 88172645;
const ARRAYS = ["w", "d", "h", "b"];

/** `h` are the halves of the doubles of `d`; every program begins with the same contents. */
const PRELUDE = `const w = new Int32Array(8);
const d = new Float64Array(4);
const h = new Int32Array(d.buffer);
const b = new Uint8Array(8);
function begin() { for (let i = 0; i < 8; i++) { w[i] = i * 3; b[i] = i; } for (let i = 0; i < 4; i++) d[i] = i / 4; }
function sum() { let s = 0; for (let i = 0; i < 8; i++) s = (Math.imul(s, 31) + w[i] + b[i] + h[i]) | 0; return s; }
function poke(n, v) { w[n & 7] = v | 0; return w[(n + 1) & 7]; }
function stir(n) { if ((n & 1) === 0) return; d[n & 3] = n; b[n & 7] = n; }
`;

class Maker {
  private readonly random: () => number;
  private loops = 0;

  constructor(random: () => number) {
    this.random = random;
  }

  private pick(...choices: (() => string)[]): string {
    return (choices[Math.floor(this.random() * choices.length)] as () => string)();
  }

  private digit(count: number): number {
    return Math.floor(this.random() * count);
  }

  private index(mask: 3 | 7): string {
    return this.pick(
      () => String(this.digit(mask + 1)),
      () => String(this.digit(2)),
      () => "(x & 1) + 1",
      () => `x & ${mask}`,
      () => `(x + ${this.digit(4)}) & ${mask}`,
      () => `(x & 1) + ${this.digit(mask)}`,
      () => `w[${this.digit(8)}] & ${mask}`,
      () => `x++ & ${mask}`,
    );
  }

  private whole(): string {
    return this.pick(
      () => `w[${this.index(7)}]`,
      () => `w[${this.index(7)}]`,
      () => `h[${this.index(7)}]`,
      () => `b[${this.index(7)}]`,
      () => "x",
      () => String(this.digit(9) - 4),
      () => `((w[${this.index(7)}] + w[${this.index(7)}]) | 0)`,
      () => `poke(x, ${this.digit(9)})`,
    );
  }

  private real(): string {
    return this.pick(
      () => `d[${this.index(3)}]`,
      () => `d[${this.index(3)}] * 0.5`,
      () => "y",
      () => this.whole(),
    );
  }

  private condition(): string {
    return this.pick(
      () => `(${this.whole()}) > 3`,
      () => `${this.real()} < y`,
      () => `x > 2 && w[${this.index(7)}] !== 0`,
    );
  }

  statements(depth: number): string {
    const count = 2 + this.digit(4);
    return Array.from({ length: count }, () => this.statement(depth)).join("\n");
  }

  private statement(depth: number): string {
    const simple = [
      (): string => `w[${this.index(7)}] = ${this.whole()};`,
      (): string => `w[${this.index(7)}] = x;`,
      (): string => `d[${this.index(3)}] = ${this.real()};`,
      (): string => `h[${this.index(7)}] = ${this.digit(99)};`,
      (): string => `b[${this.index(7)}] = ${this.whole()};`,
      (): string => `w[${this.index(7)}]++;`,
      (): string => `x = (${this.whole()}) & 1023;`,
      (): string => `y = ${this.real()};`,
      (): string => `stir(${this.whole()});`,
    ];
    if (depth === 0) return this.pick(...simple);
    return this.pick(
      ...simple,
      () => `if (${this.condition()}) {\n${this.statements(depth - 1)}\n}`,
      () =>
        `if (${this.condition()}) {\n${this.statements(depth - 1)}\n} else {\n${this.statements(depth - 1)}\n}`,
      () => this.loop(depth),
      () =>
        `switch (x & 3) { case 0: ${this.statements(depth - 1)} case 1: ${this.statement(0)} break; case 3: ${this.statement(0)} }`,
    );
  }

  private loop(depth: number): string {
    const i = `i${this.loops++}`;
    const leave = this.pick(
      () => "",
      () => `if (${this.condition()}) break;`,
      () => `if (${this.condition()}) continue;`,
    );
    return `for (let ${i} = 0; ${i} < 3; ${i}++) { ${this.statement(0)} ${leave}\n${this.statements(depth - 1)} }`;
  }
}

function randomProgram(random: () => number): string {
  const body = new Maker(random).statements(3);
  return `${PRELUDE}function f(p) { begin(); let x = p | 0; let y = p / 3;\n${body}\nreturn sum() + x + (y === y ? y : 0.25); }`;
}

function loadsOf(code: string, forward: boolean): number {
  const compiled = compile(sourceOf(code), { entries: ["f"], scratch: ARRAYS, forward });
  return compiled.relocations.length;
}

describe("values kept from one load to the next", () => {
  it("change nothing in programs made at random", () => {
    const random = randomNumbers(SEED);
    let fewer = 0;
    for (let made = 0; made < PROGRAMS; made++) {
      const code = randomProgram(random);
      const { js, wasm } = smallProgram(code, { scratch: ARRAYS });
      for (const p of [0, 1, 2, 3, 5, 6, 7, 12]) {
        const wanted = js(p);
        if (!Object.is(wasm(p), wanted)) expect([code, p, wasm(p)]).toEqual([code, p, wanted]);
      }
      if (loadsOf(code, true) < loadsOf(code, false)) fewer++;
    }
    // The test would be empty if the compiler left nothing out.
    expect(fewer).toBeGreaterThan(PROGRAMS / 3);
  }, 120_000);

  it.each([
    [
      "in one branch and stored in the other",
      "if (p > 1) w[1] = p | 0; else w[2] = p | 0; return w[1] / 3 + w[2];",
    ],
    [
      "equal in both branches",
      "let s = 0; const x = p | 0; if (p > 1) { w[1] = x; s += w[1]; } else { w[1] = x; } return s + w[1];",
    ],
    [
      "before a loop that stores them",
      "let s = w[1]; for (let i = 0; i < 3; i++) { s += w[1]; w[1] = i; } return s + w[1];",
    ],
    [
      "at neighboring indices",
      "const x = (p | 0) & 3; w[x + 1] = 5; w[x + 2] = 6; return w[x + 1] * 10 + w[x + 2] + w[x];",
    ],
    ["at indices that may be equal", "const x = (p | 0) & 3; w[x] = 5; w[1] = 6; return w[x];"],
    [
      "as doubles and by their halves",
      "d[1] = p; const high = h[3]; h[3] = 0; const low = h[2]; return d[1] + high / 7 + low / 3;",
    ],
    [
      "beside an index with a side effect",
      "let x = 0; w[0] = 4; const s = w[x++ * 0] + w[x++ * 0]; return s * 10 + x;",
    ],
    ["cut to a byte", "b[1] = p; return b[1];"],
  ])("are those of JavaScript %s", (_, body) => {
    const code = `${PRELUDE}function f(p) { begin(); ${body} }`;
    const { js, wasm } = smallProgram(code, { scratch: ARRAYS });
    for (const p of [0, 1, 2, 3, -1, -0.5, 300, 1e9]) expect([p, wasm(p)]).toEqual([p, js(p)]);
  });
});
