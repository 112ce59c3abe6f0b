// What stands over the drawing only while it is asked for; the drawing does not wait for it.
import { useView } from "../store/hooks.ts";
import { SelectionBar } from "./arrange/SelectionBar.tsx";
import { FindBar } from "./FindBar.tsx";
import { FitMenu } from "./FitMenu.tsx";

export function CanvasTools() {
  const readOnly = useView((view) => view.readOnly);
  return (
    <>
      <FindBar />
      <FitMenu />
      {!readOnly && <SelectionBar />}
    </>
  );
}
