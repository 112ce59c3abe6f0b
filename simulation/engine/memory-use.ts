// Memory that a run takes and that grows with its load: rows that come and go, up to the most that
// were ever in use together. The same on every platform, unlike what the process holds.
import { events } from "../core/event-list.ts";
import type { Table } from "../core/memory.ts";
import { tried } from "../primitives/balance-rows.ts";
import { connections, flights } from "../primitives/flight-rows.ts";
import { guardRows } from "../primitives/guard-rows.ts";
import { records } from "../primitives/log-rows.ts";
import { messages } from "../primitives/mailbox-rows.ts";
import { attemptExtras, attempts, callExtras, calls, requests } from "../primitives/rows.ts";

/** Bytes of one row in all columns. */
function rowBytesOf(table: Table): number {
  let bytes = 0;
  for (const column of Object.values(table)) {
    if (ArrayBuffer.isView(column) && column !== table.marks) {
      bytes += column.byteLength / (table.cap + 1);
    }
  }
  return bytes;
}

const GROWING = [
  ...[requests, attempts, attemptExtras, calls, callExtras, guardRows, tried],
  ...[flights, connections, messages, records, events],
].map((table) => ({ table, rowBytes: rowBytesOf(table) }));

/** Bytes of all rows of requests, attempts, calls with what belongs to them, messages, records and events. */
export function growingBytes(): number {
  return GROWING.reduce((sum, { table, rowBytes }) => sum + table.highWater * rowBytes, 0);
}
