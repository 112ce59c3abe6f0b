// The order of unit tests: what takes long begins first, so that the workers end together. Vitest
// remembers how long each file took; a clean clone has nothing to remember, and would go by size.
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files of more than some seconds, longest first; one that is missing here only ends later. */
const LONGEST = [
  // Collects all garbage some twenty times, which takes long once others have filled the heap.
  "bench/soak",
  "conformance/every-parameter",
  "analysis/hard-cascades",
  "golden/digests",
  "conformance/live-change",
  "app-b/inspector.dom",
  "gallery/gallery-engine",
  "kernel/engine",
  "analysis/faults-in-noise",
  "engine/gallery.property",
  "engine/monotone.property",
  "golden/invariance",
  "engine/checkpoint.property",
  "scenario/hostile-files.property",
  "kernel/hints",
  "files/link-text",
];

function rankOf({ moduleId }: TestSpecification): number {
  const at = LONGEST.findIndex((name) => moduleId.includes(`/test/${name}.test.`));
  return at < 0 ? LONGEST.length : at;
}

export class LongestFirst extends BaseSequencer {
  /** Projects stay one after another: a worker that goes from one to another begins anew. */
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    const projects = [...new Set(usual.map(({ project }) => project))];
    const place = ({ project }: TestSpecification) => projects.indexOf(project);
    return usual.sort((a, b) => place(a) - place(b) || rankOf(a) - rankOf(b));
  }
}
