// Cases of windows of event time: the plant's second, of which a part of the records comes late.
import type { Json } from "../../simulation/scenario/document.ts";
import type { ParameterCase } from "./parameter-cases.ts";

const NODE = "nodes.reader";

/** Records of three keys in one partition; a part of them is on the way for longer. */
const READ = {
  "nodes.log.partitions": 1,
  "nodes.log.keyCount": 3,
  [`${NODE}.serviceTime`]: 1,
  "edges.talkers->log": { networkMs: 250 },
  "edges.reader->db": null,
} satisfies Record<string, Json>;

const SMALL = { sizeMs: 40, outOfOrderMs: 20, checkpointMs: 100 };

function windowed(more: Readonly<Record<string, Json>> = {}, given: object = {}) {
  return { ...READ, ...given, [`${NODE}.windows`]: { ...SMALL, ...more } };
}

/** The instance with the partition is away for a while, and the other has it then. */
const CRASH = {
  [`${NODE}.replicas`]: 2,
  "edges.log->reader.sessionTimeoutMs": 50,
  "faults.f": { kind: "crash", target: "reader[0]", atS: 0.5, forS: 0.1 },
};
/** Partitions that have no record, or none for a time. */
const QUIET = { "nodes.log.partitions": 3, "nodes.log.keyCount": 1 };
const ASIDE = { "edges.reader->origin": { calls: [{ id: "a", when: ["late"] }] } };
const LARGE = { stateBytes: 1_000_000, restoreMbPerS: 100 };

export const STREAM_CASES: Record<string, ParameterCase> = {
  windows: { given: READ, to: SMALL },
  "windows.type": { given: windowed({ sizeMs: 20, slideMs: 5 }) },
  "windows.sizeMs": { given: windowed(), to: 60 },
  "windows.slideMs": { given: windowed({ type: "sliding", slideMs: 40 }), to: 10 },
  "windows.outOfOrderMs": { given: windowed(), to: 100 },
  "windows.allowedLatenessMs": { given: windowed(), to: 100 },
  "windows.idleMs": { given: windowed({}, QUIET), to: 100 },
  "windows.lateOperation": { given: windowed({}, ASIDE), to: "late" },
  "windows.guarantee": { given: windowed({}, CRASH) },
  "windows.checkpointMs": { given: windowed({}, CRASH), to: 300 },
  "windows.stateBytes": { given: windowed({}, CRASH), to: 1000 },
  "windows.restoreMbPerS": { given: windowed(LARGE, CRASH), to: 1000 },
};
