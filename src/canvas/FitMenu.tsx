import { Menu } from "@mantine/core";
import { addConnected } from "../store/connect-actions.ts";
import { useDesign } from "../store/hooks.ts";
import { kindsThatFit } from "../store/scenario-port.ts";
import { studio } from "../store/studio-store.ts";
import { KindIcon } from "../ui/KindIcon.tsx";
import { focusOnceDrawn } from "./canvas-focus.ts";
import { patchCanvasMode } from "./canvas-mode.ts";
import { closeFitMenu, type FitMenuRequest, useFitMenu } from "./fit-menu-state.ts";
import { nodeSize, snapToGrid } from "./node-size.ts";

/** After an edge was dropped on the empty canvas: the kinds that can stand at its other end. */
export function FitMenu() {
  const request = useFitMenu((state) => state.request);
  return request && <OpenFitMenu request={request} />;
}

function OpenFitMenu({ request }: { readonly request: FitMenuRequest }) {
  const document = useDesign();
  const kinds = kindsThatFit(document, request.from, request.reversed);
  const word = request.reversed ? "Call it from" : "Connect to";
  return (
    <Menu opened onChange={closeFitMenu} position="bottom-start" trapFocus>
      <Menu.Target>
        <span
          className="fit-menu-anchor"
          style={{ left: request.screen.x, top: request.screen.y }}
          aria-hidden="true"
        />
      </Menu.Target>
      <Menu.Dropdown aria-label={`${word} a new node`}>
        <Menu.Label>{kinds.length > 0 ? `${word} a new` : "Nothing fits here"}</Menu.Label>
        {kinds.map((kind) => (
          <Menu.Item
            key={kind.id}
            leftSection={<KindIcon icon={kind.icon} size={16} />}
            onClick={() => add(kind.id, request)}
          >
            {kind.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function add(kind: string, { from, reversed, at }: FitMenuRequest): void {
  const { width, height } = nodeSize("compute", kind);
  const left = reversed ? at.x - width : at.x;
  const place = { x: snapToGrid(left), y: snapToGrid(at.y - height / 2) };
  const reason = addConnected(kind, place, from, reversed);
  patchCanvasMode({ notice: reason ?? "Connected." });
  const [id] = studio.getState().selection.ids;
  if (reason === null && id !== undefined) focusOnceDrawn(id);
}
