// Special functions on top of deterministic-math, same bits everywhere. Used when tables are built
// and for checks and analysis, never per event, so they favor accuracy over speed. The errors stated
// are the worst of the table in test/golden, in units of the last place of the result (ulp).
import { exp, log, log1p } from "./deterministic-math.ts";

const LN_SQRT_2PI = 0.9189385332046728;
const TWO_OVER_SQRT_PI = 1.1283791670955126;
const SQRT_HALF = Math.sqrt(0.5);
const TWO_PI = 4 * 1.5707963267948966;

/** ln Gamma(y) - ((y - 1/2) ln y - y + ln sqrt(2 pi)) for y >= 10: Stirling's series. */
function stirlingRest(y: number): number {
  const w = 1 / (y * y);
  return (
    (1 / 12 -
      w *
        (1 / 360 -
          w *
            (1 / 1260 -
              w * (1 / 1680 - w * (1 / 1188 - w * (691 / 360360 - w * (1 / 156 - w * 0.0295))))))) /
    y
  );
}

/** ln Gamma(x) for x > 0, error 39 ulp; of 1 where the result is smaller, for it has zeros. */
export function lnGamma(x: number): number {
  let y = x;
  let product = 1;
  while (y < 15) product *= y++;
  return (y - 0.5) * log(y) - y + LN_SQRT_2PI + stirlingRest(y) - log(product);
}

/** Gamma(x) for x > 0, error 690 ulp, the more the larger the result. */
export function gammaFunction(x: number): number {
  return exp(lnGamma(x));
}

/** e^(-x^2) without the error that squaring adds in the exponent. */
function expMinusSquare(x: number): number {
  const rounded = Math.floor(x * 1048576 + 0.5) / 1048576;
  return exp(-rounded * rounded) * exp((rounded - x) * (rounded + x));
}

/** Complementary error function, error 48 ulp also far in the tail. */
export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x);
  if (!(x < 27.3)) return Number.isNaN(x) ? x : 0;
  if (x < 1.5) {
    // erf: all terms positive, so no cancellation (Abramowitz & Stegun 7.1.6).
    let term = x;
    let sum = x;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return 1 - TWO_OVER_SQRT_PI * expMinusSquare(x) * sum;
  }
  // Continued fraction, Abramowitz & Stegun 7.1.14, evaluated from a depth that is enough at 1.5.
  let tail = x;
  for (let n = 160; n >= 1; n--) tail = x + n / 2 / tail;
  return (expMinusSquare(x) / tail) * (TWO_OVER_SQRT_PI / 2);
}

/** Standard normal distribution function, error 1500 ulp, far out: it grows as z^2. */
export function normalCdf(z: number): number {
  return 0.5 * erfc(-z * SQRT_HALF);
}

/** c[0] + c[1] x + c[2] x^2 + ... */
function polynomial(c: readonly number[], x: number): number {
  let sum = 0;
  for (let i = c.length - 1; i >= 0; i--) sum = sum * x + c[i];
  return sum;
}

// Wichura (1988), Algorithm AS 241, PPND16: relative error about 1e-16.
const CENTER_TOP = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
  67265.7709270087, 33430.57558358813, 2509.0809287301227,
];
const CENTER_BOTTOM = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
  28729.085735721943, 5226.495278852854,
];
const NEAR_TOP = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
  0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
];
const NEAR_BOTTOM = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008,
  0.015198666563616457, 0.0005475938084995345, 1.0507500716444169e-9,
];
const FAR_TOP = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487,
  0.026532189526576124, 0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
];
const FAR_BOTTOM = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
  1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
];

/**
 * Standard normal quantile of a probability given with its complement (`lower` + `upper` = 1), so
 * that both tails are exact, error 3.5 ulp. -Infinity at lower = 0, Infinity at upper = 0.
 */
export function normalQuantile(lower: number, upper: number = 1 - lower): number {
  const q = lower < upper ? lower - 0.5 : 0.5 - upper;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(CENTER_TOP, r)) / polynomial(CENTER_BOTTOM, r);
  }
  const tail = Math.min(lower, upper);
  if (!(tail > 0)) return tail === 0 ? (lower < upper ? -Infinity : Infinity) : Number.NaN;
  const r = Math.sqrt(-log(tail));
  const x =
    r <= 5
      ? polynomial(NEAR_TOP, r - 1.6) / polynomial(NEAR_BOTTOM, r - 1.6)
      : polynomial(FAR_TOP, r - 5) / polynomial(FAR_BOTTOM, r - 5);
  return lower < upper ? -x : x;
}

/** Results of `incompleteGamma`: P(a, x), Q(a, x) = 1 - P and x dP/dx. */
const gammaParts = new Float64Array(3);

/** x^a e^-x / Gamma(a), without cancellation for large a. */
function gammaFront(a: number, x: number): number {
  if (a < 15) return exp(a * log(x) - x - lnGamma(a));
  const m = (x - a) / a;
  return exp(-a * (m - log1p(m)) - stirlingRest(a)) * Math.sqrt(a / TWO_PI);
}

/** Regularized incomplete gamma functions for a > 0, x >= 0, left in `gammaParts`. */
function incompleteGamma(a: number, x: number): void {
  if (x <= 0 || x === Infinity) {
    gammaParts[0] = x <= 0 ? 0 : 1;
    gammaParts[1] = 1 - gammaParts[0];
    gammaParts[2] = 0;
    return;
  }
  const front = gammaFront(a, x);
  gammaParts[2] = front;
  if (x < a + 1) {
    // Abramowitz & Stegun 6.5.29.
    let term = 1 / a;
    let sum = term;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= x / (a + n);
      sum += term;
    }
    gammaParts[0] = Math.min(1, front * sum);
    gammaParts[1] = 1 - gammaParts[0];
    return;
  }
  // Legendre's continued fraction (A&S 6.5.31) by the modified Lentz method.
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < 100000; n++) {
    const an = n * (a - n);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < 2e-16) break;
  }
  gammaParts[1] = Math.min(1, front * h);
  gammaParts[0] = 1 - gammaParts[1];
}

/**
 * Regularized lower incomplete gamma function P(a, x): distribution function of Gamma(shape a).
 * Shapes from 0.05 to 3000: error 120 ulp.
 */
export function gammaP(a: number, x: number): number {
  incompleteGamma(a, x);
  return gammaParts[0];
}

/**
 * Regularized upper incomplete gamma function Q(a, x) = 1 - P(a, x), without cancellation in its
 * tail. Shapes from 0.05 to 3000: error 290 ulp.
 */
export function gammaQ(a: number, x: number): number {
  incompleteGamma(a, x);
  return gammaParts[1];
}

function gammaStart(a: number, lower: number, upper: number): number {
  // Small x: P(a, x) <= x^a / Gamma(a + 1), so this is a lower bound and close where it is small.
  const small = exp((log(lower) + lnGamma(a + 1)) / a);
  if (a < 1 && small < 0.2 * a + 0.1) return small;
  // Wilson and Hilferty (1931).
  const root = 1 - 1 / (9 * a) + normalQuantile(lower, upper) / (3 * Math.sqrt(a));
  const x = a * root * root * root;
  if (root > 0.1) return x;
  return Math.max(small, 1e-300);
}

/**
 * Quantile of Gamma(shape a, scale 1) for a probability given with its complement; shapes from 0.1
 * to 60: error 340 ulp. Newton's method on ln P or ln Q as a function of ln x, whichever tail is smaller,
 * with bisection as the safeguard.
 */
export function gammaQuantile(a: number, lower: number, upper: number = 1 - lower): number {
  if (lower <= 0) return 0;
  if (upper <= 0) return Infinity;
  const inLower = lower < upper;
  const target = log(inLower ? lower : upper);
  let x = gammaStart(a, lower, upper);
  let least = 0;
  let most = Infinity;
  for (let step = 0; step < 100; step++) {
    incompleteGamma(a, x);
    const tail = gammaParts[inLower ? 0 : 1];
    const error = inLower ? log(tail) - target : target - log(tail);
    if (error > 0) most = x;
    else least = x;
    const move = tail > 0 ? (-error * tail) / gammaParts[2] : Number.NaN;
    let next = x * exp(Math.max(-5, Math.min(5, move)));
    if (!(next > least && next < most)) {
      if (!(Math.abs(move) > 1e-13)) return x;
      next = most === Infinity ? x * 2 : least === 0 ? x / 16 : (least + most) / 2;
    }
    if (!(Math.abs(next - x) > 1e-15 * x)) return next;
    x = next;
  }
  return x;
}

/**
 * Regularized incomplete beta function I_x(a, b), for a, b > 0 (continued fraction, A&S 26.5.8).
 * Parameters from 0.2 to 60: error 880 ulp.
 */
export function betaI(a: number, b: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - betaI(b, a, 1 - x);
  const front = exp(lnGamma(a + b) - lnGamma(a) - lnGamma(b) + a * log(x) + b * log1p(-x)) / a;
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < 10000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return Math.min(1, front * h);
}
