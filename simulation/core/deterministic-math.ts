// Elementary functions from + - * / and sqrt alone. The language leaves the accuracy of its own log,
// exp and pow open, so engines differ in the last bit; these give the same bits on every platform.
// The errors stated below are the worst of the table in test/golden, in units of the last place (ulp);
// pow is exact where the exponent is a small integer and the power is representable. Polynomials:
// Chebyshev fits computed for this file with 60 digits.

/** ln 2 as a sum: the first part has 21 trailing zero bits, so its products with exponents are exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
/** What the two leave of ln 2, for pow. */
const LN2_LOWEST = 1.1612227229362532e-26;
const LN2 = LN2_HIGH + LN2_LOW;
const LOG2_E = 1 / LN2;
const TWO_54 = 18014398509481984;

const double = new Float64Array(1);
const halves = new Int32Array(double.buffer);
/** Position of the half with sign and exponent, by the platform's byte order. */
const HIGH = new Uint8Array(Float64Array.of(1).buffer)[7] === 0x3f ? 1 : 0;

/** 2^k for k = -1074 .. 1023, at index k + 1074. */
const powersOfTwo = new Float64Array(2098);
for (let k = 0, power = 1; k <= 1023; k++, power *= 2) powersOfTwo[k + 1074] = power;
for (let k = -1, power = 0.5; k >= -1074; k--, power /= 2) powersOfTwo[k + 1074] = power;

function scaled(x: number, k: number): number {
  if (k > 1023) return x * 2 * powersOfTwo[Math.min(k - 1, 1023) + 1074];
  if (k < -1074) return x * 0.5 * powersOfTwo[Math.max(k + 1, -1074) + 1074];
  return x * powersOfTwo[k + 1074];
}

/** k such that x = m 2^k with m in [sqrt(1/2), sqrt(2)), for x > 0 that is not subnormal. */
function exponentOf(x: number): number {
  double[0] = x;
  const bits = halves[HIGH];
  // 0x6a09f: first fraction above that of sqrt(2); from there on the exponent counts one more.
  return (bits >>> 20) - 1023 + (((bits & 0xfffff) + 0x95f61) >>> 20);
}

/** ln x, error 0.6 ulp. NaN below 0, -Infinity at 0. */
export function log(x: number): number {
  if (!(x >= 2.2250738585072014e-308 && x < Infinity)) return logOfExtreme(x);
  const k = exponentOf(x);
  // ln(1 + f) = 2 artanh(s) with s = f / (2 + f) = f - s (f - z P(z)), z = s^2.
  const f = x * powersOfTwo[1074 - k] - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const odd =
    0.40000000000000885 +
    w * (0.22222222392581045 + w * (0.15386244737621665 + w * 0.13088034850927555));
  const even =
    0.6666666666666666 +
    w * (0.28571428570799784 + w * (0.18181795547521137 + w * 0.13268638369266825));
  const p = z * even + w * odd;
  if (k === 0) return f - s * (f - p);
  return k * LN2_HIGH - (s * (f - p) - k * LN2_LOW - f);
}

function logOfExtreme(x: number): number {
  if (x > 0 && x < Infinity) return log(x * TWO_54) - 54 * LN2;
  if (x === 0) return -Infinity;
  return x === Infinity ? x : Number.NaN;
}

/** e^x, error 0.68 ulp. 0 below -745.14, Infinity above 709.79. */
export function exp(x: number): number {
  if (!(x < 709.79)) return x >= 709.79 ? Infinity : Number.NaN;
  if (x < -745.14) return 0;
  const k = Math.floor(x * LOG2_E + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  // e^r = 1 + r + r c / (2 - c) with c = r - (r coth(r / 2) - 2), an even series in r.
  const z = r * r;
  const c =
    r -
    z *
      (0.1666666666666666 -
        z *
          (0.0027777777777562864 -
            z * (6.613756470855508e-5 - z * (1.6534058842837582e-6 - z * 4.1437096880780196e-8))));
  const y = 1 - (low - (r * c) / (2 - c) - high);
  return k > 1023 || k < -1074 ? scaled(y, k) : y * powersOfTwo[k + 1074];
}

/** e^r - 1 for |r| <= 0.35. */
function expm1Near0(r: number): number {
  const q =
    0.0013888888888883711 +
    r *
      (0.0001984126987500228 +
        r *
          (2.480158732567746e-5 +
            r *
              (2.755725517000089e-6 +
                r *
                  (2.755727347871858e-7 + r * (2.5105312729622103e-8 + r * 2.09147553258932e-9)))));
  const p = 0.1666666666666667 + r * (0.04166666666666667 + r * (0.008333333333326084 + r * q));
  return r + r * r * (0.5 + r * p);
}

/** e^x - 1 without cancellation near 0, error 1.5 ulp. */
export function expm1(x: number): number {
  if (!(Math.abs(x) > 0.35)) return x === 0 ? x : expm1Near0(x);
  if (x > 40 || x < -40) return exp(x) - 1;
  const k = Math.floor(x * LOG2_E + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  // What rounding took from r, to first order.
  const rest = high - r - low;
  const power = powersOfTwo[k + 1074];
  return power * (expm1Near0(r) + rest) + (power - 1);
}

/** ln(1 + x) without cancellation near 0, error 0.82 ulp. NaN below -1. */
export function log1p(x: number): number {
  const y = 1 + x;
  if (y === 1) return x;
  if (!(y > 0 && y < Infinity)) return log(y);
  // The rounding error of y enters to first order.
  const error = x > 1 ? 1 - (y - x) : x - (y - 1);
  return log(y) + error / y;
}

/** Rounding error of the product p = a b (Dekker), for factors whose product is not near overflow. */
function productError(a: number, b: number, p: number): number {
  const aSplit = a * 134217729;
  const aHigh = aSplit - (aSplit - a);
  const aLow = a - aHigh;
  const bSplit = b * 134217729;
  const bHigh = bSplit - (bSplit - b);
  const bLow = b - bHigh;
  return aLow * bLow - (p - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/** High and low part of the last `logPair`. */
const pair = new Float64Array(2);

/** ln x for a finite x > 0 to about 100 bits, as a sum of two doubles in `pair`. */
function logPair(x: number): void {
  const subnormal = x < 2.2250738585072014e-308;
  const normal = subnormal ? x * TWO_54 : x;
  const scale = exponentOf(normal);
  const k = subnormal ? scale - 54 : scale;
  const m = normal * powersOfTwo[1074 - scale];
  const f = m - 1;
  const d = m + 1;
  const dLow = m - (d - 1);
  const s = f / d;
  const sd = s * d;
  const sLow = (f - sd - productError(s, d, sd) - s * dLow) / d;
  const z = s * s;
  const zLow = productError(s, s, z) + 2 * s * sLow;
  const cube = z * s;
  const cubeLow = productError(z, s, cube) + zLow * s + z * sLow;
  // 2/3 = third + 3.7e-17
  const third = 0.6666666666666666;
  const t = cube * third;
  const tLow = productError(cube, third, t) + cubeLow * third + cube * 3.700743415417188e-17;
  let rest = 0;
  for (let n = 25; n >= 5; n -= 2) rest = rest * z + 2 / n;
  const tail = rest * z * cube;
  const a = k * LN2_HIGH;
  const b = 2 * s;
  const ab = a + b;
  const abLow = b - (ab - a) + (a - (ab - (ab - a)));
  const abt = ab + t;
  const abtLow = t - (abt - ab) + (ab - (abt - (abt - ab)));
  const low = abLow + abtLow + 2 * sLow + tLow + tail + k * LN2_LOW + k * LN2_LOWEST;
  pair[0] = abt + low;
  pair[1] = low - (pair[0] - abt);
}

function isOdd(n: number): boolean {
  return Math.abs(n) < 9007199254740992 && n - 2 * Math.floor(n / 2) === 1;
}

/** x^n for an integer n >= 1 by squaring in double-double arithmetic: correctly rounded in practice. */
function integerPower(x: number, n: number): number {
  let high = 1;
  let low = 0;
  for (let bit = 31 - Math.clz32(n); bit >= 0; bit--) {
    let p = high * high;
    low = productError(high, high, p) + 2 * high * low;
    high = p + low;
    low -= high - p;
    if (((n >>> bit) & 1) === 0) continue;
    p = high * x;
    low = productError(high, x, p) + low * x;
    high = p + low;
    low -= high - p;
  }
  return high;
}

/** x^y, error 1 ulp, with the special cases of IEEE 754 (so 1^NaN is 1). */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const magnitude = Math.abs(x);
  if (magnitude === 0 || magnitude === Infinity || Math.abs(y) === Infinity) {
    return powOfExtreme(x, magnitude, y);
  }
  if (x < 0 && y !== Math.floor(y)) return Number.NaN;
  const sign = x < 0 && isOdd(y) ? -1 : 1;
  if (y === Math.floor(y) && y >= 1 && y <= 64) {
    const power = integerPower(magnitude, y);
    if (power > 1e-200 && power < 1e200) return sign * power;
  }
  logPair(magnitude);
  const p = y * pair[0];
  if (!(Math.abs(p) < 800)) return sign * (p > 0 ? Infinity : 0);
  const pLow = productError(y, pair[0], p) + y * pair[1];
  const power = exp(p);
  return sign * (power === Infinity ? power : power + power * pLow);
}

function powOfExtreme(x: number, magnitude: number, y: number): number {
  if (magnitude === 1) return 1;
  const large = magnitude > 1 === y > 0;
  const negative = x < 0 || Object.is(x, -0);
  const sign = negative && isOdd(y) ? -1 : 1;
  return sign * (large ? Infinity : 0);
}

/** sin 2 pi r for |r| <= 1/8: 2 pi r + r^3 P(r^2). */
function sineNear0(r: number): number {
  const z = r * r;
  const p =
    -41.341702240399755 +
    z *
      (81.6052492760517 +
        z *
          (-76.70585973562093 +
            z * (42.05868918088512 + z * (-15.094054182079999 + z * 3.78643334956545))));
  // 2 pi as a sum of two doubles.
  return r * 6.283185307179586 + r * (2.4492935982947064e-16 + z * p);
}

/** cos 2 pi r for |r| <= 1/8: 1 + r^2 Q(r^2). */
function cosineNear0(r: number): number {
  const z = r * r;
  const q =
    -19.739208802178716 +
    z *
      (64.93939402266824 +
        z *
          (-85.4568172066438 +
            z *
              (60.24464135270201 +
                z * (-26.426253275854723 + z * (7.903206911569678 + z * -1.6990343940660637)))));
  return 1 + z * q;
}

/**
 * sin(2 pi x): the sine of an angle in turns, so that whole turns are taken off without error.
 * Error 0.99 ulp; exact at multiples of a quarter. NaN where x is not finite.
 */
export function sineOfTurns(x: number): number {
  const turns = Math.abs(x);
  const part = turns - Math.floor(turns);
  const quarter = Math.floor(part * 4 + 0.5);
  const r = part - quarter / 4;
  let y = (quarter & 1) === 0 ? sineNear0(r) : cosineNear0(r);
  if ((quarter & 2) !== 0) y = -y;
  return x < 0 ? -y : y;
}

/** cos(2 pi x): the cosine of an angle in turns, error 0.87 ulp. */
export function cosineOfTurns(x: number): number {
  const turns = Math.abs(x);
  const part = turns - Math.floor(turns);
  const quarter = Math.floor(part * 4 + 0.5);
  const r = part - quarter / 4;
  const y = (quarter & 1) === 0 ? cosineNear0(r) : sineNear0(r);
  return quarter === 1 || quarter === 2 ? -y : y;
}
