// All that is laid over the page. Nobody waits for it before the drawing, so it comes later.
import { CampaignDialog } from "../campaign/CampaignDialog.tsx";
import { GalleryDialog } from "../files/GalleryDialog.tsx";
import { useView } from "../store/hooks.ts";
import { showDialog } from "../store/view-actions.ts";
import { ValidationDialog } from "../validation/ValidationDialog.tsx";
import { CommandPalette } from "./CommandPalette.tsx";
import { FilesDialogs } from "./FilesDialogs.tsx";
import { ShortcutSheet } from "./ShortcutSheet.tsx";

export function Dialogs() {
  const gallery = useView((view) => view.dialog === "gallery");
  return (
    <>
      <FilesDialogs />
      <GalleryDialog opened={gallery} onClose={() => showDialog(null)} />
      <CampaignDialog />
      <ValidationDialog />
      <CommandPalette />
      <ShortcutSheet />
    </>
  );
}
