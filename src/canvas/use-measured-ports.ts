import { useStoreApi, useUpdateNodeInternals } from "@xyflow/react";
import { useEffect } from "react";

/**
 * From far away cards have no ports, and what React Flow measures of them then has no ends for lines.
 * Once they are seen from near these are measured again, all at once.
 */
export function useMeasuredPorts(overview: boolean): void {
  const store = useStoreApi();
  const measure = useUpdateNodeInternals();
  useEffect(() => {
    if (overview) return;
    const lacking = [...store.getState().nodeLookup.values()].filter(
      ({ type, internals }) => type === "card" && !internals.handleBounds?.source,
    );
    if (lacking.length > 0) measure(lacking.map(({ id }) => id));
  }, [overview, store, measure]);
}
