// Verbs of files, tabs and sharing, and a plain host for the built page.
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, type Locator, type Page } from "@playwright/test";

const DIST = fileURLToPath(new URL("../../dist", import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html",
  js: "text/javascript",
  css: "text/css",
  json: "application/json",
  svg: "image/svg+xml",
  woff2: "font/woff2",
};

export interface PlainHost {
  readonly address: string;
  readonly close: () => Promise<void>;
}

/** Serves the built folder below a path, as static hosts do, and nothing else. */
export async function plainHost(below: string): Promise<PlainHost> {
  const server: Server = createServer((request, response) => {
    const [path = ""] = decodeURIComponent(request.url ?? "").split("?");
    const inside = path.startsWith(below) ? path.slice(below.length) || "index.html" : null;
    const found = inside === null ? Promise.reject(new Error()) : readFile(`${DIST}/${inside}`);
    found.then(
      (content) => {
        response.setHeader("content-type", TYPES[inside?.split(".").at(-1) ?? ""] ?? "text/plain");
        response.end(content);
      },
      () => {
        response.statusCode = 404;
        response.end();
      },
    );
  });
  await new Promise<void>((listening) => server.listen(0, "localhost", listening));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://localhost:${port}${below}`,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

/** Address of the page that carries everything in itself, opened from disk. */
export const SINGLE_PAGE = new URL("../../dist/single.html", import.meta.url).href;

export class Sharing {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  message(text: string | RegExp): Locator {
    return this.page.getByRole("main").getByText(text);
  }

  async press(name: string): Promise<void> {
    await this.page.getByRole("button", { name, exact: true }).click();
  }

  private async fromShareMenu(item: string): Promise<void> {
    await this.page.getByRole("button", { name: "Share", exact: true }).click();
    await this.page.getByRole("menuitem", { name: item, exact: true }).click();
  }

  /** What the browser saves when the item of the share menu is chosen. */
  async save(item: string): Promise<{ name: string; bytes: Buffer; path: string }> {
    const download = this.page.waitForEvent("download");
    await this.fromShareMenu(item);
    const file = await download;
    const path = await file.path();
    return { name: file.suggestedFilename(), bytes: await readFile(path), path };
  }

  /** On this machine the page first says that nobody else can open it. */
  async copyAnyway(what: "link" | "embed code"): Promise<string> {
    await this.fromShareMenu(`Copy ${what}`);
    await expect(this.message(/opens only here/)).toBeVisible();
    await this.press(`Copy ${what} anyway`);
    await expect(this.message(`Copied the ${what}`)).toBeVisible();
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  async openPasted(text: string): Promise<void> {
    await this.fromScenarioMenu("Open link or text…");
    await this.page.getByRole("textbox", { name: "Link or text of a scenario" }).fill(text);
    await this.press("Open");
  }

  private async fromScenarioMenu(item: string): Promise<void> {
    await this.page.getByRole("button", { name: /^Scenario / }).click();
    await this.page.getByRole("menuitem", { name: item }).click();
  }

  // My scenarios

  shelf(): Locator {
    return this.page.getByRole("dialog", { name: "My scenarios" });
  }

  async openShelf(): Promise<void> {
    await this.fromScenarioMenu("My scenarios…");
    await expect(this.shelf()).toBeVisible();
  }

  async openVersions(): Promise<void> {
    await this.fromScenarioMenu("Versions…");
    await expect(this.shelf()).toBeVisible();
  }

  kept(name: string): Locator {
    const row = new RegExp(`^(Open ${name}|${name}, open now)$`);
    return this.shelf().getByRole("button", { name: row });
  }

  async onKept(action: "Rename" | "Duplicate" | "Delete", name: string): Promise<void> {
    await this.shelf()
      .getByRole("button", { name: `${action} ${name}`, exact: true })
      .click();
  }

  async renameKept(name: string, to: string): Promise<void> {
    await this.onKept("Rename", name);
    const field = this.shelf().getByRole("textbox", { name: `New name of ${name}` });
    await field.fill(to);
    await field.press("Enter");
  }

  async search(letters: string): Promise<void> {
    await this.shelf().getByRole("textbox", { name: "Search my scenarios" }).fill(letters);
  }

  version(words: string | RegExp): Locator {
    return this.shelf().getByRole("button", { name: words });
  }

  preview(name: string): Locator {
    return this.shelf().getByRole("img", { name: `Drawing of ${name}` });
  }
}
