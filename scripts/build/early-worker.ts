// Tells the built page the name of its worker, so that it starts before the page's own script.
import type { Plugin } from "vite";

const WORKER = /simulation\.worker-[^/]*\.js$/;

/** Puts the script that starts the worker behind the one that sets the theme. */
export function withEarlyWorker(html: string, worker: string): string {
  const theme = /<script[^>]*src="\.\/theme\.js"[^>]*><\/script>/;
  if (!theme.test(html)) throw new Error("the page has no script that sets the theme");
  const script = `<script src="./early-worker.js" data-worker="./${worker}"></script>`;
  return html.replace(theme, (tag) => `${tag}\n    ${script}`);
}

export function earlyWorker(): Plugin {
  return {
    name: "early-worker",
    apply: "build",
    generateBundle: {
      // The worker is in the bundle only after the plugins that build it.
      order: "post",
      handler(_options, bundle) {
        const page = bundle["index.html"];
        const worker = Object.keys(bundle).find((name) => WORKER.test(name));
        if (page?.type !== "asset" || !worker)
          throw new Error("the bundle has no page or no worker");
        const html =
          typeof page.source === "string" ? page.source : Buffer.from(page.source).toString();
        page.source = withEarlyWorker(html, worker);
      },
    },
  };
}
