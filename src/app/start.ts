// What happens when the page opens: the worker starts, the kept work comes back, or, at the first
// visit, the shop runs.
import { loadLayout } from "../canvas/auto-layout.ts";
import { FIRST_SCENARIO, galleryText } from "../files/gallery.ts";
import { restoreWork, startKeeping } from "../files/library/keeper.ts";
import { openText } from "../files/open-file.ts";
import { isEmbedded, isLink, openAddress } from "../files/share/links.ts";
import { carriedScenario } from "../files/share/single-file.ts";
import { attachAssessor } from "../store/assessment.ts";
import { attachCampaigns } from "../store/campaign.ts";
import { restore } from "../store/document-actions.ts";
import { startEditNotices } from "../store/edit-notices.ts";
import { run } from "../store/run-actions.ts";
import { attachWorker, failRun, receiveSnapshot } from "../store/run-lifecycle.ts";
import { parseScenario } from "../store/scenario-port.ts";
import { setEmbedded, setPanelOpen, setPanelSize } from "../store/view-actions.ts";
import { attachPilot } from "../store/warmup-advice.ts";
import { assess, runCampaign, startWorker, suggestWarmup } from "../worker/client.ts";
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

/** The shop, running unless the person asked for less motion. Opening it is not a step to undo. */
async function beginWithShop(): Promise<void> {
  const text = await galleryText(FIRST_SCENARIO);
  const parsed = parseScenario(text);
  if (parsed.ok) restore(parsed.document);
  else openText(text, FIRST_SCENARIO);
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
  return carried !== null && openText(carried, "the scenario of this page");
}

/** Brings back the kept work, or begins as at the first visit. */
async function openFirst(): Promise<void> {
  // A page within another one is nobody's work.
  const found = isEmbedded() ? false : await restoreWork(loadLayout);
  if (!isEmbedded()) startKeeping();
  startEditNotices();
  if ((await openWanted()) || found) return;
  try {
    await beginWithShop();
    await loadLayout();
  } catch (error) {
    failRun(error instanceof Error ? error.message : String(error));
  }
}

export async function start(): Promise<void> {
  fitPanels(window);
  followWindow(isEmbedded());
  if (isEmbedded()) setEmbedded();
  beginWorker();
  attachPilot(suggestWarmup);
  attachCampaigns(runCampaign);
  attachAssessor(assess);
  await openFirst();
}
