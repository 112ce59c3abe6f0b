// single.html: the whole app in one file, with a slot for a scenario. It opens from disk, without a
// server: script, styles, letters, worker, gallery and report are all within it.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build, type Plugin, type PluginOption } from "vite";

interface SingleFileOptions {
  /** Of the style tags, in the page's policy. */
  readonly nonce: string;
  /** What turns the sources into JavaScript. */
  readonly plugins: () => PluginOption[];
}

export interface SinglePage {
  /** Text of index.html, as built or as written. */
  readonly html: string;
  readonly script: string;
  readonly styles: string;
  readonly worker: string;
  /** Sets the theme before the first paint. */
  readonly theme: string;
  readonly icon: string;
  /** Texts that the app reads, by their path beside the page. */
  readonly files: Readonly<Record<string, string>>;
  readonly nonce: string;
}

/** Nothing in the text ends the script it stands in, and it is the same program. */
export function scriptText(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replaceAll(/<\/(script)/gi, "<\\/$1")
    .replaceAll("<!--", "\\x3C!--");
}

/** A module without imports as a plain script: strict, and with its names to itself. */
function plainScript(module: string): string {
  return `(() => {"use strict";\n${module}\n})();`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

function policyFor(scripts: readonly string[], nonce: string): string {
  return [
    "default-src 'none'",
    // WebAssembly counts as evaluated code; evaluating JavaScript stays forbidden.
    `script-src ${scripts.map(hashOf).join(" ")} 'wasm-unsafe-eval'`,
    "worker-src blob:",
    `style-src 'nonce-${nonce}'`,
    "font-src data:",
    "img-src data: blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** Data may hold anything; as JSON text no tag can begin in it. */
function dataText(json: string): string {
  return JSON.stringify(JSON.parse(json)).replaceAll("<", "\\u003c");
}

/** Text of the page; its scenario is null until one is put in. */
export function singlePage(page: SinglePage): string {
  const theme = scriptText(page.theme);
  const script = scriptText(page.script);
  const policy = policyFor([theme, script], page.nonce);
  const files = Object.entries(page.files).map(
    ([path, text]) =>
      `<script type="application/json" data-file="${path}">${dataText(text)}</script>`,
  );
  const head = [
    `<meta http-equiv="Content-Security-Policy" content="${policy}" />`,
    `<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(page.icon)}" />`,
    `<script>${theme}</script>`,
    `<style nonce="${page.nonce}">${page.styles}</style>`,
  ];
  const body = [
    '<script type="application/json" id="scenario">null</script>',
    ...files,
    `<script type="text/plain" id="simulation-worker">${scriptText(plainScript(page.worker))}</script>`,
    `<script type="module">${script}</script>`,
  ];
  const bare = page.html
    .replaceAll(/\s*<script\b[^>]*\bsrc=[^>]*><\/script>/g, "")
    .replaceAll(/\s*<link\b[^>]*>/g, "")
    .replaceAll(/\s*<meta http-equiv[^>]*>/g, "");
  return bare
    .replace("<head>", () => `<head>\n${head[0]}`)
    .replace("</head>", () => `${head.slice(1).join("\n")}\n</head>`)
    .replace("</body>", () => `${body.join("\n")}\n</body>`);
}

/** Scripts, styles and letters of the app as one script and one style sheet. */
async function buildWhole(root: string, plugins: PluginOption[]) {
  const carried = join(root, "src/worker/new-worker-carried.ts");
  const result = await build({
    root,
    configFile: false,
    base: "./",
    logLevel: "error",
    publicDir: false,
    plugins: [
      ...plugins,
      {
        name: "carried-worker",
        enforce: "pre",
        resolveId: (id) => (id.endsWith("/new-worker.ts") ? carried : null),
      },
    ],
    build: {
      write: false,
      target: "es2023",
      assetsInlineLimit: () => true,
      cssCodeSplit: false,
      modulePreload: false,
      chunkSizeWarningLimit: 10_000,
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const [first] = Array.isArray(result) ? result : [result];
  const output = first && "output" in first ? first.output : [];
  const text = (ending: string): string => {
    const found = output.find(({ fileName }) => fileName.endsWith(ending));
    if (!found) throw new Error(`the single file has no ${ending}`);
    return found.type === "chunk" ? found.code : Buffer.from(found.source).toString();
  };
  return { script: text(".js"), styles: text(".css"), html: text(".html") };
}

function textsBeside(folder: string): Record<string, string> {
  const scenarios = readdirSync(join(folder, "scenarios")).map((name) => `scenarios/${name}`);
  const paths = [...scenarios, "validation.json"].filter((path) => path.endsWith(".json"));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

/** Vite plugin: puts single.html beside the built page. */
export function singleFile({ nonce, plugins }: SingleFileOptions): Plugin {
  let root = "";
  let publicDir = "";
  return {
    name: "single-file",
    apply: "build",
    configResolved(config) {
      ({ root, publicDir } = config);
    },
    generateBundle: {
      // The worker is in the bundle only after the plugins that build it.
      order: "post",
      async handler(_options, bundle) {
        const worker = Object.values(bundle).find(({ fileName }) =>
          /simulation\.worker-[^/]*\.js$/.test(fileName),
        );
        if (!worker) throw new Error("the bundle has no worker");
        const source =
          worker.type === "chunk" ? worker.code : Buffer.from(worker.source).toString();
        const beside = (name: string) => readFileSync(join(publicDir, name), "utf8");
        const page = singlePage({
          ...(await buildWhole(root, plugins())),
          worker: source,
          theme: beside("theme.js"),
          icon: beside("favicon.svg"),
          files: textsBeside(publicDir),
          nonce,
        });
        this.emitFile({ type: "asset", fileName: "single.html", source: page });
      },
    },
  };
}
