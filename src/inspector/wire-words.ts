// What one call over an edge weighs, in a sentence.
import { type WireValues, wireCostsOf } from "../../simulation/scenario/wire-costs.ts";
import { formatDuration } from "../ui/format.ts";

const UNITS = ["bytes", "kB", "MB", "GB"] as const;

/** `5.3 kB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}

/** Null where a call weighs nothing that is modeled. */
export function wireWords(protocol: string, values: WireValues): string | null {
  const costs = wireCostsOf(protocol, values);
  const callerMs = costs.callerWritesMs + costs.callerReadsMs;
  const calleeMs = costs.calleeReadsMs + costs.calleeWritesMs + costs.resolvesMs;
  const { requestBytes, responseBytes, requestMs, responseMs } = costs;
  if (callerMs + calleeMs === 0 && requestBytes === 0) return null;
  const size =
    requestBytes === 0
      ? ""
      : `${formatBytes(requestBytes)} there and ${formatBytes(responseBytes)} back. `;
  const link =
    requestMs + responseMs === 0 ? "" : `On the wire ${formatDuration(requestMs + responseMs)}. `;
  const refused = costs.refuses ? " The query is refused: it is deeper than allowed." : "";
  return (
    `Each call: ${size}${link}Work of the caller ${formatDuration(callerMs)}, of the callee ` +
    `${formatDuration(calleeMs)}.${refused}`
  );
}
