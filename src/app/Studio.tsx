// The shell: where the regions stand and how wide they are. What is in them is the features' own.
import "./app.css";
import "./large-results.css";
import "./opening.css";
import "./sheet.css";
import { useViewportSize } from "@mantine/hooks";
import { ReactFlowProvider } from "@xyflow/react";
import type { CSSProperties } from "react";
import { Canvas } from "../canvas/Canvas.tsx";
import { CanvasReach } from "../canvas/CanvasReach.tsx";
import { Palette } from "../canvas/Palette.tsx";
import { useFileDrop } from "../files/use-file-drop.ts";
import { useView } from "../store/hooks.ts";
import { useResultsView } from "../store/results-view.ts";
import { useStudio } from "../store/studio-store.ts";
import { setPanelSize } from "../store/view-actions.ts";
import { later } from "../ui/later.ts";
import { CanvasMessages } from "./CanvasMessages.tsx";
import { Splitter } from "./Splitter.tsx";
import { StoryTeller } from "./StoryTeller.tsx";
import { TopBar } from "./TopBar.tsx";
import { useContextRequests } from "./use-context-requests.ts";
import { usePresenterSize } from "./use-presenter-size.ts";
import { useShortcuts } from "./use-shortcuts.ts";

// The drawing need not wait for what stands around it: only it and the bars come with the page.
const EmbedBar = later(async () => (await import("./EmbedBar.tsx")).EmbedBar, <header />);
const Results = later(async () => (await import("../results/Results.tsx")).Results);
const Timeline = later(async () => (await import("../timeline/Timeline.tsx")).Timeline);
const Inspector = later(async () => (await import("../inspector/Inspector.tsx")).Inspector);
const TableView = later(async () => (await import("../table/TableView.tsx")).TableView);
const ContextMenu = later(async () => (await import("./ContextMenu.tsx")).ContextMenu);
const Toasts = later(async () => (await import("./Toasts.tsx")).Toasts);
const Dialogs = later(async () => (await import("./Dialogs.tsx")).Dialogs);

const TOP_BAR_PX = 48;
const LEAST_CANVAS = { width: 480, height: 320 };
const INSPECTOR = { min: 240, max: 420 };
const TIMELINE = { min: 72, max: 400 };
const RESULTS = { min: 120 };
const PALETTE_PX = { open: 208, closed: 48 };

export function Studio() {
  const drop = useFileDrop();
  const view = useView((state) => state);
  const { isFull, isTold } = useResultsView((results) => ({
    isFull: results.isFull,
    isTold: results.tab === "Cascade" && results.cascadeView === "story",
  }));
  useShortcuts();
  useContextRequests();
  usePresenterSize(view.presenter);
  const isOpening = useIsOpening();
  const style = {
    "--inspector": `${view.inspectorWidth}px`,
    "--timeline": `${view.timelineHeight}px`,
    "--results": `${view.resultsHeight}px`,
  } as CSSProperties;
  return (
    <div
      className="studio"
      data-palette={view.panels.palette ? "open" : "closed"}
      data-inspector={view.panels.inspector ? "open" : "closed"}
      data-read-only={view.readOnly || undefined}
      data-opening={isOpening || undefined}
      data-results={(isFull && !view.readOnly && "full") || undefined}
      data-told={isTold || undefined}
      data-sheet={(view.inspectorWide && view.panels.inspector && !view.readOnly) || undefined}
      data-embedded={view.embedded || undefined}
      style={style}
      {...drop.handlers}
    >
      {view.embedded ? <EmbedBar /> : <TopBar />}
      <main className="studio-body">
        <ReactFlowProvider>
          <div className="studio-main">
            {!view.readOnly && <Palette />}
            <div className="studio-canvas" data-as-table={view.asTable || undefined}>
              {view.asTable ? <TableView /> : <Canvas />}
              {view.asTable ? null : <CanvasReach />}
              <CanvasMessages />
            </div>
            {view.panels.inspector && !view.readOnly && <InspectorRegion />}
            <ContextMenu />
          </div>
        </ReactFlowProvider>
        <TimelineRegion />
        {!view.embedded && <ResultsRegion />}
      </main>
      <Dialogs />
      <StoryTeller />
      <Toasts />
      {drop.isOver && <div className="drop-veil">Drop to open the scenario</div>}
    </div>
  );
}

/** Until the first scenario is there, what would only be drawn to be drawn anew is not shown. */
function useIsOpening(): boolean {
  return useStudio(({ document, run }) => document.openings === 0 && run.status !== "failed");
}

function InspectorRegion() {
  const { inspectorWidth, paletteOpen } = useView((view) => ({
    inspectorWidth: view.inspectorWidth,
    paletteOpen: view.panels.palette,
  }));
  const { width } = useViewportSize();
  const palette = paletteOpen ? PALETTE_PX.open : PALETTE_PX.closed;
  const room = width - palette - LEAST_CANVAS.width;
  return (
    <div className="studio-inspector">
      <Splitter
        label="Inspector width"
        orientation="vertical"
        size={inspectorWidth}
        min={INSPECTOR.min}
        max={Math.max(INSPECTOR.min, Math.min(INSPECTOR.max, room))}
        onResize={(px) => setPanelSize({ inspectorWidth: px })}
      />
      <Inspector />
    </div>
  );
}

function TimelineRegion() {
  const { timelineHeight, resultsHeight, isFixed } = useView((view) => ({
    timelineHeight: view.timelineHeight,
    resultsHeight: view.resultsHeight,
    isFixed: view.readOnly || view.presenter,
  }));
  const { height } = useViewportSize();
  const room = height - TOP_BAR_PX - LEAST_CANVAS.height - resultsHeight;
  return (
    <div className="studio-timeline">
      {isFixed ? null : (
        <Splitter
          label="Timeline height"
          orientation="horizontal"
          size={timelineHeight}
          min={TIMELINE.min}
          max={Math.max(TIMELINE.min, Math.min(TIMELINE.max, room))}
          onResize={(px) => setPanelSize({ timelineHeight: px })}
        />
      )}
      <Timeline />
    </div>
  );
}

function ResultsRegion() {
  const { resultsHeight, timelineHeight, readOnly } = useView((view) => ({
    timelineHeight: view.timelineHeight,
    resultsHeight: view.resultsHeight,
    readOnly: view.readOnly,
  }));
  const isFull = useResultsView((results) => results.isFull);
  const { height } = useViewportSize();
  // The canvas gives way to results that somebody wants to read.
  const room = height - TOP_BAR_PX - timelineHeight;
  return (
    <div className="studio-results">
      {readOnly || isFull ? null : (
        <Splitter
          label="Results height"
          orientation="horizontal"
          size={resultsHeight}
          min={RESULTS.min}
          max={Math.max(RESULTS.min, room)}
          onResize={(px) => setPanelSize({ resultsHeight: px })}
        />
      )}
      <Results />
    </div>
  );
}
