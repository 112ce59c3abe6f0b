// The table of commands, and what is made from it.
import { act, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { catalog } from "../../simulation/kinds/catalog.ts";
import { CommandPalette } from "../../src/app/CommandPalette.tsx";
import { commandPalette } from "../../src/app/command-palette-store.ts";
import { COMMANDS, commandOf, isAvailable } from "../../src/app/commands.ts";
import { documentCommands } from "../../src/app/document-commands.ts";
import { KEY_GUIDE } from "../../src/app/key-guide.ts";
import { isSingleKey, keyWords, matches } from "../../src/app/keys.ts";
import { rankOf } from "../../src/app/rank.ts";
import { ShortcutSheet, sectionsFor } from "../../src/app/ShortcutSheet.tsx";
import { useShortcuts } from "../../src/app/use-shortcuts.ts";
import { attachCanvas } from "../../src/canvas/canvas-handle.ts";
import { undo } from "../../src/store/document-actions.ts";
import { setSingleKeys } from "../../src/store/preferences.ts";
import { studio } from "../../src/store/studio-store.ts";
import { setReadOnly, showDialog } from "../../src/store/view-actions.ts";
import { currentDocument, openDocument, showPage } from "../app-b/page.tsx";

const canvas = {
  ...{ zoomIn: vi.fn(), zoomOut: vi.fn(), addKind: vi.fn(), goTo: vi.fn() },
  view: () => ({ x: 0, y: 0, zoom: 1 }),
};

beforeEach(() => {
  setSingleKeys(true);
  attachCanvas(canvas);
  openDocument(
    {
      nodes: { web: { kind: "client" }, api: { kind: "service", name: "Orders" } },
      edges: { "web->api": {} },
      faults: { "slow-api": { kind: "slow", target: "api", atS: 1, forS: 1 } },
      variants: { more: { name: "Twice the replicas", set: { "nodes.api.replicas": 2 } } },
    },
    "api",
  );
});

afterEach(() => act(() => commandPalette.close()));

const pressed = (key: string, held: object = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

describe("the table", () => {
  it("gives every command an id, a label and keys of its own", () => {
    for (const of of ["id", "label"] as const) {
      const all = COMMANDS.map((command) => `${command.group} ${command[of]}`);
      expect(new Set(all).size).toBe(all.length);
    }
    const keys = COMMANDS.flatMap((command) => command.keys ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("never lets a single key act while one types", () => {
    for (const { keys = [], whileTyping = false } of COMMANDS) {
      if (keys.some(isSingleKey)) expect(whileTyping).toBe(false);
    }
  });

  it("offers nothing that edits where nothing can be edited", () => {
    setReadOnly(true);
    const offered = COMMANDS.filter((command) => isAvailable(command, studio.getState()));
    expect(offered.map(({ id }) => id)).not.toContain("new");
    expect(documentCommands(studio.getState()).every(({ group }) => group === "Select")).toBe(true);
  });

  it("reaches every kind, node, edge, fault and variant of the scenario", () => {
    const labels = documentCommands(studio.getState()).map(({ label }) => label);
    for (const { label } of Object.values(catalog)) expect(labels).toContain(`Add ${label}`);
    expect(labels).toEqual(
      expect.arrayContaining([
        "Select Orders",
        "Select web → api",
        "Select fault Slow api",
        "Switch Slow api",
        "Break Orders: Crash",
        "Take the variant: Twice the replicas",
      ]),
    );
    expect(labels.some((label) => label.startsWith("Break with "))).toBe(true);
  });

  it("takes a variant over as one step, and does not offer it again", () => {
    const take = documentCommands(studio.getState()).find(({ group }) => group === "Variants");
    take?.run();
    expect(currentDocument().nodes.api?.replicas).toBe(2);
    expect(documentCommands(studio.getState()).some(({ group }) => group === "Variants")).toBe(
      false,
    );
    undo();
    expect(currentDocument().nodes.api?.replicas).toBeUndefined();
  });
});

describe("keys", () => {
  it("are told apart by what is held with them, except Shift with signs", () => {
    expect(matches(pressed("z", { ctrlKey: true }), "mod+z")).toBe(true);
    expect(matches(pressed("z", { metaKey: true }), "mod+z")).toBe(true);
    expect(matches(pressed("Z", { ctrlKey: true, shiftKey: true }), "mod+z")).toBe(false);
    expect(matches(pressed("Z", { ctrlKey: true, shiftKey: true }), "mod+shift+z")).toBe(true);
    expect(matches(pressed("?", { shiftKey: true }), "?")).toBe(true);
    expect(matches(pressed("s"), "mod+s")).toBe(false);
    expect(matches(pressed("s", { ctrlKey: true, altKey: true }), "mod+s")).toBe(false);
  });

  it("read as they are printed on the keyboard", () => {
    expect(keyWords("mod+shift+s", false)).toBe("Ctrl Shift S");
    expect(keyWords("mod+shift+s", true)).toBe("⌘ ⇧ S");
    expect(keyWords("F6", false)).toBe("F6");
  });

  function Page() {
    useShortcuts();
    return <input aria-label="a field" />;
  }

  it("run their command, but single ones neither in a field nor when switched off", () => {
    render(<Page />);
    const dialog = () => studio.getState().view.dialog;
    fireEvent.keyDown(screen.getByRole("textbox"), { key: "?" });
    expect(dialog()).toBeNull();
    act(() => setSingleKeys(false));
    fireEvent.keyDown(document.body, { key: "?" });
    expect(dialog()).toBeNull();
    act(() => setSingleKeys(true));
    fireEvent.keyDown(document.body, { key: "?" });
    expect(dialog()).toBe("shortcuts");
  });

  it("fold and unfold the inspector", () => {
    render(<Page />);
    fireEvent.keyDown(document.body, { key: "i", ctrlKey: true });
    expect(studio.getState().view.panels.inspector).toBe(false);
  });
});

describe("the search", () => {
  it("wants every word, and prefers beginnings", () => {
    expect(rankOf("sav", "Save", "")).toBeGreaterThan(rankOf("sav", "Discard saved", ""));
    expect(rankOf("orders select", "Select Orders", "")).toBeGreaterThan(0);
    expect(rankOf("orders gone", "Select Orders", "")).toBe(0);
    expect(rankOf("chaos", "Break it at random…", "campaign chaos")).toBeGreaterThan(0);
  });

  it("lists general commands at first, and those of the scenario when one types", async () => {
    showPage(<CommandPalette />);
    act(() => commandPalette.open());
    expect(await screen.findByText("Run or pause")).toBeTruthy();
    expect(screen.getByRole("dialog", { name: "Commands" })).toBeTruthy();
    expect(screen.queryByText("Select Orders")).toBeNull();
    fireEvent.change(screen.getByRole("textbox", { name: "Search the commands" }), {
      target: { value: "add serv" },
    });
    fireEvent.click(await screen.findByRole("button", { name: /Add Service/ }));
    expect(canvas.addKind).toHaveBeenCalledWith("service");
  });

  it("leaves out what cannot be done now", async () => {
    showPage(<CommandPalette />);
    act(() => commandPalette.open());
    await screen.findByText("Run or pause");
    expect(isAvailable(commandOf("undo"), studio.getState())).toBe(false);
    expect(screen.queryByText("Undo")).toBeNull();
  });
});

describe("the sheet", () => {
  it("shows every command that has keys, and the keys of each place", () => {
    const rows = sectionsFor("").flatMap((section) => section.rows);
    for (const { label, keys } of COMMANDS) {
      expect(rows.some((row) => row.label === label)).toBe(keys !== undefined);
    }
    expect(sectionsFor("").map(({ heading }) => heading)).toEqual(
      expect.arrayContaining(KEY_GUIDE.map(({ heading }) => heading)),
    );
  });

  it("is searched by what a key does and by the key", () => {
    expect(sectionsFor("rename").flatMap(({ rows }) => rows)).toEqual([
      { label: "Rename", keys: ["F2"] },
    ]);
    expect(sectionsFor("ctrl s").flatMap(({ rows }) => rows.map(({ label }) => label))).toContain(
      "Save",
    );
    expect(sectionsFor("xyzzy")).toEqual([]);
  });

  it("switches single keys off", async () => {
    showPage(<ShortcutSheet />);
    act(() => showDialog("shortcuts"));
    const sheet = within(await screen.findByRole("dialog"));
    const single = sheet.getByRole("switch", { name: /^Single keys/ });
    fireEvent.click(single);
    expect(JSON.parse(localStorage.getItem("brownout-preferences") ?? "{}").singleKeys).toBe(false);
  });
});
