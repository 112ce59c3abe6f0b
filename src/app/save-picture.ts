// Pictures of the drawing as files. What makes them comes with the first of them.
import type { PictureTheme } from "../canvas/picture/PictureFile.tsx";
import { saveMade } from "../files/share/share-actions.ts";

export type { PictureTheme } from "../canvas/picture/PictureFile.tsx";

export async function savePng(theme: PictureTheme): Promise<void> {
  await saveMade(async () => {
    const { picturePng } = await import("../canvas/picture/PictureFile.tsx");
    return picturePng(theme);
  }, `-${theme}.png`);
}

export async function saveSvg(theme: PictureTheme): Promise<void> {
  await saveMade(async () => {
    const { pictureSvg } = await import("../canvas/picture/PictureFile.tsx");
    return new Blob([await pictureSvg(theme)], { type: "image/svg+xml" });
  }, `-${theme}.svg`);
}
