"""Writes math-table.json: points of every elementary and special function of simulation/core.

Needs python3-mpmath. Each row has the arguments and the correctly rounded result as 16 hex digits
of a double, then what rounding took away, in units of the last place of the result:
true value = result + rest * ulp(result). Usage: python3 math-table.py > math-table.json
"""
import json
import math
import random
import struct
from fractions import Fraction

from mpmath import mp, mpf

mp.dps = 70
random.seed(20261121)
TINY = 5e-324
LEAST_NORMAL = 2.0**-1022
LARGEST = (2 - 2.0**-52) * 2.0**1023


def hex_of(x):
    return struct.pack(">d", x).hex()


def fraction_of(x):
    sign, mantissa, exponent, _ = x._mpf_
    value = Fraction(mantissa) * Fraction(2) ** exponent
    return -value if sign else value


def rounded(true):
    """The nearest double and the rest in its last places, of an mpf or a float without error."""
    if not mp.isfinite(true) or true == 0:
        return float(true), 0
    if abs(true) > mpf(LARGEST) * (1 + mpf(2) ** -54):
        return math.copysign(math.inf, mp.sign(true)), 0
    if abs(true) < mpf(TINY) / 2:
        return math.copysign(0, mp.sign(true)), 0
    exact = fraction_of(mpf(true))
    near = exact.numerator / exact.denominator
    rest = (exact - Fraction(near)) / Fraction(math.ulp(near))
    return near, round(float(rest), 6)


def row(arguments, true):
    near, rest = rounded(true)
    return [*(hex_of(float(x)) for x in arguments), hex_of(near), rest]


def around(x, steps=2):
    """x and its neighbors."""
    points = [x]
    low = high = x
    for _ in range(steps):
        low, high = math.nextafter(low, -math.inf), math.nextafter(high, math.inf)
        points += [low, high]
    return points


def log_uniform(low, high, count):
    return [math.exp(random.uniform(math.log(low), math.log(high))) for _ in range(count)]


def uniform(low, high, count):
    return [random.uniform(low, high) for _ in range(count)]


def signed(points):
    return [sign * x for x in points for sign in (1, -1)]


def table(function, points):
    seen, rows = set(), []
    for point in points:
        arguments = point if isinstance(point, tuple) else (point,)
        if arguments in seen:
            continue
        seen.add(arguments)
        rows.append(row(arguments, function(*(mpf(x) for x in arguments))))
    return rows


SUBNORMAL = [TINY, 3 * TINY, 2.0**-1060, 1.5 * 2.0**-1040, LEAST_NORMAL - TINY]

EXP = (
    uniform(-745, 709.7, 90)
    + signed(log_uniform(1e-20, 1, 30))
    + [x for k in (-1000, -37, -1, 1, 2, 3, 37, 1000) for x in around(float(mp.log(2) * k / 2))]
    + [0.0, 1.0, -1.0, *around(709.782712893384), *around(-708.3964185322641)]
    + [-745.1332191019411, -745.133219101942, -744.4400719213812, -720.5, -800.0, 710.0, 1e300]
    + signed(SUBNORMAL)
)
LOG = (
    log_uniform(1e-307, 1e307, 70)
    + uniform(0.5, 2, 60)
    + [1 + sign * x for x in log_uniform(1e-15, 0.1, 20) for sign in (1, -1)]
    + around(1.0, 6)
    + [x for p in (math.sqrt(0.5), math.sqrt(2), 2.0, 0.5, 1024.0) for x in around(p)]
    + SUBNORMAL
    + log_uniform(TINY * 1e3, LEAST_NORMAL, 15)
    + [LEAST_NORMAL, LARGEST, 10.0, math.e]
)
EXPM1 = signed(log_uniform(1e-300, 700, 70)) + uniform(-2, 2, 40) + SUBNORMAL + (
    [*around(0.35), *around(-0.35), 709.7, -40.0, -50.0, -745.0, 40.5]
)
LOG1P = signed(log_uniform(1e-300, 0.9, 60)) + log_uniform(1e-3, 1e300, 40) + SUBNORMAL + (
    [*around(-0.5), *around(1.0), *around(2.0**-53), -0.9999999999999999, LARGEST]
)
POW = (
    [(x, y) for x in log_uniform(1e-3, 1e3, 12) for y in uniform(-40, 40, 6)]
    + [(x, float(n)) for x in uniform(0.3, 3, 5) for n in (-3, 2, 3, 7, 25, 64, 65, 200)]
    + [(1 + d, y) for d in (1e-15, -1e-12, 1e-9, -1e-6) for y in (1e3, -1e6, 12345.678, 0.5)]
    + [(2.0, -1074.0), (2.0, -1060.5), (2.0, 1023.999), (10.0, 308.0), (10.0, -308.0), (10.0, 22.0)]
    + [(TINY, 0.5), (TINY, -0.5), (LARGEST, 0.5), (LARGEST, -1.0), (2.0**-1050, 0.98), (0.5, 1074.0)]
    + [(10.0, -320.5), (1.5, -1825.0), (LARGEST, 1.0), (0.1, 3.0), (7.0, -0.333)]
)
TURNS = (
    uniform(-1, 1, 80)
    + signed(log_uniform(1e-300, 0.1, 25))
    + [x for k in range(-8, 9) for x in around(k / 8)]
    + log_uniform(10, 1e14, 20)
    + [2.0**52 + 0.5, 1e300, *SUBNORMAL]
)


def sine_of_turns(x):
    return mp.sinpi(2 * (x - mp.floor(x)))


def cosine_of_turns(x):
    return mp.cospi(2 * (x - mp.floor(x)))


def tail_quantile(p):
    """x with Q(x) = p for the standard normal, 0 < p <= 1/2."""
    if p == mpf(1) / 2:
        return mpf(0)
    x = mp.sqrt(-2 * mp.log(p)) if p < 0.1 else (mpf(1) / 2 - p) * mp.sqrt(2 * mp.pi)
    for _ in range(300):
        tail = mp.erfc(x / mp.sqrt(2)) / 2
        step = mp.log(tail / p) * tail / mp.npdf(x)
        x += step
        if abs(step) < abs(x) * mpf(10) ** -60:
            return x
    raise ArithmeticError(f"no quantile of {p}")


def normal_quantile(lower, upper=None):
    upper = 1 - lower if upper is None else upper
    return -tail_quantile(lower) if lower < upper else tail_quantile(upper)


PROBABILITIES = (
    uniform(0.001, 0.999, 60)
    + log_uniform(1e-307, 1e-3, 50)
    + [x for p in (0.075, 0.925, 0.5, 0.25) for x in around(p)]
    + [float(mp.exp(-25)), 0.99, 0.999, 0.9999, 1e-10, LEAST_NORMAL]
)
NORMAL_QUANTILE = PROBABILITIES + [(1 - p, p) for p in log_uniform(1e-300, 1e-3, 30)]


def normal_cdf(z):
    return mp.erfc(-z / mp.sqrt(2)) / 2


ERFC = uniform(-6, 27, 90) + signed(log_uniform(1e-12, 1, 20)) + [0.0, *around(1.5), 26.5, 27.2]
NORMAL_CDF = uniform(-38, 8, 90) + signed(log_uniform(1e-12, 1, 15)) + [0.0, -37.5, -38.4]
LN_GAMMA = (
    log_uniform(1e-300, 1e-3, 15)
    + uniform(0.01, 15, 60)
    + log_uniform(15, 1e15, 30)
    + [1 + 1e-6, 2 - 1e-7, *around(15.0), *around(2.5), 0.5, 1e300]
)
GAMMA_FUNCTION = uniform(0.01, 20, 60) + uniform(20, 171, 30) + [0.5, 171.6, 1e-300, 6.0, 1e-5]
SHAPES = log_uniform(0.05, 3000, 60)
GAMMA = [(a, a * math.exp(random.gauss(0, 1.5 / math.sqrt(1 + a)))) for a in SHAPES] + [
    (a, x) for a in (0.1, 1.0, 2.0, 15.0, 400.0) for x in (a * 0.01 + 1e-9, a, a + 1, 3 * a + 5)
]


def gamma_quantile(a, lower):
    """Newton's method on ln P as a function of ln x, from where P is small: it cannot overshoot."""
    t = (mp.log(lower) + mp.loggamma(a + 1)) / a
    for _ in range(200):
        x = mp.exp(t)
        below = mp.gammainc(a, 0, x, regularized=True)
        density = mp.exp(a * t - x - mp.loggamma(a))
        step = mp.log(lower / below) * below / density
        t += step
        if abs(step) < mpf(10) ** -45:
            return mp.exp(t)
    raise ArithmeticError(f"no quantile of {lower} for {a}")


GAMMA_QUANTILE = [
    (a, p) for a in log_uniform(0.1, 60, 8) for p in (1e-4, 0.01, 0.3, 0.5, 0.9, 0.999)
]
BETA = [
    (a, b, x)
    for a, b in zip(log_uniform(0.2, 60, 12), log_uniform(0.2, 60, 12))
    for x in (0.02, 0.3, a / (a + b), 0.8, 0.97)
]


def elementary():
    yield "exp", table(mp.exp, EXP)
    yield "log", table(mp.log, LOG)
    with mp.workdps(420):
        # Enough that 1 + x keeps the smallest x whole.
        yield "expm1", table(lambda x: mp.exp(x) - 1, EXPM1)
        yield "log1p", table(lambda x: mp.log(1 + x), LOG1P)
    yield "pow", table(mp.power, POW)
    with mp.workdps(420):
        # Enough that x - floor(x) is exact.
        yield "sineOfTurns", table(sine_of_turns, TURNS)
        yield "cosineOfTurns", table(cosine_of_turns, TURNS)


def special():
    yield "erfc", table(mp.erfc, ERFC)
    yield "normalCdf", table(normal_cdf, NORMAL_CDF)
    yield "normalQuantile", table(normal_quantile, NORMAL_QUANTILE)
    yield "lnGamma", table(mp.loggamma, LN_GAMMA)
    yield "gammaFunction", table(mp.gamma, GAMMA_FUNCTION)
    yield "gammaP", table(lambda a, x: mp.gammainc(a, 0, x, regularized=True), GAMMA)
    yield "gammaQ", table(lambda a, x: mp.gammainc(a, x, mp.inf, regularized=True), GAMMA)
    yield "gammaQuantile", table(gamma_quantile, GAMMA_QUANTILE)
    yield "betaI", table(
        lambda a, b, x: mp.betainc(a, b, 0, x, regularized=True), BETA
    )


def write():
    parts = []
    for name, rows in [*elementary(), *special()]:
        lines = ",\n".join(f"  {json.dumps(r)}" for r in rows)
        parts.append(f" {json.dumps(name)}: [\n{lines}\n ]")
    print("{\n" + ",\n".join(parts) + "\n}")


write()
