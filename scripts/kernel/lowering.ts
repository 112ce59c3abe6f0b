// What the lowering of all functions shares: their units, and the few operations that JavaScript has
// and WebAssembly has not.
import type { Instance } from "./instance.ts";
import type { Kinds } from "./kinds.ts";
import type { ExpressionLowering } from "./lower-expression.ts";
import type { Places } from "./places.ts";
import {
  apply,
  constant,
  get,
  type Local,
  set,
  type Tree,
  tee,
  typeOf,
  UNREACHABLE,
  type Unit,
  type WasmType,
  when,
} from "./tree.ts";

const TWO_63 = 2 ** 63;

export interface LoweringOptions {
  readonly kinds: Kinds;
  readonly places: Places;
  /** Adds traps for indices out of bounds and for integers that leave 32 bits or are -0. */
  readonly checked: boolean;
  unitOf(instance: Instance): Unit;
}

export class Lowering {
  readonly kinds: Kinds;
  readonly places: Places;
  /** Index of the capacity in a table's marks. */
  readonly capacityMark = 3;
  /** Functions of the kernel that no function of the program stands for. */
  readonly extra: Unit[] = [];
  readonly unitOf: (instance: Instance) => Unit;
  private readonly isChecked: boolean;
  private readonly toInt32Unit: Unit;
  private readonly remainderUnit: Unit;

  constructor(options: LoweringOptions) {
    this.kinds = options.kinds;
    this.places = options.places;
    this.unitOf = options.unitOf;
    this.isChecked = options.checked;
    this.toInt32Unit = toInt32Unit();
    this.remainderUnit = remainderUnit();
    this.extra.push(this.toInt32Unit, this.remainderUnit);
  }

  typeOf(tree: Tree): WasmType | null {
    return typeOf(tree);
  }

  /** The low 32 bits of a double's integer part, as `| 0` gives them. */
  toInt32(value: Tree): Tree {
    return { op: "call", target: this.toInt32Unit, args: [value] };
  }

  remainder(a: Tree, b: Tree): Tree {
    return { op: "call", target: this.remainderUnit, args: [a, b] };
  }

  /** Arithmetic on integers of 32 bits whose result is one too. */
  integer(
    lowering: ExpressionLowering,
    operation: "add" | "sub" | "mul" | "rem" | "neg",
    left: Tree,
    right: Tree,
  ): Tree {
    if (operation === "neg") {
      if (!this.isChecked) return apply("i32.sub", left, right);
      return this.checkedInteger(lowering, "sub", left, right, true);
    }
    if (this.isChecked) return this.checkedInteger(lowering, operation, left, right, false);
    return apply(operation === "rem" ? "i32.rem_s" : `i32.${operation}`, left, right);
  }

  private checkedInteger(
    lowering: ExpressionLowering,
    operation: "add" | "sub" | "mul" | "rem",
    left: Tree,
    right: Tree,
    isNegation: boolean,
  ): Tree {
    const a = lowering.local("i64", "a");
    const b = lowering.local("i64", "b");
    const exact = lowering.local("i64", "exact");
    const short = lowering.local("i32", "short");
    const code = operation === "rem" ? "i64.rem_s" : (`i64.${operation}` as const);
    const zero = apply("i64.eqz", get(exact));
    const sign = (x: Local): Tree =>
      apply("i32.wrap_i64", apply("i64.shr_s", get(x), constant("i64", 63)));
    // -0 in JavaScript: -x of 0, products of 0 and something negative, remainders of it.
    const negative = isNegation
      ? constant("i32", 1)
      : operation === "mul"
        ? apply("i32.or", sign(a), sign(b))
        : operation === "rem"
          ? sign(a)
          : constant("i32", 0);
    return lowering.sequence(
      [
        set(a, apply("i64.extend_i32_s", left)),
        set(b, apply("i64.extend_i32_s", right)),
        set(exact, apply(code, get(a), get(b))),
        set(short, apply("i32.wrap_i64", get(exact))),
        when(apply("i64.ne", apply("i64.extend_i32_s", get(short)), get(exact)), [UNREACHABLE]),
        when(apply("i32.and", zero, negative), [UNREACHABLE]),
      ],
      get(short),
    );
  }

  /** An index; with checks it traps where JavaScript would read `undefined` or write nothing. */
  checked(lowering: ExpressionLowering, index: Tree, length: number): Tree {
    if (!this.isChecked) return index;
    const at = lowering.local("i32", "index");
    const outside = apply("i32.ge_u", tee(at, index), constant("i32", length));
    return lowering.sequence([when(outside, [UNREACHABLE])], get(at));
  }
}

/** ToInt32 of ECMAScript 2023, 7.1.6. */
function toInt32Unit(): Unit {
  const x: Local = { name: "x", type: "f64" };
  const bits: Local = { name: "bits", type: "i64" };
  const shift: Local = { name: "shift", type: "i32" };
  const low: Local = { name: "low", type: "i32" };
  const size = apply("f64.abs", get(x));
  const whole = apply("i32.wrap_i64", apply("i64.trunc_f64_s", get(x)));
  const exponent = apply("i32.wrap_i64", apply("i64.shr_s", get(bits), constant("i64", 52)));
  // From 2^63 on, the low bits are those of the fraction, moved up by what the exponent says.
  const large: Tree[] = [
    set(bits, apply("i64.reinterpret_f64", apply("f64.abs", get(x)))),
    set(shift, apply("i32.sub", exponent, constant("i32", 1075))),
    when(apply("i32.gt_s", get(shift), constant("i32", 31)), [
      { op: "return", value: constant("i32", 0) },
    ]),
    set(low, apply("i32.shl", apply("i32.wrap_i64", get(bits)), get(shift))),
    when(
      apply("f64.lt", get(x), constant("f64", 0)),
      [apply("i32.sub", constant("i32", 0), get(low))],
      [get(low)],
      "i32",
    ),
  ];
  return {
    name: "toInt32",
    params: [x],
    result: "i32",
    exported: null,
    body: [when(apply("f64.lt", size, constant("f64", TWO_63)), [whole], large, "i32")],
  };
}

/** a % b of whole numbers below 2^63; traps for others and for b = 0. */
function remainderUnit(): Unit {
  const a: Local = { name: "a", type: "f64" };
  const b: Local = { name: "b", type: "f64" };
  const m: Local = { name: "m", type: "i64" };
  const n: Local = { name: "n", type: "i64" };
  const fraction = (whole: Local, real: Local): Tree =>
    when(apply("f64.ne", apply("f64.convert_i64_s", get(whole)), get(real)), [UNREACHABLE]);
  return {
    name: "remainder",
    params: [a, b],
    result: "f64",
    exported: null,
    body: [
      set(m, apply("i64.trunc_f64_s", get(a))),
      set(n, apply("i64.trunc_f64_s", get(b))),
      fraction(m, a),
      fraction(n, b),
      apply("f64.copysign", apply("f64.convert_i64_s", apply("i64.rem_s", get(m), get(n))), get(a)),
    ],
  };
}
