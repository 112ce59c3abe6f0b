// What most drawings have not at first: loaded when it is met.
import type { EdgeProps, NodeProps } from "@xyflow/react";
import { type ComponentType, lazy, memo, Suspense } from "react";
import type { EdgeGripsProps } from "./EdgeGrips.tsx";
import type { GroupCardNode, RegionNode } from "./groups/group-elements.ts";
import type { LineEdge } from "./line-elements.ts";
import type { NoteNode } from "./notes/note-elements.ts";
import type { OverviewLayerProps } from "./OverviewLayer.tsx";

/** The component behind a boundary of its own, so that the rest of the drawing stays. */
function later<Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>) {
  const Loaded = lazy(load) as unknown as ComponentType<Props>;
  return memo(function Later(props: Props) {
    return (
      <Suspense fallback={null}>
        <Loaded {...props} />
      </Suspense>
    );
  });
}

export const LazyRegion = later<NodeProps<RegionNode>>(async () => ({
  default: (await import("./groups/RegionBox.tsx")).RegionBox,
}));
export const LazyGroupCard = later<NodeProps<GroupCardNode>>(async () => ({
  default: (await import("./groups/GroupCard.tsx")).GroupCard,
}));
export const LazyBundle = later<EdgeProps<LineEdge>>(async () => ({
  default: (await import("./groups/BundleLine.tsx")).BundleLine,
}));
export const LazyNote = later<NodeProps<NoteNode>>(async () => ({
  default: (await import("./notes/NoteCard.tsx")).NoteCard,
}));
export const LazySelectionBar = later<object>(async () => ({
  default: (await import("./arrange/SelectionBar.tsx")).SelectionBar,
}));
export const LazyFindBar = later<object>(async () => ({
  default: (await import("./FindBar.tsx")).FindBar,
}));
export const LazyFitMenu = later<object>(async () => ({
  default: (await import("./FitMenu.tsx")).FitMenu,
}));
export const LazyEdgeGrips = later<EdgeGripsProps>(async () => ({
  default: (await import("./EdgeGrips.tsx")).EdgeGrips,
}));
export const LazyOverview = later<OverviewLayerProps>(async () => ({
  default: (await import("./OverviewLayer.tsx")).OverviewLayer,
}));
