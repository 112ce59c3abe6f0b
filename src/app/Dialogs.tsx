// All that is laid over the page, and what is only heard. Nobody waits for it before the drawing, so it
// comes later.
import { CampaignDialog } from "../campaign/CampaignDialog.tsx";
import { GalleryDialog } from "../files/GalleryDialog.tsx";
import { useView } from "../store/hooks.ts";
import { showDialog } from "../store/view-actions.ts";
import { ValidationDialog } from "../validation/ValidationDialog.tsx";
import { BrokerTeller } from "./BrokerTeller.tsx";
import { CommandPalette } from "./CommandPalette.tsx";
import { FilesDialogs } from "./FilesDialogs.tsx";
import { ShortcutSheet } from "./ShortcutSheet.tsx";

export function Dialogs() {
  const gallery = useView((view) => view.dialog === "gallery");
  return (
    <>
      <BrokerTeller />
      <FilesDialogs />
      <GalleryDialog opened={gallery} onClose={() => showDialog(null)} />
      <CampaignDialog />
      <ValidationDialog />
      <CommandPalette />
      <ShortcutSheet />
    </>
  );
}
