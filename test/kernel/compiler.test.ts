// The compiler, construct by construct: WebAssembly gives what JavaScript gives, bit for bit.
import { describe, expect, it } from "vitest";
import { EDGES, randomNumbers, type SmallOptions, smallProgram } from "./small-program.ts";

/** Parameters are doubles; a program makes integers of them as the engine does, with `| 0`. */
type Case = readonly [title: string, code: string, options?: SmallOptions];

function argumentLists(count: number): number[][] {
  const random = randomNumbers(2463534242);
  const lists: number[][] = [];
  if (count === 1) for (const a of EDGES) lists.push([a]);
  else for (const a of EDGES) for (const b of EDGES) lists.push([a, b]);
  for (let i = 0; i < 300; i++) {
    lists.push(
      Array.from({ length: count }, () => {
        const scale = [1, 10, 1e3, 2 ** 31, 2 ** 33, 1e15][Math.floor(random() * 6)] ?? 1;
        const x = (random() - 0.5) * 2 * scale;
        return random() < 0.5 ? Math.trunc(x) : x;
      }),
    );
  }
  return lists;
}

function expectSame([, code, options]: Case): void {
  for (const inline of [true, false]) {
    const { js, wasm } = smallProgram(code, { ...options, inline });
    const different = argumentLists(js.length).filter((args) => {
      const wanted = js(...args);
      return !Object.is(typeof wanted === "boolean" ? Number(wanted) : wanted, wasm(...args));
    });
    expect(different.map((args) => [...args, js(...args), wasm(...args)])).toEqual([]);
  }
}

const EXPRESSIONS = [
  "a + b",
  "a - b",
  "a * b",
  "a / b",
  "-a",
  "0.5 * -(a | 0)",
  "0.5 * ((a | 0) + (b | 0))",
  "0.5 * ((a | 0) - (b | 0))",
  "0.5 * ((a | 0) * (b | 0))",
  "((a | 0) + (b | 0)) | 0",
  "((a | 0) - (b | 0)) | 0",
  "(a | 0) / (b | 0)",
  "a | b",
  "a & b",
  "a ^ b",
  "~a",
  "a << b",
  "a >> b",
  "a >>> b",
  "a >>> 0",
  "a >>> 7",
  "(a >>> 0) + 1",
  "((a >>> 0) * 2) | 0",
  "(a ^ b) >>> 1",
  "Math.floor(a)",
  "Math.trunc(a)",
  "Math.floor(a / b) | 0",
  "Math.abs(a)",
  "Math.abs(a | 0)",
  "Math.min(a, b)",
  "Math.max(a, b)",
  "Math.min(a | 0, b | 0)",
  "Math.max(a | 0, b | 0, 7)",
  "Math.max(a | 0, b)",
  "Math.imul(a, b)",
  "Math.clz32(a)",
  "Math.fround(a)",
  "Math.sqrt(a)",
  "a < b",
  "a > b",
  "a <= b",
  "a >= b",
  "a === b",
  "a !== b",
  "!(a < b)",
  "!(a >= b)",
  "(a | 0) < (b | 0)",
  "(a | 0) >= (b | 0)",
  "(a | 0) === b",
  "(a | 0) !== (b | 0)",
  "a > b === b > 1",
  "a > 0 && b > 0",
  "a > 0 || b > 0",
  "!(a > 0 && !(b > 0 || a < b))",
  "a > b ? a : b",
  "a > b ? 1 : 2",
  "a > b ? 1 : 0.5",
  "a ? 1 : 2",
  "a | 0 ? a : b",
  "!a",
  "Number.isNaN(a)",
  "Object.is(a, -0)",
  "a === Infinity ? Number.NaN : -Infinity",
  "+a",
  "4294967296 - (a | 0)",
];

const STATEMENTS: readonly Case[] = [
  [
    "counts with for, continue and break",
    "function f(a) { let n = 0; for (let i = 0; i < 20; i++) { if (i === 3) continue; if (i > a) break; n += i; } return n; }",
  ],
  [
    "leaves nested loops one by one",
    "function f(a) { let n = 0; for (let i = 0; i < 5; i++) { for (;;) { n++; if (n % 3 === 0) break; if (n > 9) continue; } if (n > a) break; } return n; }",
  ],
  [
    "repeats with while",
    "function f(a) { let n = 0; let x = a > 1e6 ? 1e6 : a; while (x > 1) { x = x / 2; n++; } return n; }",
  ],
  [
    "repeats with do while",
    "function f(a) { let n = 0; do { n += 0.5; if (n > 100) return -n; } while (n < a && a > 3); return n; }",
  ],
  [
    "steps through several variables",
    "function f(a) { let s = 0; for (let i = 0, k = 10; i < k; i++, k--) s += i * k * a; return s; }",
  ],
  [
    "switches with a table, fallthrough and a default in the middle",
    "function f(a) { let n = 0; switch (a & 7) { case 0: n = 1; case 1: n += 10; break; default: n = 99; break; case 3: case 4: return -1; case 5: n = 5; } return n; }",
  ],
  [
    "switches on sparse values",
    "function f(a) { switch (a | 0) { case -5: return 1; case 1000: return 2; case 2147483647: return 3; } return 0; }",
  ],
  [
    "switches on groups that stand far apart",
    "function f(a) { let n = 0; switch (a & 127) { case 1: n = 1; break; case 2: case 64: n = 2; break; case 3: return 3; case 65: n += 4; case 66: n += 5; break; case 70: return 6; case 120: n = 7; break; default: n = -1; } return n; }",
  ],
  [
    "repeats what continues, or never begins",
    "function f(a) { let n = 0; let i = a > 40 ? 40 : a; while (i > 0 && (i | 0) !== 7) { i--; if (i > 9 || !(i < 4)) continue; n += i; } for (; i > 3; i--) n -= 2; return n; }",
  ],
  [
    "switches inside a loop that continues",
    "function f(a) { let n = 0; for (let i = 0; i < 9; i++) { switch (i & 3) { case 0: continue; case 1: n += 2; break; case 2: n += a > 0 ? 1 : 0; } n += 100; } return n; }",
  ],
  [
    "tells shadowed names apart",
    "const x = 7; function f(a) { let s = x; { const x = a * 2; s += x; } for (let x = 0; x < 3; x++) s += x; return s + x; }",
  ],
  [
    "keeps a loop's variable fresh",
    "function f(a) { let s = 0; for (let i = 0; i < 3; i++) { let t; if (i === 1) t = 5; else t = 0; s += t; } return s + a; }",
  ],
  [
    "returns early from an inlined function",
    "function g(x) { if (x < 0) return -1; if (x > 100) return 1; return x / 100; } function f(a, b) { return g(a) + 2 * g(b); }",
  ],
  [
    "calls a function that gives nothing",
    "const store = new Float64Array(4); function put(i, v) { if (v < 0) return; store[i] = v; } function f(a) { store[2] = 0; put(2, a); put(3, 1); return store[2]; }",
    { scratch: ["store"] },
  ],
  [
    "calls itself",
    "function g(n) { return n <= 1 ? 1 : n * g(n - 1); } function f(a) { return g(a > 0 ? Math.min(20, a) : 0); }",
  ],
  [
    "calls two functions that call each other",
    "function even(n) { return n < 1 ? true : odd(n - 1); } function odd(n) { return n < 1 ? false : even(n - 1); } function f(a) { return even(a > 0 ? Math.min(50, Math.floor(a)) : 0); }",
  ],
  [
    "fills defaults in",
    "function g(x, y = 1 - x) { return x * y; } function f(a, b) { return g(a) + g(a, b); }",
  ],
  [
    "reads a list of constants given as an argument",
    "const c = [1.5, -2, 3]; const d = [4, 5]; function p(c, x) { let s = 0; for (let i = c.length - 1; i >= 0; i--) s = s * x + c[i]; return s; } function f(a) { return p(c, a) + p(d, a); }",
  ],
  [
    "takes a constant integer of a list",
    "const c = [3, 5]; const d = Int32Array.of(7, 8, 9, 10); function f(a) { return d[c[0]] + a; }",
  ],
  [
    "narrows what it stores into columns",
    "const whole = new Int32Array(2); const small = new Uint8Array(2); function f(a) { whole[1] = a; small[1] = a; return whole[1] + small[1] / 1000; }",
    { scratch: ["whole", "small"] },
  ],
  [
    "writes bits into columns",
    "const w = new Int32Array(1); const b = new Uint8Array(1); function f(a) { w[0] = a; w[0] |= 6; w[0] &= ~2; w[0] ^= 1; w[0] <<= 3; w[0] >>= 1; w[0] >>>= 1; b[0] = 250; b[0] += a | 0; b[0]++; return (w[0] + b[0]) | 0; }",
    { scratch: ["w", "b"] },
  ],
  [
    "gives the values of steps and assignments",
    "const w = new Int32Array(3); const d = new Float64Array(1); function f(a) { w[0] = 4; w[1] = 9; const x = w[0]++ * 100 + --w[1]; let y = 0; const z = (y = a) + y++ + --y; const v = (d[0] = a * 2); const u = (w[2] = w[0]); return x + z + v + u + d[0]++; }",
    { scratch: ["w", "d"] },
  ],
  [
    "evaluates an index once, before what is stored",
    "const w = new Int32Array(8); function next() { return w[7]++; } function f(a) { for (let i = 0; i < 8; i++) w[i] = 0; w[next()] += 5; w[next()] = next(); return w[0] * 100 + w[1] * 10 + w[7] + a; }",
    { scratch: ["w"] },
  ],
  [
    "reads the bits of a double",
    "const d = new Float64Array(1); const h = new Int32Array(d.buffer); function f(a) { d[0] = a === a ? a : 0; const high = h[1]; h[0] = 0; return high + d[0]; }",
    { scratch: ["d", "h"] },
  ],
  [
    "takes remainders of integers",
    "function f(a, b) { const d = b | 0; return d === 0 ? 0 : ((a | 0) % d) | 0; }",
  ],
  [
    "takes remainders of whole numbers, -0 included",
    "function f(a, b) { const x = Math.abs(a) < 9e15 ? Math.trunc(a) : 5; const y = Math.abs(b) >= 1 && Math.abs(b) < 9e15 ? Math.trunc(b) : 3; return x % y; }",
  ],
  [
    "takes remainders of unsigned words",
    "function f(a, b) { const count = (b & 1023) + 1; const limit = 4294967296 - (4294967296 % count); const word = a >>> 0; return word >= limit ? -1 : word % count; }",
  ],
  [
    "keeps sums of integers in doubles exact",
    "function f(a, b) { let s = 0.5; s += (a | 0) * (b | 0); s += (a | 0) + 2147483647; return s; }",
  ],
  [
    "computes in loops with both kinds",
    "function f(a) { let n = 0; let x = 0; for (let i = 1; i <= 10; i++) { n += i * i; x += n / i; } return x * a + n; }",
  ],
  [
    "uses truth values as variables and results",
    "function g(x, flag) { const big = x > 10; return flag ? !big : big; } function f(a, b) { return g(a, b > 0) ? 1 : g(b, a === b) ? 2 : 3; }",
  ],
  [
    "evaluates a sequence in its order",
    "function f(a, b) { let x = 0; return ((x = a), x++, x * b); }",
  ],
  [
    "decides by numbers",
    "function f(a) { let n = 0; if (a) n += 1; if (a | 0) n += 2; if (!a) n += 4; while (n && n < 3) n++; return n; }",
  ],
];

describe("a compiled expression", () => {
  for (const expression of EXPRESSIONS) {
    it(`is that of JavaScript: ${expression}`, () => {
      const params = /\bb\b/.test(expression) ? "a, b" : "a";
      expectSame([expression, `function f(${params}) { return ${expression}; }`]);
    });
  }
});

describe("compiled code", () => {
  for (const statement of STATEMENTS) it(statement[0], () => expectSame(statement));

  it("stops where a program throws", () => {
    const { wasm } = smallProgram('function f(a) { if (a > 1) throw new Error("no"); return a; }');
    expect(wasm(1)).toBe(1);
    expect(() => wasm(2)).toThrow(WebAssembly.RuntimeError);
  });
});

describe("code compiled with checks", () => {
  it("stops where an index is out of bounds", () => {
    const code = "const c = [1, 2, 3]; function f(a) { return c[a | 0]; }";
    const { wasm } = smallProgram(code, { checked: true });
    expect(wasm(2)).toBe(3);
    expect(() => wasm(3)).toThrow(WebAssembly.RuntimeError);
    expect(() => wasm(-1)).toThrow(WebAssembly.RuntimeError);
  });

  it.each([
    ["a sum", "(a | 0) + 1", 2147483646, 2147483647],
    ["a difference", "(a | 0) - 2", 0, -2147483647],
    ["a product", "(a | 0) * 65536", 32767, 32768],
    ["a product that is -0", "(a | 0) * -3", 1, 0],
    ["a negation that is -0", "-(a | 0)", 1, 0],
  ])("stops where %s is no integer of 32 bits", (_, expression, good, bad) => {
    const code = `function f(a) { const n = ${expression}; return n; }`;
    const { js, wasm } = smallProgram(code, { checked: true });
    expect(wasm(good)).toBe(js(good));
    expect(() => wasm(bad)).toThrow(WebAssembly.RuntimeError);
  });

  it("gives the same as without where nothing is wrong", () => {
    for (const [title, code, options] of STATEMENTS.filter(([title]) =>
      /loops|switch/.test(title),
    )) {
      const { js, wasm } = smallProgram(code, { ...options, checked: true });
      for (const a of [0, 1, 2.5, 7]) expect([title, wasm(a)]).toEqual([title, js(a)]);
    }
  });
});

describe("what does not compile", () => {
  it.each([
    ["an object", "function f(a) { const o = { a }; return o.a; }"],
    ["a list made at run time", "function f(a) { return [a][0]; }"],
    ["a closure", "function f(a) { const g = () => a; return g(); }"],
    ["a string", 'function f(a) { return a === "x" ? 1 : 2; }'],
    ["a module's variable", "let n = 0; function f(a) { n = a; return a; }"],
    ["reading a module's variable", "let n = 0; function f(a) { return n + a; }"],
    ["an inexact function", "function f(a) { return Math.log(a); }"],
    ["a power", "function f(a) { return a ** 2; }"],
    ["loose equality", "function f(a) { return a == 1 ? 1 : 2; }"],
    ["an index that may be a fraction", "const c = [1, 2]; function f(a) { return c[a]; }"],
    ["the remainder of fractions", "function f(a) { return a % 1.5; }"],
    ["the value of && of numbers", "function f(a) { return a && 3; }"],
    ["a truth value among numbers", "function f(a) { let x = 1; x = a > 1; return x; }"],
    ["calculating with a truth value", "function f(a) { return (a > 1) + 1; }"],
    ["a label", "function f(a) { out: for (;;) { break out; } return a; }"],
    [
      "a for-of",
      "const c = [1, 2]; function f(a) { let s = a; for (const x of c) s += x; return s; }",
    ],
    ["destructuring", "const c = [1, 2]; function f(a) { const [x] = c; return a + x; }"],
    ["catching", "function f(a) { try { return a; } catch { return 0; } }"],
    [
      "a value stored with loss and used",
      "const b = new Uint8Array(1); function f(a) { return (b[0] = a); }",
    ],
  ])("%s", (_, code) => {
    expect(() => smallProgram(code, { scratch: ["b"] })).toThrow(/f, line 1 of the bundle/);
  });

  it("an array that functions left outside write to", () => {
    const code =
      "const s = new Int32Array(1); function place(n) { s[0] = n; } function f(a) { return s[0] + a; }";
    expect(() => smallProgram(code)).toThrow(/s is outside the engine's memory, but place/);
  });

  it("an array that it writes to itself and that is not in the memory", () => {
    const code = "const s = new Int32Array(1); function f(a) { s[0] = a; return s[0]; }";
    expect(() => smallProgram(code)).toThrow(/s is outside the engine's memory/);
  });
});
