// Saves a chart or a table of the results as a file.
import { studio } from "../../store/studio-store.ts";
import { formatClock } from "../../ui/format.ts";
import type { Exportable } from "./exportables.ts";
import { figureSvg } from "./figure-svg.ts";
import { csvOf } from "./tabular.ts";

export type ExportFormat = "png" | "svg" | "csv";

/** Pixels of a picture for one of the page, so that it is sharp on any screen. */
const PIXEL_RATIO = 2;

/** Writes the file; throws where the figure shows no drawing or the browser draws none. */
export async function saveExport(what: Exportable, format: ExportFormat): Promise<void> {
  download(fileName(what.title, format), await contentOf(what, format));
}

async function contentOf(what: Exportable, format: ExportFormat): Promise<Blob> {
  if (format === "csv") return new Blob([csvOf(what.data())], { type: "text/csv" });
  const figure = what.picture?.element();
  if (!what.picture || !figure) throw new Error("The figure shows no drawing.");
  const words = { title: what.title, note: noteOfRun(), legend: what.picture.legend };
  const svg = await figureSvg(figure, words);
  const blob = new Blob([svg], { type: "image/svg+xml" });
  return format === "svg" ? blob : pngOf(svg);
}

/** Scenario and seed: what it takes to see these numbers again. */
function noteOfRun(): string {
  const { document, run } = studio.getState();
  const seed = run.info ? `, seed ${run.info.seed}` : "";
  return `${document.document.name}${seed}, ${formatClock(run.nowMs)}`;
}

export function fileName(title: string, format: ExportFormat | "json"): string {
  const { document } = studio.getState();
  const words = `${document.document.name} ${title}`.toLowerCase();
  const name = words.replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "");
  return `${name || "results"}.${format}`;
}

async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * PIXEL_RATIO;
  canvas.height = image.naturalHeight * PIXEL_RATIO;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, refuse) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else refuse(new Error("The browser made no picture."));
    }, "image/png");
  });
}

export function download(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the blob after the click returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
