// A stream processor with windows against a service that reads the same topic and counts as it goes.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { metronome, nodeOf, simulate, sketch } from "../support/simulate.ts";

interface Given {
  readonly log?: object;
  readonly faults?: Readonly<Record<string, FaultDocument>>;
}

/** Ten events a second, and one that comes 3 s late. */
function play(reader: object, { log, faults }: Given = {}): EngineTotals {
  return simulate(
    sketch({
      run: { durationS: 30 },
      nodes: {
        near: metronome(100, 50),
        far: metronome(1000, 500),
        log: { kind: "kafka", partitions: 1, serviceTime: 0, ...log },
        w: { serviceTime: 1, ...reader },
      },
      edges: {
        "near->log": {},
        "far->log": { networkMs: 3000 },
        "log->w": { staticMembership: true, commitIntervalMs: 4000 },
      },
      ...(faults ? { faults } : {}),
    }),
  );
}

const windows = { sizeMs: 1000, outOfOrderMs: 0, checkpointMs: 4000 };
const PROCESSOR = { kind: "stream-processor", windows };
const SERVICE = { kind: "service" };
const groupOf = (totals: EngineTotals) => nodeOf(totals, "log").queues?.w;

describe("a stream processor with windows", () => {
  it("leaves out what comes late; a service works on it like on anything else", () => {
    const { completions, stream } = nodeOf(play(PROCESSOR), "w");
    expect(stream?.late).toBe(27);
    expect((stream?.counted ?? 0) + 27).toBe(completions);
    expect(nodeOf(play(SERVICE), "w").completions).toBe(completions);
  });

  it("counts once after a crash; a service has done again what was not committed", () => {
    const crash = { f: { kind: "crash", target: "w", atS: 15, forS: 1 } } as const;
    const exact = nodeOf(play(PROCESSOR, { faults: crash }), "w").stream;
    expect(exact?.countedTwice).toBe(0);
    expect(exact?.counted).toBe(nodeOf(play(PROCESSOR), "w").stream?.counted);
    expect(groupOf(play(SERVICE, { faults: crash }))?.duplicates).toBeGreaterThan(20);
  });

  it("says nothing while a partition is empty; a service does not mind", () => {
    const log = { partitions: 6, keyCount: 1 };
    expect(nodeOf(play(PROCESSOR, { log }), "w").stream?.results).toBe(0);
    expect(groupOf(play(SERVICE, { log }))?.backlogAtEnd).toBeLessThan(50);
  });
});
