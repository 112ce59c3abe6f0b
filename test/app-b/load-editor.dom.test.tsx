// The load of a selected client, edited by points on the timeline.
import { fireEvent, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { undo } from "../../src/store/document-actions.ts";
import { movedPoint, withPoint } from "../../src/store/profile-edits.ts";
import { studio } from "../../src/store/studio-store.ts";
import {
  type PointsPlot,
  pathOf,
  placeOf,
  pointAt,
  topOf,
} from "../../src/timeline/load-points.ts";
import { Timeline } from "../../src/timeline/Timeline.tsx";
import { currentDocument, openDocument, showPage } from "./page.tsx";

const PLOT: PointsPlot = {
  widthPx: 1200,
  heightPx: 58,
  durationS: 120,
  fromS: 0,
  toS: 120,
  top: 2,
};

describe("points of a load", () => {
  it("lie where their time and multiple put them, and back", () => {
    for (const point of [
      [0, 0],
      [30, 1],
      [120, 2],
    ] as const) {
      const { x, y } = placeOf(PLOT, point);
      expect(pointAt(PLOT, x, y, 0.5)).toEqual(point);
    }
    expect(pointAt(PLOT, -50, 400, 0.5)).toEqual([0, 0]);
    expect(pointAt(PLOT, 9000, 7, 0.5)).toEqual([120, 2]);
  });

  it("leave room above the highest, at least up to twice the rate", () => {
    expect(topOf([])).toBe(2);
    expect(topOf([[0, 5]])).toBe(6);
  });

  it("are joined by lines or held as steps, and held at both ends", () => {
    const points = [
      [30, 1],
      [60, 2],
    ] as const;
    const corners = (form: "linear" | "steps") =>
      pathOf(PLOT, { form, points, repeatEveryS: null }).split(/[ML]/).slice(1);
    expect(corners("linear").map((corner) => corner.split(" ")[0])).toEqual([
      "0.0",
      "300.0",
      "600.0",
      "1200.0",
    ]);
    expect(corners("steps")).toHaveLength(6);
  });

  it("keep their order when one is added or moved", () => {
    const points = [
      [0, 1],
      [30, 2],
      [60, 3],
    ] as const;
    expect(withPoint(points, [10, 9]).map(([atS]) => atS)).toEqual([0, 10, 30, 60]);
    expect(withPoint(points, [30, 9])).toHaveLength(3);
    expect(movedPoint(points, 1, [90, 2], 120)[1]).toEqual([60, 2]);
    expect(movedPoint(points, 1, [-5, -1], 120)[1]).toEqual([0, 0]);
    expect(movedPoint(points, 2, [500, 3], 120)[2]).toEqual([120, 3]);
  });
});

describe("the load lane", () => {
  const open = (client: object, ...selected: string[]) =>
    openDocument(
      {
        nodes: { web: { kind: "client", ratePerS: 10, ...client }, api: { kind: "service" } },
        edges: { "web->api": {} },
      } as Parameters<typeof openDocument>[0],
      ...selected,
    );
  const profile = () => currentDocument().nodes.web?.profile;

  it("shows the offered load until a client is selected", () => {
    open({}, "api");
    showPage(<Timeline />);
    expect(screen.getByRole("img", { name: "Offered load: 10/s" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Add a point" })).toBeNull();
  });

  it("adds, moves and removes points by keyboard, one step to undo each", () => {
    open({}, "web");
    showPage(<Timeline />);
    fireEvent.click(screen.getByRole("button", { name: "Add a point" }));
    expect(profile()).toEqual([
      [0, 1],
      [20, 2],
    ]);
    const handle = () => screen.getByRole("button", { name: /^Load point at 0:2\d/ });
    fireEvent.keyDown(handle(), { key: "ArrowUp" });
    fireEvent.keyDown(handle(), { key: "ArrowRight" });
    expect(profile()).toEqual([
      [0, 1],
      [20.5, 2.1],
    ]);
    fireEvent.keyDown(handle(), { key: "Delete" });
    expect(profile()).toEqual([[0, 1]]);
    fireEvent.keyDown(screen.getByRole("button", { name: /^Load point at 0:00/ }), {
      key: "Delete",
    });
    expect(profile()).toBeUndefined();
    undo();
    expect(profile()).toEqual([[0, 1]]);
  });

  it("keeps the form of steps, and leaves what is no plain list of points to the inspector", () => {
    open({ profile: { shape: "steps", points: [[10, 3]] } }, "web");
    const { unmount } = showPage(<Timeline />);
    fireEvent.keyDown(screen.getByRole("button", { name: /^Load point/ }), { key: "ArrowDown" });
    expect(profile()).toEqual({ shape: "steps", points: [[10, 2.9]] });
    unmount();
    for (const other of [
      { profile: { shape: "sine", amplitude: 0.5, periodS: 60 } },
      { profile: { shape: "linear", points: [[0, 1]], repeatEveryS: 60 } },
      { closed: { users: 5 } },
    ]) {
      open(other, "web");
      const page = showPage(<Timeline />);
      expect(screen.queryByRole("button", { name: "Add a point" })).toBeNull();
      page.unmount();
    }
  });

  it("offers no editing where the window only shows", () => {
    open({}, "web");
    studio.setState(({ view }) => ({ view: { ...view, readOnly: true } }));
    showPage(<Timeline />);
    expect(screen.queryByRole("button", { name: "Add a point" })).toBeNull();
  });
});
