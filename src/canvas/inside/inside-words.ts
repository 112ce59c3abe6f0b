// What the inside of a broker says to those who do not see it.
import type { BrokerInside } from "../../../simulation/results/broker-inside.ts";
import { formatCount } from "../../ui/format.ts";
import type { PlacedInside, PlacedOutlet } from "./place-inside.ts";

function outletWords({ title, key, isDead }: PlacedOutlet, live: BrokerInside | null): string {
  const group = live?.groups[key];
  const backlog = group?.backlog ?? live?.queues[key]?.backlog;
  const rest = group === undefined ? "" : " not committed";
  const waiting = backlog === undefined ? "" : ` with ${formatCount(backlog)}${rest}`;
  return `${title}${isDead && !title.includes("dead") ? " (dead letters)" : ""}${waiting}`;
}

/** "Inside: exchange topic; queues a with 12, b with 0" */
export function insideSentence(inside: PlacedInside, live: BrokerInside | null): string {
  const { intakes, outlets, noun, partitions } = inside;
  const into =
    partitions > 0
      ? [`${partitions} ${partitions === 1 ? "partition" : "partitions"}`]
      : intakes.map(({ title, detail }) => [title, detail].join(" ").trim());
  const out = outlets.map((outlet) => outletWords(outlet, live));
  const parts = [into.join(", "), out.length > 0 ? `${noun} ${out.join(", ")}` : `no ${noun}`];
  return `Inside: ${parts.filter((part) => part !== "").join("; ")}`;
}
