import { useEdgeLive } from "../store/hooks.ts";
import { formatCount, formatRatio } from "../ui/format.ts";
import { Block, type Fact, FactTable } from "./Facts.tsx";

interface LiveRow {
  readonly column: string;
  readonly label: string;
  readonly ratio?: true;
  /** From a value above 0 on it is worth a look. */
  readonly worrying?: true;
}

/** What the policies of an edge hold, all instances of the caller together. */
const ROWS: readonly LiveRow[] = [
  { column: "openRatio", label: "Breakers open", ratio: true, worrying: true },
  { column: "halfOpenRatio", label: "Breakers half open", ratio: true },
  { column: "inBackoff", label: "Calls in back-off" },
  { column: "policyWaiting", label: "Calls waiting for a permit", worrying: true },
  { column: "bulkheadInUse", label: "Permits of the bulkhead in use" },
  { column: "tokens", label: "Tokens of the rate limit left" },
  { column: "poolInUse", label: "Connections in use" },
  { column: "poolIdle", label: "Connections idle" },
  { column: "poolWaiting", label: "Calls waiting for a connection", worrying: true },
  { column: "ejectedRatio", label: "Instances ejected", ratio: true, worrying: true },
  { column: "healthyMembers", label: "Instances seen healthy, a caller" },
];

/** Which rows an edge has depends on its policies. */
export interface PolicyPresence {
  readonly breaker: boolean;
  readonly retry: boolean;
  readonly ejects: boolean;
}

function isShown(column: string, has: PolicyPresence): boolean {
  if (column.endsWith("penRatio")) return has.breaker;
  if (column === "inBackoff") return has.retry;
  if (column === "ejectedRatio" || column === "healthyMembers") return has.ejects;
  return true;
}

/** State of the policies at the playhead or now; nothing before a run and without policies. */
export function PolicyState({ edgeId, has }: { edgeId: string; has: PolicyPresence }) {
  const live: Readonly<Record<string, number>> | null = useEdgeLive(edgeId);
  if (!live) return null;
  const facts = ROWS.flatMap(({ column, label, ratio, worrying }): Fact[] => {
    const value = live[column];
    if (value === undefined || !Number.isFinite(value) || !isShown(column, has)) return [];
    const tone = worrying && value > 0 ? "degraded" : undefined;
    const text = ratio ? formatRatio(value) : formatCount(Math.round(value * 10) / 10);
    return [{ label, value: text, tone }];
  });
  if (facts.length === 0) return null;
  return (
    <Block heading="Policies now, all callers">
      <FactTable facts={facts} />
    </Block>
  );
}
