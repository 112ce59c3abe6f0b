// What a failure is due to, as one number that travels up with it: where it happened and how. It is
// set where an attempt fails or is given up, and read where the request ends; a request that
// succeeds never touches it. Counts stand per window in a log, so that checkpoints hold them.
import { allocateRow, Table } from "../core/memory.ts";
import { NOW, registers } from "../core/registers.ts";

/** How a node failed whoever waited for it. */
export const WAITING = 0;
export const WORKING = 1;
export const ERRORS = 2;
export const REFUSING = 3;
export const AWAY = 4;
/** Ways per node, rounded up to a power of two. */
export const WAYS = 8;

const NODES = 1_000;
const EDGES = 5_000;

/** Code of a node and a way; positive, so that 0 can say that nothing is known. */
export function blameNode(node: number, way: number): number {
  return 1 + node * WAYS + way;
}

/** Code of the way over an edge; negative. */
export function blameEdge(edge: number): number {
  return -1 - edge;
}

/** Failed requests of the present window: of code c at row c - 1, of code -c at row c - 1. */
class BlameCounts extends Table {
  readonly requests = this.float64();
}

/** Codes counted in the present window. */
class BlamedCodes extends Table {
  readonly code = this.int32();
}

/** What was counted up to `endMs` since the row before of the same code. */
class BlameLog extends Table {
  readonly code = this.int32();
  readonly endMs = this.float64();
  readonly requests = this.float64();
}

export const nodeBlames = new BlameCounts("blames of nodes", NODES * WAYS);
export const edgeBlames = new BlameCounts("blames of edges", EDGES);
export const blamedCodes = new BlamedCodes("blamed codes", NODES * WAYS + EDGES);
export const blameLog = new BlameLog("blame log", 200_000);

/** Counts a failed request. */
export function addBlame(code: number): void {
  const isNode = code > 0;
  const row = isNode ? code - 1 : -1 - code;
  const before = isNode ? nodeBlames.requests[row] : edgeBlames.requests[row];
  if (before === 0) {
    const listed = allocateRow(blamedCodes.marks, blamedCodes.next, blamedCodes.cap);
    blamedCodes.code[listed] = code;
  }
  if (isNode) nodeBlames.requests[row] = before + 1;
  else edgeBlames.requests[row] = before + 1;
}

export function openBlames(nodes: number, edges: number): void {
  nodeBlames.occupy(nodes * WAYS);
  edgeBlames.occupy(edges);
}

/** Puts what the present window has counted into the log, up to the present time. */
export function closeBlames(): void {
  for (let listed = 0; listed < blamedCodes.highWater; listed++) {
    const code = blamedCodes.code[listed];
    const counts = code > 0 ? nodeBlames : edgeBlames;
    const row = code > 0 ? code - 1 : -1 - code;
    // A full log keeps its totals: what comes then is added to its last row of all.
    const isFull = blameLog.highWater >= blameLog.cap;
    const at = isFull ? blameLog.cap - 1 : allocateRow(blameLog.marks, blameLog.next, blameLog.cap);
    blameLog.code[at] = isFull ? blameLog.code[at] : code;
    blameLog.endMs[at] = registers[NOW];
    blameLog.requests[at] = counts.requests[row] + (isFull ? blameLog.requests[at] : 0);
    counts.requests[row] = 0;
  }
  blamedCodes.clear();
}
