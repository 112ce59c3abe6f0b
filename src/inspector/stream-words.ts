// What the window of a stream allows, in a sentence.
import { momentsOf, parseDistribution } from "../store/distribution-shapes.ts";
import { formatDuration } from "../ui/format.ts";
import { formatBytes } from "./wire-words.ts";

function meanMs(literal: unknown): number {
  const parsed = parseDistribution(literal, "ms");
  return parsed.ok ? momentsOf(parsed.spec).meanMs : 0;
}

/** Null where calls are no streams. `network`: the delay of the edge one way, as the file says it. */
export function streamWords(
  stream: Readonly<Record<string, unknown>> | null,
  network: unknown,
): string | null {
  if (stream === null) return null;
  const bytes = Number(stream.messageBytes);
  const fit = Math.max(1, Math.floor(Number(stream.windowBytes) / bytes));
  const size = `${fit} of its messages of ${formatBytes(bytes)}`;
  const oneWayMs = meanMs(network);
  if (oneWayMs <= 0) return `A window holds ${size}.`;
  const perS = (fit * bytes * 1000) / (2 * oneWayMs);
  return (
    `A window holds ${size}: over a round trip of ${formatDuration(2 * oneWayMs)} a stream carries ` +
    `${formatBytes(perS)} a second at most.`
  );
}
