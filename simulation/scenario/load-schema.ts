// Schemas of what a source of load may say besides numbers: its profile over time and modulated
// (MMPP) arrivals.
import * as z from "zod/mini";
import { type MmppLiteral, mmppProblem, PHASES_MOST } from "../kinds/mmpp.ts";
import { described } from "./described.ts";
import { distributionObjectSchema } from "./distribution-schema.ts";
import type { MMPP_FIELDS, PROFILE_FIELDS } from "./field-names.ts";
import { LIMITS } from "./limits.ts";
import { parseRateCsv, RATE_LINES_MAX } from "./rate-csv.ts";

z.config({ jitless: true });

const CSV_LENGTH_MAX = 5_000_000;
const FILE_NAME_MAX = 500;
const RATE_MAX = 1e7;
const GAP_MAX = 1e12;

const secondsSchema = z.number().check(z.gte(0.001), z.lte(LIMITS.simulatedS));
const pointSchema = z.tuple([z.number().check(z.gte(0)), z.number().check(z.gte(0))]);
const pointsSchema = z.array(pointSchema).check(z.minLength(1), z.maxLength(RATE_LINES_MAX));
const csvSchema = z.string().check(z.maxLength(CSV_LENGTH_MAX), ({ value, issues }) => {
  const read = parseRateCsv(value);
  if (read.ok) return;
  for (const { line, message } of read.problems) {
    const place = line === 0 ? "" : `line ${line}: `;
    issues.push({ code: "custom", message: place + message, input: value });
  }
});

const fileSchema = z
  .string()
  .check(z.minLength(1), z.maxLength(FILE_NAME_MAX), ({ value, issues }) => {
    const message =
      "is read by the command only, where the scenario file names it; else give the text as csv";
    issues.push({ code: "custom", message, input: value });
  });

const profileFields = {
  shape: z.optional(z.enum(["linear", "steps", "sine"])),
  points: described(z.optional(pointsSchema), "Each [second, multiplier]."),
  repeatEveryS: described(
    z.optional(z.nullable(secondsSchema)),
    "The points are a pattern that begins anew every so many seconds.",
  ),
  amplitude: described(
    z.optional(z.number().check(z.gte(0), z.lte(1))),
    "Sine: the rate swings by this share of itself.",
  ),
  periodS: described(z.optional(secondsSchema), "Sine: from one peak to the next. Unit: s."),
  phaseS: described(
    z.optional(z.number().check(z.gte(-LIMITS.simulatedS), z.lte(LIMITS.simulatedS))),
    "Sine: when the rate first rises through its mean. Unit: s. Default: 0.",
  ),
  csv: described(
    z.optional(csvSchema),
    "A recorded series of rates instead of points: lines of t_s,rate_per_s.",
  ),
  file: described(
    z.optional(fileSchema),
    "A CSV file beside the scenario instead of points, read by the command.",
  ),
} satisfies Record<(typeof PROFILE_FIELDS)[number], z.ZodMiniType>;

const SINE_FIELDS = ["amplitude", "periodS", "phaseS"];
const POINTS_FIELDS = ["points", "csv", "file"];

type Values = Readonly<Record<string, unknown>>;
type Report = (field: string, message: string) => void;

function checkSine(values: Values, report: Report): void {
  for (const name of [...POINTS_FIELDS, "repeatEveryS"].filter((name) => values[name] != null)) {
    report(name, "does not go with a sine");
  }
  for (const name of ["amplitude", "periodS"].filter((name) => values[name] === undefined)) {
    report(name, "a number");
  }
}

function checkPoints(values: Values, report: Report): void {
  for (const name of SINE_FIELDS.filter((name) => values[name] !== undefined)) {
    report(name, 'goes with the shape "sine" only');
  }
  const [first, second] = POINTS_FIELDS.filter((name) => values[name] !== undefined);
  if (first === undefined) report("points", "a list of [second, multiplier]");
  if (second !== undefined) report(second, `stands beside ${first}: give one of them`);
}

const profileObjectSchema = z.strictObject(profileFields).check(({ value, issues }) => {
  const report: Report = (field, message) =>
    issues.push({ code: "custom", message, path: [field], input: value });
  if (value.shape === "sine") checkSine(value, report);
  else checkPoints(value, report);
});

/** The points alone (joined by lines), their shape and repetition, a sine, or a recorded series. */
export const profileSchema = z.union([pointsSchema, profileObjectSchema]);

const rateSchema = z.number().check(z.gte(0), z.lte(RATE_MAX));

function phasesOf<T extends z.ZodMiniType>(schema: T) {
  return z.array(schema).check(z.minLength(1), z.maxLength(PHASES_MOST));
}

const mmppFields = {
  ratesPerS: described(phasesOf(rateSchema), "Arrivals per second in each phase."),
  switchPerS: described(
    phasesOf(phasesOf(rateSchema)),
    "Row i, column j: rate of changing from phase i to phase j.",
  ),
  start: described(
    z.optional(z.union([z.literal("stationary"), z.number().check(z.int(), z.gte(0))])),
    "Number of the first phase; stationary (default): drawn from the long-run shares.",
  ),
} satisfies Record<(typeof MMPP_FIELDS)[number], z.ZodMiniType>;

const mmppSchema = z
  .strictObject({ type: z.literal("mmpp"), ...mmppFields })
  .check(({ value, issues }) => {
    const problem = mmppProblem(value as MmppLiteral);
    if (problem === null) return;
    const path = problem.field.split(".");
    issues.push({ code: "custom", message: problem.message, path, input: value });
  });

/** A named process, gaps as a number or a distribution of ms, or an MMPP. */
export function arrivalsSchema(options: readonly string[]): z.ZodMiniType {
  const drawn = distributionObjectSchema("ms") as z.ZodMiniDiscriminatedUnion;
  return z.union([
    z.enum(options as readonly [string, ...string[]]),
    z.number().check(z.gte(0), z.lte(GAP_MAX)),
    z.discriminatedUnion("type", [drawn, mmppSchema]),
  ]);
}
