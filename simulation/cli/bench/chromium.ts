// A stage in a worker of a page in Chromium, as the application runs the engine. CPU time is that of
// all threads of the page's process, as the browser accounts for it, in ticks of up to 10 ms.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { projectRoot } from "../project-root.ts";
import { developmentPackage } from "./program-script.ts";
import { remoteStage, type Stage } from "./stage.ts";

/** 2 % of this is a tick. */
const LEAST_NS = 500e6;

const WORKER = `importScripts("program.js");
onmessage = ({ data }) => postMessage(brownoutBench(data));
`;

const PAGE = `<!doctype html><title>Bench</title><script>
const worker = new Worker("worker.js");
window.ask = (request) => new Promise((resolve, reject) => {
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = ({ message }) => reject(new Error(message));
  worker.postMessage(request);
});
</script>`;

async function serve(script: string): Promise<Server> {
  const files: Readonly<Record<string, readonly [type: string, body: string]>> = {
    "/": ["text/html", PAGE],
    "/worker.js": ["text/javascript", WORKER],
    "/program.js": ["text/javascript", script],
  };
  const server = createServer(({ url }, response) => {
    const [type, body] = files[url ?? ""] ?? ["text/plain", ""];
    response.writeHead(body === "" ? 404 : 200, { "Content-Type": `${type}; charset=utf-8` });
    response.end(body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return server;
}

async function launch() {
  const { chromium } = (await developmentPackage(
    "@playwright/test",
  )) as typeof import("@playwright/test");
  const finder = pathToFileURL(join(projectRoot(), "scripts", "chromium.mjs")).href;
  const { findChromium } = (await import(/* @vite-ignore */ finder)) as {
    findChromium: () => string | undefined;
  };
  const executablePath = findChromium();
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ["--disable-gpu"],
  });
}

/** Starts a browser; `close` ends it. */
export async function chromiumStage(script: string): Promise<Stage> {
  const server = await serve(script);
  const browser = await launch();
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const session = await browser.newBrowserCDPSession();
  return remoteStage(
    // As text, since this program's types know of no page.
    (request) => page.evaluate<string>(`ask(${JSON.stringify(request)})`),
    {
      where: "chromium",
      leastNs: LEAST_NS,
      cpuNs: async () => {
        const { processInfo } = await session.send("SystemInfo.getProcessInfo");
        const pages = processInfo.filter(({ type }) => type === "renderer");
        return pages.reduce((sum, { cpuTime }) => sum + cpuTime * 1e9, 0);
      },
      close: async () => {
        await browser.close();
        server.close();
        server.closeAllConnections();
      },
    },
  );
}
