// What the check of an upgrade comes to for the connection that waits for it.
import { NODE_METERS, nodeMeter, VAIN_COMPLETIONS } from "../metrics/meters.ts";
import { CONNECTION_REFUSED, FIRST_FAILURE, UNAUTHORIZED } from "../results/outcomes.ts";
import { forget } from "./answer.ts";
import { stopTimer } from "./connections.ts";
import { connections, pools } from "./flight-rows.ts";
import { heldPools } from "./held-rows.ts";
import { edges } from "./parameters.ts";
import { openUp, turnDown } from "./pool.ts";
import { attempts } from "./rows.ts";

/** A hub has checked, or could not check, whom a connection is from. */
export function upgradeChecked(attempt: number, outcome: number): void {
  const connection = attempts.message[attempt];
  const pool = connections.pool[connection];
  const waits = heldPools.checking[pool] === attempt + 1;
  forget(attempt);
  if (!waits) return;
  const edge = pools.edge[pool];
  heldPools.checking[pool] = 0;
  stopTimer(connection);
  if (outcome < FIRST_FAILURE) {
    // It was of use, though no call waited for it.
    nodeMeter[edges.to[edge] * NODE_METERS + VAIN_COMPLETIONS]--;
    openUp(connection);
    return;
  }
  // A check that fails for want of an answer is a 503 to the upgrade.
  turnDown(connection, edge, outcome === UNAUTHORIZED ? UNAUTHORIZED : CONNECTION_REFUSED);
}
