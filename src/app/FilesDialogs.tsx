// The dialogs around files. The small pictures of versions are the canvas's to draw.
import { lazy, Suspense } from "react";
import { BrokenFileDialog } from "../files/BrokenFileDialog.tsx";
import { ScenariosDialog } from "../files/library/ScenariosDialog.tsx";
import { OpenTextDialog } from "../files/share/OpenTextDialog.tsx";

const ScenarioPicture = lazy(async () => ({
  default: (await import("../canvas/picture/ScenarioPicture.tsx")).ScenarioPicture,
}));

export function FilesDialogs() {
  return (
    <>
      <BrokenFileDialog />
      <OpenTextDialog />
      <ScenariosDialog
        draw={(document) => (
          <Suspense fallback={null}>
            <ScenarioPicture document={document} run={null} />
          </Suspense>
        )}
      />
    </>
  );
}
