// What happens when the page opens: the worker starts, the kept work comes back, or, at the first
// visit, the shop runs.
import { restoreWork, startAutosave } from "../files/autosave.ts";
import { FIRST_SCENARIO, galleryText } from "../files/gallery.ts";
import { openText } from "../files/open-file.ts";
import { attachAssessor } from "../store/assessment.ts";
import { attachCampaigns } from "../store/campaign.ts";
import { restore } from "../store/document-actions.ts";
import { run } from "../store/run-actions.ts";
import { attachWorker, failRun, receiveSnapshot } from "../store/run-lifecycle.ts";
import { parseScenario } from "../store/scenario-port.ts";
import { setPanelOpen, setPanelSize } from "../store/view-actions.ts";
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
  if (height < TALL_PX) setPanelSize({ timelineHeight: 140, resultsHeight: 258 });
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

export async function start(): Promise<void> {
  fitPanels(window);
  followWindow();
  const client = startWorker(
    (snapshot) => receiveSnapshot(snapshot, performance.now()),
    (message) => failRun(`The simulation stopped: ${message}`),
  );
  attachWorker(client.port);
  attachPilot(suggestWarmup);
  attachCampaigns(runCampaign);
  attachAssessor(assess);
  const found = await restoreWork();
  startAutosave();
  if (found) return;
  try {
    await beginWithShop();
  } catch (error) {
    failRun(error instanceof Error ? error.message : String(error));
  }
}
