// What stands over the drawing only while it is asked for; the drawing does not wait for it.
import { useEffect } from "react";
import { useView } from "../store/hooks.ts";
import { SelectionBar } from "./arrange/SelectionBar.tsx";
import { FindBar } from "./FindBar.tsx";
import { FitMenu } from "./FitMenu.tsx";
import { keepRoom } from "./inside/keep-room.ts";

export function CanvasTools() {
  const readOnly = useView((view) => view.readOnly);
  useEffect(keepRoom, []);
  return (
    <>
      <FindBar />
      <FitMenu />
      {!readOnly && <SelectionBar />}
    </>
  );
}
