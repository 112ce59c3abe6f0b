import { useMemo } from "react";
import type { LatencyScope } from "../../../simulation/results/latency.ts";
import { useDesign, useRun } from "../../store/hooks.ts";
import { nodeTitle } from "../../store/proxy-names.ts";

export interface NamedScope extends LatencyScope {
  readonly name: string;
}

const ALL: NamedScope = { block: "endToEnd", id: "all", name: "All requests" };

/** Request types and nodes of the present run; all requests alone before there is one. */
export function useScopes(): readonly NamedScope[] {
  const layout = useRun((run) => run.info?.layout ?? null);
  const document = useDesign();
  return useMemo(() => {
    if (!layout) return [ALL];
    const types = layout.typeIds
      .slice(1)
      .map((id): NamedScope => ({ block: "endToEnd", id, name: id }));
    const named = layout.nodeIds.map(
      (id): NamedScope => ({ block: "nodes", id, name: nodeTitle(document, id) }),
    );
    // One type alone is the same as all.
    return [ALL, ...(types.length > 1 ? types : []), ...named];
  }, [layout, document]);
}

const GROUPS = [
  ["endToEnd", "Requests, end to end"],
  ["nodes", "Nodes"],
] as const;

interface ScopeSelectProps {
  readonly scopes: readonly NamedScope[];
  readonly scope: LatencyScope;
  readonly onChange: (scope: LatencyScope) => void;
}

/** Whose latencies are shown. */
export function ScopeSelect({ scopes, scope, onChange }: ScopeSelectProps) {
  const index = scopes.findIndex(({ block, id }) => block === scope.block && id === scope.id);
  return (
    <select
      aria-label="Latencies of"
      value={Math.max(0, index)}
      onChange={(event) => {
        const chosen = scopes[Number(event.currentTarget.value)];
        if (chosen) onChange({ block: chosen.block, id: chosen.id });
      }}
    >
      {GROUPS.map(([block, label]) => (
        <optgroup key={block} label={label}>
          {scopes.map((each, place) =>
            each.block === block ? (
              <option key={`${block} ${each.id}`} value={place}>
                {each.name}
              </option>
            ) : null,
          )}
        </optgroup>
      ))}
    </select>
  );
}
