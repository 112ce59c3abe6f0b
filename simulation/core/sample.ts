// Draws from the loaded distributions. A draw takes one 52-bit uniform number (inversion), one normal
// (normal, lognormal) or one exponential, so that a change of parameters leaves the pairing of draws
// in two runs intact. Redraws above a maximum and below 0 (normal) are the exceptions.
import { exp, log } from "./deterministic-math.ts";
import { REDRAWS } from "./distribution-spec.ts";
import {
  A,
  B,
  C,
  CAPPED,
  CONSTANT,
  COUNT,
  DISCRETE,
  DISCRETE_EQUAL,
  type DistributionTable,
  EMPIRICAL,
  EXPONENTIAL_LAW,
  GAMMA_EXACT,
  GAMMA_TABLE,
  HYPEREXPONENTIAL,
  LIST_STRIDE,
  LOGNORMAL,
  NORMAL_LAW,
  PARETO,
  SHIFT,
  START,
  STRIDE,
  TRACE,
  TRIANGULAR,
  UNIFORM_LAW,
  WEIBULL,
} from "./distribution-table.ts";
import { Table } from "./memory.ts";
import { TABLE_CELLS, TABLE_OCTAVES } from "./quantile-tables.ts";
import { nextUniform } from "./random.ts";
import { EXPONENTIAL, NORMAL, registers, SAMPLE, UNIFORM } from "./registers.ts";
import { gammaQuantile, normalCdf, normalQuantile } from "./special-functions.ts";
import { nextExponential, nextNormal } from "./ziggurat.ts";

class RowTable extends Table {
  readonly kind = this.uint8();
  readonly parameters = this.float64(STRIDE);
  readonly lists = this.int32(LIST_STRIDE);
  readonly clamped = this.int32();
  readonly tracePosition = this.int32();
}

class EntryTable extends Table {
  readonly value = this.float64();
}

const rowTable = new RowTable("distributions", 65_536);
const entryTable = new EntryTable("distribution entries", 2_097_152);

const kinds = rowTable.kind;
const parameters = rowTable.parameters;
const lists = rowTable.lists;
const tracePosition = rowTable.tracePosition;
const entries = entryTable.value;

/** Draws clamped to the maximum of their distribution after 100 redraws, by row. */
export const clampedDraws: Int32Array = rowTable.clamped;

/**
 * Makes a compiled table the one that `sampleInto` draws from, traces at their start; to be called
 * again after the memory was cleared. False, with nothing loaded, where it exceeds 65,536 rows or
 * 2,097,152 list entries (fewer where the platform gives less memory).
 */
export function loadDistributions(table: DistributionTable): boolean {
  if (!fits(table)) return false;
  rowTable.clear();
  put(table);
  return true;
}

/**
 * Takes over changed parameters while a run goes on: the same specs in the same order, other numbers.
 * Rows keep their counts of clamped draws, traces their positions.
 */
export function replaceDistributions(table: DistributionTable): boolean {
  if (!fits(table)) return false;
  put(table);
  return true;
}

function fits(table: DistributionTable): boolean {
  return table.kinds.length <= rowTable.cap && table.entries.length <= entryTable.cap;
}

function put(table: DistributionTable): void {
  entryTable.clear();
  rowTable.occupy(table.kinds.length);
  entryTable.occupy(table.entries.length);
  kinds.set(table.kinds);
  parameters.set(table.parameters);
  lists.set(table.lists);
  entries.set(table.entries);
}

/** Draws from distribution `dist` (row of the loaded table) with a stream, into `registers[SAMPLE]`. */
export function sampleInto(dist: number, stream: number): void {
  if (kinds[dist] === CONSTANT) {
    const at = dist * STRIDE;
    registers[SAMPLE] = parameters[at + SHIFT] + parameters[at + A];
  } else {
    drawInto(dist, stream);
  }
}

/** The same for all distributions; apart, so that compilers put the constant case into callers. */
function drawInto(dist: number, stream: number): void {
  const at = dist * STRIDE;
  switch (kinds[dist]) {
    case CONSTANT:
      registers[SAMPLE] = parameters[at + SHIFT] + parameters[at + A];
      return;
    case EXPONENTIAL_LAW:
      nextExponential(stream);
      registers[SAMPLE] = parameters[at + SHIFT] + parameters[at + A] * registers[EXPONENTIAL];
      return;
    case LOGNORMAL:
      nextNormal(stream);
      registers[SAMPLE] =
        parameters[at + SHIFT] + exp(parameters[at + A] + parameters[at + B] * registers[NORMAL]);
      return;
    case NORMAL_LAW:
      sampleNormal(at, stream);
      return;
    case TRACE:
      takeFromTrace(dist);
      return;
    case CAPPED:
      sampleCapped(dist, stream);
      return;
    case GAMMA_TABLE:
      nextUniform(stream);
      gammaFromTable(dist);
      return;
    default:
      nextUniform(stream);
      quantileInto(dist);
  }
}

function sampleNormal(at: number, stream: number): void {
  let value = -1;
  for (let draw = 0; draw <= REDRAWS && value < 0; draw++) {
    nextNormal(stream);
    value = parameters[at + A] + parameters[at + B] * registers[NORMAL];
  }
  registers[SAMPLE] = parameters[at + SHIFT] + Math.max(0, value);
}

function sampleCapped(dist: number, stream: number): void {
  const max = parameters[dist * STRIDE + A];
  const within = lists[dist * LIST_STRIDE + COUNT];
  for (let draw = 0; draw <= REDRAWS; draw++) {
    drawInto(within, stream);
    if (registers[SAMPLE] <= max) return;
  }
  registers[SAMPLE] = max;
  clampedDraws[dist]++;
}

function takeFromTrace(dist: number): void {
  const count = lists[dist * LIST_STRIDE + COUNT];
  const shift = parameters[dist * STRIDE + SHIFT];
  let position = tracePosition[dist];
  if (position >= count) {
    if (parameters[dist * STRIDE + A] === 0) {
      registers[SAMPLE] = Infinity;
      return;
    }
    position = 0;
  }
  registers[SAMPLE] = shift + entries[lists[dist * LIST_STRIDE + START] + position];
  tracePosition[dist] = position + 1;
}

/** 2^(octave + 1) cells: from a probability to its cell and the place in it. */
const octaveScale = new Float64Array(TABLE_OCTAVES + 1);
for (let octave = 1, scale = 4; octave <= TABLE_OCTAVES; octave++, scale *= 2) {
  octaveScale[octave] = scale * TABLE_CELLS;
}

/** Quantile at `registers[UNIFORM]` from the table of a gamma row, exact in the far tails. */
function gammaFromTable(dist: number): void {
  const u = registers[UNIFORM];
  const upper = u >= 0.5;
  const tail = upper ? 1 - u : u;
  // The number of leading zero bits is the octave.
  const octave = Math.clz32(tail * 4294967296);
  const at = dist * STRIDE;
  if (octave > TABLE_OCTAVES || tail === 0.5) {
    const x = gammaQuantile(parameters[at + B], u, 1 - u);
    registers[SAMPLE] = parameters[at + SHIFT] + parameters[at + A] * x;
    return;
  }
  const place = tail * octaveScale[octave] - TABLE_CELLS;
  const cell = Math.floor(place);
  const t = place - cell;
  const row = ((upper ? TABLE_OCTAVES : 0) + octave - 1) * TABLE_CELLS + cell;
  const i = lists[dist * LIST_STRIDE + START] + row * 4;
  const x = entries[i] + t * (entries[i + 1] + t * (entries[i + 2] + t * entries[i + 3]));
  registers[SAMPLE] = parameters[at + SHIFT] + parameters[at + A] * x;
}

/** Value of row `dist` at probability `registers[UNIFORM]`, into `registers[SAMPLE]`. */
function quantileInto(dist: number): void {
  const at = dist * STRIDE;
  const u = registers[UNIFORM];
  const a = parameters[at + A];
  const b = parameters[at + B];
  let value = 0;
  switch (kinds[dist]) {
    case CONSTANT:
      value = a;
      break;
    case UNIFORM_LAW:
      value = a + b * u;
      break;
    case EXPONENTIAL_LAW:
      value = -a * log(1 - u);
      break;
    case WEIBULL:
      value = a * exp(b * log(-log(1 - u)));
      break;
    case PARETO:
      value = a * exp(-b * log(1 - u));
      break;
    case LOGNORMAL:
      value = exp(a + b * normalQuantile(u, 1 - u));
      break;
    case NORMAL_LAW: {
      const kept = normalCdf(a / b);
      value = Math.max(0, a + b * normalQuantile(1 - kept + u * kept, (1 - u) * kept));
      break;
    }
    case TRIANGULAR:
      value = triangularAt(a, b, parameters[at + C], u);
      break;
    case GAMMA_TABLE:
      gammaFromTable(dist);
      return;
    case GAMMA_EXACT:
      value = a * gammaQuantile(b, u, 1 - u);
      break;
    case CAPPED:
      cappedQuantileInto(dist);
      return;
    default:
      listQuantileInto(dist, u);
      return;
  }
  registers[SAMPLE] = parameters[at + SHIFT] + value;
}

function triangularAt(min: number, mode: number, max: number, u: number): number {
  const width = max - min;
  return u * width < mode - min
    ? min + Math.sqrt(u * width * (mode - min))
    : max - Math.sqrt((1 - u) * width * (max - mode));
}

/** The law of `sampleCapped` by inversion: what lies within, up to the maximum, and the clamped rest. */
function cappedQuantileInto(dist: number): void {
  const at = dist * STRIDE;
  const max = parameters[at + A];
  if (registers[UNIFORM] > 1 - parameters[at + C]) {
    registers[SAMPLE] = max;
    return;
  }
  registers[UNIFORM] = Math.max(1e-16, registers[UNIFORM] * parameters[at + B]);
  quantileInto(lists[dist * LIST_STRIDE + COUNT]);
  registers[SAMPLE] = Math.min(max, registers[SAMPLE]);
}

/** First of `count` ascending entries from `start` that is above u. */
function firstAbove(start: number, count: number, u: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (entries[start + middle] > u) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Laws with a list: a branch is chosen by u, which is then stretched to (0, 1) within the branch. */
function listQuantileInto(dist: number, u: number): void {
  const start = lists[dist * LIST_STRIDE + START];
  const count = lists[dist * LIST_STRIDE + COUNT];
  const shift = parameters[dist * STRIDE + SHIFT];
  const kind = kinds[dist];
  if (kind === DISCRETE_EQUAL) {
    registers[SAMPLE] = shift + entries[start + Math.floor(u * count)];
    return;
  }
  const branch = firstAbove(start, count, u);
  const content = start + count + branch;
  const from = branch === 0 ? 0 : entries[start + branch - 1];
  const to = entries[start + branch];
  if (kind === DISCRETE) {
    registers[SAMPLE] = shift + entries[content];
  } else if (kind === EMPIRICAL) {
    const left = entries[content - 1];
    registers[SAMPLE] = shift + left + ((u - from) / (to - from)) * (entries[content] - left);
  } else if (kind === HYPEREXPONENTIAL) {
    registers[SAMPLE] = shift - entries[content] * log((to - u) / (to - from));
  } else {
    // Inside (0, 1) whatever the rounding: quantiles are infinite at the ends.
    const inside = (u - from) / (to - from);
    registers[UNIFORM] = Math.max(1e-16, Math.min(1 - 1.2e-16, inside));
    quantileInto(entries[content] | 0);
    registers[SAMPLE] += shift;
  }
}
