// Columns of small tables stand row by row while a kernel runs; before and after they are as they were.
import { describe, expect, it } from "vitest";
import { type Compiled, compile } from "../../scripts/kernel/compile.ts";
import { type KernelSource, sourceOf } from "../../scripts/kernel/source.ts";

const ROWS = 5;
const CAP = 7;

/** A table of which three columns are read and two written, and one that gets rows as it runs. */
const PROGRAM = `
  const buffer = new ArrayBuffer(4096);
  const regions = [];
  let used = 0;
  function region(name, bytes) {
    const offset = used;
    used += Math.ceil(bytes / 64) * 64;
    regions.push({ name, offset, bytes });
    return offset;
  }
  const marks = new Int32Array(buffer, region("nodes/marks", 16), 4);
  marks[1] = ${ROWS};
  marks[3] = ${CAP};
  const count = new Int32Array(buffer, region("nodes/0", 4 * ${CAP + 1}), ${CAP + 1});
  const time = new Float64Array(buffer, region("nodes/1", 8 * ${CAP + 1}), ${CAP + 1});
  const kind = new Uint8Array(buffer, region("nodes/2", ${CAP + 1}), ${CAP + 1});
  const pairs = new Int32Array(buffer, region("nodes/3", 8 * ${CAP + 1}), ${2 * (CAP + 1)});
  const growing = new Int32Array(buffer, region("types/marks", 16), 4);
  growing[3] = ${CAP};
  const links = new Int32Array(buffer, region("types/0", 4 * ${CAP + 1}), ${CAP + 1});
  for (let row = 0; row <= ${CAP}; row++) {
    count[row] = 10 * row;
    time[row] = row / 4;
    kind[row] = 250 + row;
    pairs[2 * row] = -row;
  }
  function engineMemory() {
    return { buffer, regions };
  }
  function add(row, more) {
    count[row] += more;
    time[row + 1] -= 0.5;
    const before = count[row]++;
    return before + kind[row] + pairs[2 * row];
  }
  function f(row, more) {
    growing[1]++;
    links[growing[1]] = 3;
    time[2] = time[row | 0] * 2;
    return add(row | 0, more | 0) + time[3];
  }
`;

interface Memory {
  readonly buffer: ArrayBuffer;
  readonly regions: readonly { readonly name: string; readonly offset: number }[];
}

function memoryOf(source: KernelSource): Memory {
  return (source.values.get("engineMemory") as () => Memory)();
}

/** Where rows and constants of the kernel begin, beyond the columns. */
const ROWS_AT = 8192;
const OWN_AT = 12_288;

function instanceOf(source: KernelSource, { bytes, relocations, contents, gathered }: Compiled) {
  const { buffer, regions } = memoryOf(source);
  const offsets = new Map(regions.map(({ name, offset }) => [name, offset]));
  gathered.forEach(({ region }, at) => {
    offsets.set(region, ROWS_AT + 1024 * at);
  });
  offsets.set("kernel", OWN_AT);
  const memory = new WebAssembly.Memory({ initial: 1 });
  const all = new Uint8Array(memory.buffer);
  // What an earlier call left in the rows means nothing.
  all.fill(0xa5);
  all.set(new Uint8Array(buffer));
  all.set(contents, OWN_AT);
  const code = new Uint8Array(bytes);
  for (const { at, region, addend } of relocations) {
    const address = (offsets.get(region) ?? Number.NaN) + addend;
    for (let i = 0; i < 5; i++) code[at + i] = ((address >>> (7 * i)) & 127) | (i < 4 ? 128 : 0);
  }
  const module = new WebAssembly.Module(code);
  const { exports } = new WebAssembly.Instance(module, { kernel: { memory } });
  return { f: exports.f as (row: number, more: number) => number, all };
}

describe("columns gathered in rows", () => {
  for (const checked of [false, true]) {
    for (const inline of [false, true]) {
      it(`give the same, checked ${checked}, inline ${inline}`, () => {
        const source = sourceOf(PROGRAM);
        const options = { entries: ["f"], hotPath: ["f", "add"], checked, inline };
        const compiled = compile(source, options);
        const { f, all } = instanceOf(source, compiled);
        const js = source.values.get("f") as typeof f;
        for (let row = 0; row < ROWS - 1; row++) {
          expect(f(row, 7 * row)).toBe(js(row, 7 * row));
          const { buffer } = memoryOf(source);
          expect(all.subarray(0, buffer.byteLength)).toEqual(new Uint8Array(buffer));
        }
      });
    }
  }

  it("are those with one element a row, of tables that get no rows from the kernel", () => {
    const { gathered } = compile(sourceOf(PROGRAM), { entries: ["f"], hotPath: ["f", "add"] });
    // A double, an integer and a byte: 13 bytes, in a row of 16.
    expect(gathered).toEqual([{ region: "rows of nodes", table: "nodes", rowBytes: 16 }]);
  });

  it("are none where nothing is of the hot path", () => {
    expect(compile(sourceOf(PROGRAM), { entries: ["f"] }).gathered).toEqual([]);
  });
});
