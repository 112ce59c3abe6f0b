// What happens when the page opens: the worker starts, the kept work comes back, or, at the first
// visit, the shop runs.

import { FORMAT, type ScenarioDocument } from "../../simulation/scenario/document.ts";
import { loadLayout } from "../canvas/auto-layout.ts";
import { FIRST_SCENARIO, galleryText } from "../files/gallery.ts";
import { restoreWork, startKeeping } from "../files/library/keeper.ts";
import { openText } from "../files/open-file.ts";
import { isEmbedded, isLink, openAddress } from "../files/share/links.ts";
import { carriedScenario } from "../files/share/single-file.ts";
import { attachAssessor } from "../store/assessment.ts";
import { attachBackgroundRuns } from "../store/background-runs.ts";
import { attachLayout, loadChecks } from "../store/checking.ts";
import { restore } from "../store/document-actions.ts";
import { startEditNotices } from "../store/edit-notices.ts";
import { run } from "../store/run-actions.ts";
import { attachWorker, failRun, receiveSnapshot } from "../store/run-lifecycle.ts";
import { type StudioState, studio } from "../store/studio-store.ts";
import { setEmbedded, setPanelOpen, setPanelSize } from "../store/view-actions.ts";
import { attachPilot } from "../store/warmup-advice.ts";
import { holdParts } from "../ui/later.ts";
import {
  assess,
  couple,
  exportTraces,
  mapStability,
  runBlastRadius,
  runCampaign,
  startWorker,
  suggestWarmup,
  traceRequests,
  tryRemedies,
} from "../worker/client.ts";
import { followWindow } from "./follow-window.ts";

const WIDE_PX = 1800;
/** Below these widths the panels beside the canvas begin folded. */
const PALETTE_FROM_PX = 1400;
const INSPECTOR_FROM_PX = 1100;

/** Below this height the panels give some of theirs to the canvas. */
const TALL_PX = 850;

function fitPanels({ innerWidth: width, innerHeight: height }: Window): void {
  if (width >= WIDE_PX) setPanelSize({ inspectorWidth: 360 });
  if (width >= WIDE_PX && height > 1000) setPanelSize({ timelineHeight: 200, resultsHeight: 280 });
  if (height < TALL_PX) setPanelSize({ timelineHeight: 160, resultsHeight: 252 });
  setPanelOpen("palette", width >= PALETTE_FROM_PX);
  setPanelOpen("inspector", width >= INSPECTOR_FROM_PX);
}

/** Our own file needs no check before it is drawn; null if it is none of this version. */
function ownScenario(text: string): ScenarioDocument | null {
  try {
    const document = JSON.parse(text) as ScenarioDocument;
    return document.format === FORMAT ? document : null;
  } catch {
    return null;
  }
}

/** The shop, running unless the person asked for less motion. Opening it is not a step to undo. */
async function beginWithShop(shop: Promise<string>): Promise<void> {
  const text = await shop;
  const document = ownScenario(text);
  if (document) restore(document);
  else await openText(text, FIRST_SCENARIO);
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) await run();
}

/** A page whose worker dies more often than this has no working one to offer. */
const MOST_WORKERS = 4;
let workers = 0;

/** A worker that died is replaced: the work is in the page, only the run is lost. */
function beginWorker(): void {
  workers += 1;
  const client = startWorker(
    (snapshot) => receiveSnapshot(snapshot, performance.now()),
    (message) => {
      client.close();
      failRun(`The simulation stopped: ${message}`);
      if (workers < MOST_WORKERS) beginWorker();
    },
  );
  attachWorker(client.port);
}

/** What the page was opened for, by its address or by what it carries; false if for nothing. */
async function openWanted(): Promise<boolean> {
  window.addEventListener("hashchange", () => void openAddress());
  const carried = carriedScenario();
  if (carried === null && !isLink(window.location.hash)) return false;
  await loadLayout();
  if (isLink(window.location.hash)) return openAddress();
  return carried !== null && (await openText(carried, "the scenario of this page"));
}

/** Brings back the kept work, or begins as at the first visit. */
async function openFirst(): Promise<void> {
  // Asked for before it is known whether anything else is there: both answers take their time.
  const shop = galleryText(FIRST_SCENARIO);
  shop.catch(() => undefined);
  // A page within another one is nobody's work.
  const found = isEmbedded() ? false : await restoreWork(loadLayout);
  if (!isEmbedded()) startKeeping();
  startEditNotices();
  if ((await openWanted()) || found) return;
  try {
    await beginWithShop(shop);
  } catch (error) {
    failRun(error instanceof Error ? error.message : String(error));
  }
}

/** Once the state is such, or `mostMs` later. */
function until(isSuch: (state: StudioState) => boolean, mostMs: number): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(end, mostMs);
    const stop = studio.subscribe((state) => {
      // What made it so has more to do at once: it hands the scenario to the worker.
      if (isSuch(state)) setTimeout(end);
    });
  });
}

/** Once something is open, or nothing can be, or `mostMs` later. */
export function firstOpening(mostMs: number): Promise<void> {
  return until(({ document, run }) => document.openings > 0 || run.status === "failed", mostMs);
}

/** Panels are not kept waiting for longer by a slow run, ms. */
const LONGEST_HOLD_MS = 2000;

function nextPaint(): Promise<void> {
  // Frames do not come to a page that nobody sees.
  if (document.visibilityState !== "visible") return Promise.resolve();
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

/** Once the first values are on the drawing, or `opened` and none are to come. */
async function firstValues(opened: Promise<void>): Promise<void> {
  const values = until(({ run }) => run.live !== null || run.status === "failed", LONGEST_HOLD_MS);
  const rests = opened.then(() => (studio.getState().run.status === "idle" ? undefined : values));
  await Promise.race([values, rests]);
  await nextPaint();
}

export async function start(): Promise<void> {
  fitPanels(window);
  followWindow(isEmbedded());
  if (isEmbedded()) setEmbedded();
  beginWorker();
  attachLayout(loadLayout);
  attachPilot(suggestWarmup);
  attachBackgroundRuns({
    runCampaign,
    tryRemedies,
    runBlastRadius,
    mapStability,
    traceRequests,
    exportTraces,
    couple,
  });
  attachAssessor(assess);
  const opened = openFirst();
  const rest = firstValues(opened).then(() => loadChecks());
  holdParts(rest);
  await opened;
}
