// Upgrades at a hub that checks its callers. The upgrade is the one request of HTTP in the life of a
// WebSocket, so that is where a client shows who it is: the check is work of the instance that it has
// reached, with whatever the hub asks of its identity provider, and the connection waits for it. Messages
// over an accepted connection are not checked again. Cost: the check, and nothing for messages.
import { schedule } from "../core/event-list.ts";
import { allocateRow } from "../core/memory.ts";
import { murmurOfWord } from "../core/murmur.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import { shownOverEdges } from "./access-rows.ts";
import { ARRIVE_NOW, CONNECTED } from "./event-kinds.ts";
import { connections, pooledEdges, pools } from "./flight-rows.ts";
import { CONNECT_TIMEOUT_MS } from "./held.ts";
import { heldEdges, heldPools, UPGRADE } from "./held-rows.ts";
import { edges } from "./parameters.ts";
import { drawsKeys } from "./request.ts";
import { attempts, IN_TRANSIT, NONE, requests } from "./rows.ts";
import { sources } from "./source-parameters.ts";
import { follow } from "./transitions.ts";

/** The client of a connection has reached its hub, which looks at what it shows. */
export function askToUpgrade(connection: number): void {
  const pool = connections.pool[connection];
  const edge = pools.edge[pool];
  const attempt = allocateRow(attempts.marks, attempts.next, attempts.cap);
  attempts.node[attempt] = edges.to[edge];
  attempts.instance[attempt] = connections.instance[connection];
  attempts.operation[attempt] = heldEdges.upgrade[edge] - 1;
  attempts.call[attempt] = NONE;
  attempts.edge[attempt] = edge;
  attempts.request[attempt] = requestOf(pool, edge);
  attempts.firstCall[attempt] = 0;
  attempts.event[attempt] = 0;
  attempts.message[attempt] = connection;
  attempts.needed[attempt] = -1;
  attempts.origin[attempt] = UPGRADE;
  attempts.phase[attempt] = IN_TRANSIT;
  attempts.flags[attempt] = shownOverEdges.bits[edge];
  attempts.depth[attempt] = 1;
  heldPools.checking[pool] = attempt + 1;
  registers[AT] = registers[NOW] + CONNECT_TIMEOUT_MS;
  connections.timer[connection] = schedule(CONNECTED, connection, 0) + 1;
  follow(ARRIVE_NOW, attempt, 0);
}

/** What an upgrade descends from: no request that anybody offered. A client always shows the same token. */
function requestOf(pool: number, edge: number): number {
  const source = heldEdges.source[edge];
  const client = pool - pooledEdges.firstPool[edge];
  const request = allocateRow(requests.marks, requests.next, requests.cap);
  requests.source[request] = source;
  requests.type[request] = sources.firstType[source];
  requests.client[request] = client;
  requests.user[request] = -1;
  requests.key[request] = drawsKeys() ? murmurOfWord(client, 0) : 0;
  requests.references[request] = 1;
  requests.root[request] = -1;
  requests.patience[request] = 0;
  requests.tooDeep[request] = 0;
  requests.arrivedAt[request] = registers[NOW];
  requests.settledAt[request] = registers[NOW];
  requests.kept[request] = 1;
  return request;
}
