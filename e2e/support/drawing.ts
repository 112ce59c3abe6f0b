// Drawing a whole design on an empty canvas with the mouse, and running it to its end.
import type { App } from "./app.ts";
import { expect } from "./journey.ts";

/** A kind of the palette and where it is dropped, px from the upper left corner of the canvas. */
export type Dropped = readonly [kind: string, x: number, y: number];
/** Names of the nodes that a drag connects. */
export type Line = readonly [from: string, to: string];

export class Drawing {
  private readonly app: App;

  constructor(app: App) {
    this.app = app;
  }

  /** An empty canvas, at rest. */
  async begin(): Promise<void> {
    await this.app.visitAtRest();
    await this.app.newBlank();
    await expect(this.app.nodes()).toHaveCount(0);
  }

  async drop(kinds: readonly Dropped[]): Promise<void> {
    for (const [kind, x, y] of kinds) await this.app.addByDrag(kind, x, y);
    await expect(this.app.nodes()).toHaveCount(kinds.length);
  }

  async connect(lines: readonly Line[]): Promise<void> {
    for (const [from, to] of lines) {
      await this.app.connect(from, to);
      await expect(this.app.edge(from, to)).toHaveCount(1);
    }
  }

  async runToEnd(): Promise<void> {
    await this.app.setSpeed("Max");
    await this.app.run();
    expect(await this.app.untilEnd()).toMatch(/^[0-9a-f]{32}$/);
  }

  /** Each of them has done work, and none is ill. */
  async expectHealthy(...names: readonly string[]): Promise<void> {
    for (const name of names) {
      await expect(this.app.node(name)).toHaveAccessibleName(
        /healthy, [\d,.]*[1-9][\d,.k]* (requests|messages)\/s/,
      );
    }
  }
}
