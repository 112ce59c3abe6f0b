import { IconArrowBackUp, IconArrowForwardUp, IconCheck } from "@tabler/icons-react";
import { redo, undo } from "../store/document-actions.ts";
import { useHistory, useIsSaved, useView } from "../store/hooks.ts";
import { BarButton } from "./BarButton.tsx";
import { HelpMenu } from "./HelpMenu.tsx";
import { Logo } from "./Logo.tsx";
import { ProblemsMenu } from "./ProblemsMenu.tsx";
import { RunControls } from "./RunControls.tsx";
import { ScenarioMenu } from "./ScenarioMenu.tsx";
import { SeedField } from "./SeedField.tsx";
import { ShareMenu } from "./ShareMenu.tsx";
import { InspectorToggle, ThemeMenu } from "./ViewControls.tsx";

export function TopBar() {
  const readOnly = useView((view) => view.readOnly);
  return (
    <header className="top-bar">
      <div className="top-left">
        <Logo />
        <h1 className="ui-visually-hidden">Brownout</h1>
        <ScenarioMenu />
        {readOnly ? null : (
          <>
            <SavedMark />
            <span className="top-rule" />
            <UndoRedo />
            <ProblemsMenu />
          </>
        )}
      </div>
      <RunControls />
      <div className="top-right">
        {readOnly ? null : (
          <>
            <SeedField />
            <span className="top-rule" />
            <InspectorToggle />
          </>
        )}
        <ShareMenu />
        <ThemeMenu />
        <HelpMenu />
      </div>
    </header>
  );
}

function SavedMark() {
  const saved = useIsSaved();
  return (
    <span className="saved-mark" role="status">
      {saved && <IconCheck size={14} aria-hidden="true" />}
      {saved ? "Saved" : "Not saved"}
    </span>
  );
}

function UndoRedo() {
  const { past, future } = useHistory();
  const undone = past.at(-1)?.label;
  const redone = future.at(-1)?.label;
  return (
    <>
      <BarButton
        label={undone ? `Undo ${undone}` : "Undo"}
        keys="Ctrl Z"
        disabled={past.length === 0}
        onClick={undo}
      >
        <IconArrowBackUp size={16} />
      </BarButton>
      <BarButton
        label={redone ? `Redo ${redone}` : "Redo"}
        keys="Ctrl Y"
        disabled={future.length === 0}
        onClick={redo}
      >
        <IconArrowForwardUp size={16} />
      </BarButton>
    </>
  );
}
