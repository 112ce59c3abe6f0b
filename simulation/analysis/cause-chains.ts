// Departures and what they are due to, link by link: the graph that leads from whoever shows it to
// where it began. A chain is as long as the design is deep.
import type { Departure, DepartureLog } from "./departures.ts";

/** The departure of a node that another one can be due to; it may have departed again since. */
export function precedes(log: DepartureLog, node: number, departure: Departure): Departure | null {
  const horizon = log.horizonOf(departure.node, departure.spanMs);
  const other = log.departedBy(node, departure.window, horizon);
  return other === null || other.endWindow < departure.window - horizon ? null : other;
}

/**
 * A departure and what it is due to, link by link; a circle ends with the first that comes again, unless
 * retries in it repeat what an earlier departure began.
 */
export function chainOf(log: DepartureLog, departure: Departure): Departure[] {
  const chain = [departure];
  for (let at = departure; ; ) {
    const next = at.cause.kind === "node" ? precedes(log, at.cause.node, at) : null;
    if (next === null) return chain;
    const isCircle = chain.includes(next);
    const begun = isCircle ? begunBefore(log, chain, next) : next;
    chain.push(begun ?? next);
    if (begun === null) return chain;
    at = begun;
  }
}

/** The departure whose failures are retried in a circle; null if there is none outside of the chain. */
function begunBefore(
  log: DepartureLog,
  chain: readonly Departure[],
  circleFrom: Departure,
): Departure | null {
  for (const { node, cause, window, spanMs } of chain.slice(chain.indexOf(circleFrom))) {
    if (cause.kind !== "node" || cause.mechanism !== "retryLoad") continue;
    // A caller that still tries may not have departed: then what it calls had.
    for (const place of [cause.node, node]) {
      const earlier = log.retriedSince(place, cause.node, window, spanMs);
      if (earlier !== null && !chain.includes(earlier)) return earlier;
    }
  }
  return null;
}

export function startOf(chain: readonly Departure[]): Departure {
  const last = chain[chain.length - 1];
  const circle = chain.slice(chain.indexOf(last));
  return circle.reduce((first, other) => (other.window < first.window ? other : first));
}

/** Where the chain of causes starts; in a circle at the earliest departure of it. */
export function rootOf(log: DepartureLog, departure: Departure): Departure {
  return startOf(chainOf(log, departure));
}
