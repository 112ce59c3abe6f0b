// A hop from broker to broker: what one delivers is a publish for the other, which takes it or refuses
// it as any other, its rate limit included. The message of the first is settled by how that ends.
import { consumers } from "./consumer-rows.ts";
import { makeDelivery } from "./consumers.ts";
import { arrive } from "./station-entry.ts";

/** A broker has received a message of another one; for the parameters see makeDelivery. */
export function receiveFromBroker(
  consumer: number,
  request: number,
  operation: number,
  row: number,
  flags: number,
): number {
  const attempt = makeDelivery(consumer, request, operation, row, flags);
  consumers.inHand[consumer]++;
  arrive(attempt);
  return attempt;
}
