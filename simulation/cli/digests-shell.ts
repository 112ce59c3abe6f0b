// Entry of the bundle that any JavaScript engine can run: a plain script without imports, console or
// files, that leaves one object of functions behind. They take and give text, so that a shell, a
// worker and Node are driven alike.
import { capacityScale } from "../core/memory.ts";
import { type Kernel, kernelFor } from "../engine/kernel.ts";
import type { ScenarioDocument } from "../scenario/document.ts";
import { type DigestCase, galleryCases } from "./digests/gallery-cases.ts";
import { differences, goldenOf, goldenText, type Measurements } from "./digests/golden.ts";
import { mathDigest } from "./digests/math-digest.ts";
import { measureDigest } from "./digests/measure-digest.ts";

interface Request {
  readonly runs: readonly {
    readonly name: string;
    readonly document: ScenarioDocument;
    readonly seed: number;
  }[];
  /** Arguments of functions as hex digits, by name of the function. */
  readonly math: Readonly<Record<string, readonly (readonly string[])[]>>;
}

interface Answer {
  /** What executed the events. */
  readonly kernel: Kernel["name"];
  /** Share of the full memory that this engine granted. */
  readonly capacityScale: number;
  readonly runs: Measurements;
  readonly math: Readonly<Record<string, string>>;
}

function answerTo({ runs, math }: Request): Answer {
  return {
    kernel: kernelFor("auto").name,
    capacityScale,
    runs: Object.fromEntries(
      runs.map(({ name, document, seed }) => [name, measureDigest(document, seed)]),
    ),
    math: Object.fromEntries(
      Object.entries(math).map(([name, points]) => [name, mathDigest(name, points)]),
    ),
  };
}

function runsOf(answer: string): Measurements {
  return (JSON.parse(answer) as Answer).runs;
}

interface DigestProgram {
  /** The cases of a gallery file. */
  readonly cases: (file: string, text: string) => readonly DigestCase[];
  /** Runs what a request asks for. */
  readonly answer: (request: string) => string;
  /** Text of the golden file for an answer. */
  readonly golden: (answer: string) => string;
  /** A sentence for each difference between a golden file and an answer. */
  readonly differences: (golden: string, answer: string) => readonly string[];
}

declare global {
  var brownoutDigests: DigestProgram;
}

globalThis.brownoutDigests = {
  cases: galleryCases,
  answer: (request) => JSON.stringify(answerTo(JSON.parse(request) as Request)),
  golden: (answer) => goldenText(runsOf(answer)),
  differences: (golden, answer) => differences(goldenOf(golden), runsOf(answer)),
};
