// Where requests failed, from the log of windows, over the measured period.
import { NOW, registers } from "../core/registers.ts";
import { blamedCodes, blameLog, edgeBlames, nodeBlames, WAYS } from "../primitives/blame-rows.ts";
import { control, PERIOD_START } from "../primitives/node-state.ts";
import { FAILURE_WAYS, type FailurePlace } from "../results/failure-place.ts";
import type { SeriesLayout } from "../results/series.ts";

interface Place {
  requests: number;
  readonly windows: (readonly [number, number])[];
}

function placeOf(code: number, layout: SeriesLayout): Pick<FailurePlace, "node" | "edge" | "way"> {
  if (code < 0) return { edge: layout.edgeIds[-1 - code] ?? "", way: "wire" };
  const node = Math.trunc((code - 1) / WAYS);
  return { node: layout.nodeIds[node] ?? "", way: FAILURE_WAYS[(code - 1) % WAYS] ?? "working" };
}

/** Failed requests by what they are due to, most first; counts by window with its end in s. */
export function failurePlaces(layout: SeriesLayout): FailurePlace[] {
  const start = control.f64[PERIOD_START];
  const found = new Map<number, Place>();
  const add = (code: number, endMs: number, requests: number): void => {
    if (requests === 0) return;
    const place = found.get(code) ?? { requests: 0, windows: [] };
    place.requests += requests;
    place.windows.push([endMs / 1000, requests]);
    found.set(code, place);
  };
  for (let row = 0; row < blameLog.highWater; row++) {
    const endMs = blameLog.endMs[row];
    if (endMs > start) add(blameLog.code[row], endMs, blameLog.requests[row]);
  }
  for (let listed = 0; listed < blamedCodes.highWater; listed++) {
    const code = blamedCodes.code[listed];
    const counts = code > 0 ? nodeBlames : edgeBlames;
    add(code, registers[NOW], counts.requests[code > 0 ? code - 1 : -1 - code]);
  }
  return [...found]
    .sort(([a, left], [b, right]) => right.requests - left.requests || a - b)
    .map(([code, { requests, windows }]) => ({ ...placeOf(code, layout), requests, windows }));
}
