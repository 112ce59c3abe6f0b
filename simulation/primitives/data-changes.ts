// When a request has changed data first and last: between the two somebody may see a part of what it
// does. Kept for the requests in progress in a ring; one that is pushed out of it is not reported.
import { reachRow, ringRow, Table } from "../core/memory.ts";
import { NOW, registers } from "../core/registers.ts";
import { requests } from "./rows.ts";
import { types } from "./source-parameters.ts";

const RING = 1 << 15;

class Changes extends Table {
  /** Row + 1; 0 = none. */
  readonly request = this.int32();
  readonly times = this.int32();
  readonly arrivedAt = this.float64();
  readonly firstAt = this.float64();
  readonly lastAt = this.float64();
}

class ChangeCounts extends Table {
  /** Settled requests that have changed data more than once, and the times between, ms. */
  readonly requests = this.float64();
  readonly totalMs = this.float64();
  readonly mostMs = this.float64();
}

const changes = new Changes("changes of data by requests", RING);
/** By reported type. */
export const changeCounts = new ChangeCounts("changes of data by type", 2_000);

function isOf(row: number, request: number): boolean {
  return (
    changes.request[row] === request + 1 && changes.arrivedAt[row] === requests.arrivedAt[request]
  );
}

/** A request has changed data now. */
export function noteChange(request: number): void {
  const row = ringRow(changes.marks, request);
  if (!isOf(row, request)) {
    reachRow(changes.marks, row);
    changes.request[row] = request + 1;
    changes.arrivedAt[row] = requests.arrivedAt[request];
    changes.firstAt[row] = registers[NOW];
    changes.times[row] = 0;
  }
  changes.times[row]++;
  changes.lastAt[row] = registers[NOW];
}

/** Nothing of a request is left that could change data. */
export function closeChanges(request: number): void {
  const row = ringRow(changes.marks, request);
  if (!isOf(row, request)) return;
  changes.request[row] = 0;
  if (changes.times[row] < 2) return;
  const type = types.reported[requests.type[request]];
  const ms = changes.lastAt[row] - changes.firstAt[row];
  changeCounts.requests[type]++;
  changeCounts.totalMs[type] += ms;
  if (ms > changeCounts.mostMs[type]) changeCounts.mostMs[type] = ms;
}
