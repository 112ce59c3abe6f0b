// Pictures of the drawing as files: SVG as it is, PNG twice as fine as the screen.
import "./picture.css";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { faultTitle, lengthOf } from "../../store/fault-title.ts";
import { isFaultOn } from "../../store/run-actions.ts";
import { type RunState, studio } from "../../store/studio-store.ts";
import { formatClock } from "../../ui/format.ts";
import { ScenarioPicture } from "./ScenarioPicture.tsx";
import { standaloneSvg } from "./standalone-svg.ts";

export type PictureTheme = "dark" | "light";

const PNG_SCALE = 2;
/** Browsers refuse larger canvases. */
const MOST_PNG_PX = 16_000;

/** "Shop, at 1:02, Slow payment": what and when the picture shows. */
function captionOf(run: RunState): string {
  const { document } = studio.getState().document;
  if (run.info === null || run.status === "loading") return document.name;
  const atMs = run.playheadMs ?? run.nowMs;
  const faults = Object.entries(document.faults ?? {}).filter(([id, fault]) => {
    const { atS = 0 } = fault;
    const forS = lengthOf(fault) ?? Infinity;
    const isNow = atMs >= atS * 1000 && atMs < (atS + forS) * 1000;
    return isNow && isFaultOn(document, id, atMs);
  });
  const names = faults.map(([id, fault]) => faultTitle(id, fault));
  return [document.name, `simulated, at ${formatClock(atMs)}`, ...names].join(", ");
}

/** The drawing as it stands, with the numbers of the instant that is shown. */
export async function pictureSvg(theme: PictureTheme): Promise<string> {
  const { document: state, run } = studio.getState();
  const stage = document.createElement("div");
  stage.className = "picture-stage";
  stage.dataset.theme = theme;
  document.body.append(stage);
  const root = createRoot(stage);
  try {
    flushSync(() => {
      root.render(
        <ScenarioPicture
          document={state.document}
          run={run}
          caption={captionOf(run)}
          standsAlone
        />,
      );
    });
    const drawn = stage.querySelector("svg");
    if (!drawn) throw new Error("The drawing could not be made into a picture.");
    return await standaloneSvg(drawn);
  } finally {
    root.unmount();
    stage.remove();
  }
}

async function loaded(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}

export async function picturePng(theme: PictureTheme): Promise<Blob> {
  const svg = new Blob([await pictureSvg(theme)], { type: "image/svg+xml" });
  const url = URL.createObjectURL(svg);
  try {
    const image = await loaded(url);
    const longest = Math.max(image.naturalWidth, image.naturalHeight);
    const scale = Math.min(PNG_SCALE, MOST_PNG_PX / longest);
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.naturalWidth * scale);
    canvas.height = Math.round(image.naturalHeight * scale);
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, refuse) => {
      canvas.toBlob((blob) =>
        blob ? done(blob) : refuse(new Error("This browser could not make a PNG of the drawing.")),
      );
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}
