// The menu of a right click, of Shift F10 and of the menu key, for what lies there.
import "./context-menu.css";
import { Menu } from "@mantine/core";
import { useReactFlow } from "@xyflow/react";
import { Fragment, useEffect } from "react";
import { useStudio } from "../store/studio-store.ts";
import type { CanvasTools, ContextAction } from "./context-action.ts";
import { actionsFor } from "./context-actions.ts";
import { type ContextTarget, closeContextMenu, useContextTarget } from "./context-target.ts";

export function ContextMenu() {
  const target = useContextTarget((state) => state.target);
  return target && <OpenMenu target={target} />;
}

const NOUNS = {
  node: "Node",
  edge: "Edge",
  group: "Group",
  fault: "Fault",
  canvas: "Drawing",
} as const;

function OpenMenu({ target }: { readonly target: ContextTarget }) {
  const { screenToFlowPosition } = useReactFlow();
  const tools: CanvasTools = { toCanvas: screenToFlowPosition };
  const name = useStudio(({ document }) => document.document.nodes[target.id]?.name);
  const label = [NOUNS[target.sort], name ?? target.id.replace(/^fault:/, "")].join(" ").trim();
  useFocusReturn(target.origin);
  return (
    <Menu
      key={`${target.id} ${target.screen.x} ${target.screen.y}`}
      opened
      onChange={(opened) => {
        if (!opened) closeContextMenu();
      }}
      position="bottom-start"
      offset={2}
      width={220}
      trapFocus
      returnFocus={false}
      transitionProps={{ duration: 0 }}
    >
      <Menu.Target>
        <span
          className="fit-menu-anchor"
          style={{ left: target.screen.x, top: target.screen.y }}
          aria-hidden="true"
        />
      </Menu.Target>
      <Menu.Dropdown className="context-menu" aria-label={label}>
        {actionsFor(target).map((group, index) => (
          <Fragment key={group[0]?.group}>
            {index > 0 ? <Menu.Divider /> : null}
            {group.map((action) => (
              <Entry key={action.id} {...{ action, target, tools }} />
            ))}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/**
 * Once the menu has left the page, the keyboard goes on where it was, unless the action led
 * elsewhere. An effect's end, not the next frame: a slow page closes the menu later than that.
 */
function useFocusReturn(origin: ContextTarget["origin"]): void {
  useEffect(
    () => () => {
      const isLost = document.activeElement === document.body;
      if (isLost && origin instanceof HTMLElement) origin.focus();
    },
    [origin],
  );
}

interface EntryProps {
  readonly action: ContextAction;
  readonly target: ContextTarget;
  readonly tools: CanvasTools;
}

function Entry({ action, target, tools }: EntryProps) {
  const { icon: Icon, label, keys, isGrave, run, choices } = action;
  const icon = <Icon size={16} />;
  if (choices) {
    return (
      <Menu.Sub transitionProps={{ duration: 0 }} position="right-start">
        <Menu.Sub.Target>
          <Menu.Sub.Item leftSection={icon}>{label}</Menu.Sub.Item>
        </Menu.Sub.Target>
        <Menu.Sub.Dropdown className="context-menu context-choices" aria-label={label}>
          <Choices {...{ action, target, tools }} />
        </Menu.Sub.Dropdown>
      </Menu.Sub>
    );
  }
  return (
    <Menu.Item
      leftSection={icon}
      rightSection={keys ? <kbd className="key">{keys}</kbd> : null}
      data-grave={isGrave}
      onClick={() => run?.(target, tools)}
    >
      {label}
    </Menu.Item>
  );
}

/** Worked out when they are looked at: which faults fit takes a check of the drawing for each. */
function Choices({ action, target, tools }: EntryProps) {
  const choices = action.choices?.(target, tools) ?? [];
  if (choices.length === 0) return <Menu.Label>Nothing fits here</Menu.Label>;
  return choices.map(({ id, label, run }) => (
    <Menu.Item key={id} onClick={run}>
      {label}
    </Menu.Item>
  ));
}
