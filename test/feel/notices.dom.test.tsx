// What is told of edits that cannot be seen, what is remembered, and the words of a file.
import { act, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CanvasMessages } from "../../src/app/CanvasMessages.tsx";
import { Toasts } from "../../src/app/Toasts.tsx";
import type { GalleryEntry } from "../../src/files/gallery.ts";
import { pictureOf } from "../../src/files/gallery-picture.ts";
import { entriesMeant, topicsOf } from "../../src/files/gallery-search.ts";
import { ScenarioStory } from "../../src/inspector/ScenarioStory.tsx";
import { newBlank, open, remove, rename, undo } from "../../src/store/document-actions.ts";
import { startEditNotices } from "../../src/store/edit-notices.ts";
import { reloadPreferences, showHintsAgain, usePreferences } from "../../src/store/preferences.ts";
import { discardSession } from "../../src/store/run-actions.ts";
import { storyOf } from "../../src/store/scenario-story.ts";
import { useToasts } from "../../src/store/toasts.ts";
import { currentDocument, openDocument, showPage } from "../app-b/page.tsx";

let stop = () => {};

beforeEach(() => {
  openDocument({
    nodes: { web: { kind: "client" }, api: { kind: "service" } },
    edges: { "web->api": { timeoutMs: 900 } },
    faults: { slow: { kind: "slow", target: "api", atS: 1, forS: 1 } },
    changes: { a: { atMs: 5, set: { "faults.slow.enabled": false } } },
    variants: { b: { name: "Short", set: { "edges.web->api.timeoutMs": 100 } } },
    notes: { look: ["See the queue."], try: "Double the load.", api: "Owned by a team." },
  });
  useToasts.setState({ toasts: [] });
  stop = startEditNotices();
});

afterEach(() => {
  stop();
  vi.useRealTimers();
});

const messages = () => useToasts.getState().toasts.map(({ message }) => message);

describe("notices", () => {
  it("tell what went with a node that was removed, and take it back", () => {
    showPage(<Toasts />);
    act(() => remove(["api"]));
    expect(messages()).toEqual(["Remove api: 1 fault, 1 recorded change and 1 variant went too."]);
    fireEvent.click(screen.getByRole("button", { name: "Undo" }));
    expect(Object.keys(currentDocument().faults ?? {})).toEqual(["slow"]);
    expect(messages()).toEqual([]);
  });

  it("are silent about what one sees", () => {
    rename("api", "Orders");
    remove(["fault:slow"]);
    undo();
    expect(messages()).toEqual([]);
  });

  it("tell of recorded changes that were discarded", () => {
    discardSession();
    expect(messages()).toEqual(["Discarded 1 recorded change."]);
  });

  it("tell of edits that another scenario took the place of, not of an untouched one", () => {
    newBlank();
    expect(messages()).toEqual([]);
    undo();
    rename("api", "Orders");
    expect(open(JSON.stringify({ ...currentDocument(), name: "Other" }), "other")).toBeNull();
    expect(messages()).toEqual(["Test was replaced; its edits are one undo away."]);
  });

  it("go with the next edit, and by themselves unless they are pointed at", () => {
    vi.useFakeTimers();
    showPage(<Toasts />);
    act(() => discardSession());
    const toast = screen.getByText(/^Discarded/);
    fireEvent.pointerEnter(toast.parentElement as HTMLElement);
    act(() => void vi.advanceTimersByTime(20_000));
    expect(messages()).toHaveLength(1);
    fireEvent.pointerLeave(toast.parentElement as HTMLElement);
    act(() => void vi.advanceTimersByTime(20_000));
    expect(messages()).toHaveLength(0);
    act(() => undo());
    act(() => discardSession());
    act(() => rename("api", "Orders"));
    expect(messages()).toHaveLength(0);
  });
});

describe("the hint", () => {
  it("never comes again once it was dismissed, until it is asked for", () => {
    showHintsAgain();
    const { unmount } = showPage(<CanvasMessages />);
    fireEvent.click(screen.getByRole("button", { name: "Dismiss the hint" }));
    expect(screen.queryByRole("region", { name: "Break something" })).toBeNull();
    unmount();
    reloadPreferences();
    expect(usePreferences.getState().dismissed).toEqual(["break-something"]);
    showPage(<CanvasMessages />);
    expect(screen.queryByRole("region", { name: "Break something" })).toBeNull();
    act(() => showHintsAgain());
    expect(screen.getByRole("region", { name: "Break something" })).toBeTruthy();
  });
});

describe("the words of a file", () => {
  it("are told apart from notes of nodes", () => {
    expect(storyOf(currentDocument())).toEqual({
      look: ["See the queue."],
      tries: ["Double the load."],
      assumptions: [],
    });
    const named = { ...currentDocument(), nodes: { look: { kind: "service" } } };
    expect(storyOf(named)?.look).toEqual([]);
    expect(storyOf({ ...named, notes: { look: "mine" } })).toBeNull();
  });

  it("stand in the inspector, with variants to take", () => {
    showPage(<ScenarioStory />);
    expect(screen.getByText("See the queue.")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Take the variant: Short" }));
    expect(currentDocument().edges["web->api"]?.timeoutMs).toBe(100);
    expect(screen.getByText("in force")).toBeTruthy();
    act(() => undo());
    expect(currentDocument().edges["web->api"]?.timeoutMs).toBe(900);
    expect(screen.queryByText("in force")).toBeNull();
  });
});

describe("the gallery", () => {
  const entry = (file: string, tags: readonly string[], summary = ""): GalleryEntry => ({
    file,
    name: file,
    summary,
    nodes: 2,
    durationS: 60,
    tags,
  });
  const entries = [
    entry("a", ["retries", "REST"], "A storm."),
    entry("b", ["retries", "Kafka"]),
    entry("c", ["Kafka", "lag"]),
    entry("d", ["retries"]),
  ];

  it("has a topic for every tag of several scenarios", () => {
    expect(topicsOf(entries)).toEqual([
      { tag: "retries", count: 3 },
      { tag: "Kafka", count: 2 },
    ]);
  });

  it("is searched by words, by nodes and by topic", () => {
    const words = new Map([["c", "payment service"]]);
    const found = (query: string, topic: string | null = null) =>
      entriesMeant(entries, query, topic, words).map(({ file }) => file);
    expect(found("storm rest")).toEqual(["a"]);
    expect(found("payment")).toEqual(["c"]);
    expect(found("", "Kafka")).toEqual(["b", "c"]);
    expect(found("retries", "Kafka")).toEqual(["b"]);
  });

  it("draws nodes where the file puts them, and lines between those", () => {
    const picture = pictureOf({
      nodes: { web: { kind: "client" }, log: { kind: "kafka" }, lost: { kind: "service" } },
      edges: { "web->log": {}, "web->lost": {} },
      layout: { web: [0, 0], log: [300, 100] },
    });
    expect(picture?.nodes.map(({ id, family }) => [id, family])).toEqual([
      ["web", "edge"],
      ["log", "messaging"],
    ]);
    expect(picture?.lines.map(({ id, isMessage }) => [id, isMessage])).toEqual([
      ["web->log", true],
    ]);
    expect(pictureOf({ nodes: { a: { kind: "service" } } })).toBeNull();
  });
});
