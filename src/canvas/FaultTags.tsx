// Faults that are at work now, tagged to the node they hit: what, how long, until when.
import { IconBolt } from "@tabler/icons-react";
import { ViewportPortal } from "@xyflow/react";
import { useMemo } from "react";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { faultTitle, lengthOf } from "../store/fault-title.ts";
import { groupKey } from "../store/group-membership.ts";
import { useDesign, useFaultOn, useRun } from "../store/hooks.ts";
import { formatClock } from "../ui/format.ts";
import { tagPlace } from "./fault-tag-place.ts";
import { drawingOf } from "./flow-elements.ts";
import { type Cubic, type Rect, type Spot, spotAt } from "./geometry.ts";
import { rectOfNode } from "./groups/rect-of.ts";
import { labelBoxes } from "./label-places.ts";

export function FaultTags() {
  const { faults } = useDesign();
  return (
    <ViewportPortal>
      {Object.entries(faults ?? {}).map(([id, fault]) => (
        <FaultTag key={id} id={id} fault={fault} />
      ))}
    </ViewportPortal>
  );
}

/** What happens at one instant is shown for so long. */
const SHOWN_S = 3;

function FaultTag({ id, fault }: { readonly id: string; readonly fault: FaultDocument }) {
  const isOn = useFaultOn(id);
  const atS = fault.atS ?? 0;
  const forS = lengthOf(fault);
  const endS = forS === null ? Number.POSITIVE_INFINITY : atS + (forS || SHOWN_S);
  // Whole seconds: the tag counts down, it does not flicker.
  const nowS = useRun((run) =>
    run.status === "idle" ? -1 : Math.floor((run.playheadMs ?? run.nowMs) / 1000),
  );
  const place = usePlaceOf(fault);
  if (!isOn || !place || nowS < atS || nowS >= endS) return null;
  const left =
    forS === 0
      ? `at ${formatClock(atS * 1000)}`
      : Number.isFinite(endS)
        ? `${formatClock((endS - nowS) * 1000)} left, until ${formatClock(endS * 1000)}`
        : "until the end";
  return (
    <div
      className="fault-tag"
      role="note"
      style={{ transform: `translate(${place.x}px, ${place.y}px)` }}
    >
      <IconBolt size={16} aria-hidden="true" />
      <span>
        <strong>{faultTitle(id, fault)}</strong>
        <small>{left}</small>
      </span>
    </div>
  );
}

/** A free place beside the first target. */
function usePlaceOf(fault: FaultDocument): Spot | null {
  const document = useDesign();
  return useMemo(() => {
    const first = typeof fault.target === "string" ? fault.target : fault.target[0];
    const { nodes, groupCards, rects, curves, edges } = drawingOf(document, {});
    const target =
      targetRect(first ?? "", rects, curves) ??
      rectOfNode(document, rects, (first ?? "").split("[")[0] ?? "");
    if (!target) return null;
    const cards = [...nodes, ...groupCards].map(({ id }) => rects.get(id));
    const labels = edges.flatMap(({ data }) => (data ? labelBoxes(data.labels) : []));
    return tagPlace(
      target,
      cards.filter((rect) => rect !== undefined),
      labels,
      [...rects.values()],
    );
  }, [document, fault]);
}

function targetRect(
  target: string,
  rects: ReadonlyMap<string, Rect>,
  curves: ReadonlyMap<string, Cubic>,
): Rect | null {
  const id = target.split("[")[0] ?? "";
  const own = rects.get(id) ?? rects.get(groupKey(id));
  if (own) return own;
  const curve = curves.get(target);
  return curve ? { ...spotAt(curve, 0.5), width: 0, height: 0 } : null;
}
