// The page that carries everything in itself, and the size of what a first visit waits for.
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { importedAtOnce, initialBytes } from "../../scripts/build/initial-script.ts";
import { scriptText, singlePage } from "../../scripts/build/single-file.ts";
import { jsonForPage, withScenario } from "../../src/files/share/single-file.ts";
import { blankDocument } from "../../src/store/blank-document.ts";

const BUILT = `<!doctype html><html><head><meta http-equiv="Content-Security-Policy" content="old" />
<link rel="icon" href="./favicon.svg" /><script src="./theme.js"></script>
<script type="module" crossorigin src="./assets/index.js"></script></head>
<body><div id="root"></div></body></html>`;

const page = singlePage({
  html: BUILT,
  script: 'const a = "</script><!-- $& ";',
  styles: "b{}",
  worker: "let worker = 1;",
  theme: "let theme = 1;",
  icon: "<svg/>",
  files: { "scenarios/a.json": '{"name":"</script><b>"}' },
  nonce: "n",
});

it("takes nothing from outside, and allows only the scripts it holds", () => {
  expect(page).not.toMatch(/(src|href)="\.?\//);
  const policy = /Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? "";
  expect(policy).not.toMatch(/unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)/);
  const scripts = [...page.matchAll(/<script(?: type="module")?>([\s\S]*?)<\/script>/g)];
  expect(scripts).toHaveLength(2);
  for (const [, text = ""] of scripts) {
    const hash = createHash("sha256").update(text).digest("base64");
    expect(policy).toContain(`'sha256-${hash}'`);
  }
});

it("lets no text end the script it stands in", () => {
  const text = 'x("</script>", "<!--", "</SCRIPT ")';
  expect(scriptText(text)).not.toMatch(/<\/script|<!--/i);
  // biome-ignore lint/security/noGlobalEval: the same program is what is claimed
  expect(eval(scriptText('["</script>", "<!--"]'))).toEqual(["</script>", "<!--"]);
  const carried = /data-file="scenarios\/a.json">([^<]*)<\/script>/.exec(page)?.[1] ?? "";
  expect(JSON.parse(carried)).toEqual({ name: "</script><b>" });
});

it("puts a scenario into its slot, whatever its texts hold", () => {
  const name = "$& </script><!-- 'x'";
  const filled = withScenario(page, { ...blankDocument(), name });
  const text = /id="scenario">([^<]*)<\/script>/.exec(filled)?.[1] ?? "";
  expect(JSON.parse(text).name).toBe(name);
  expect(jsonForPage("<")).not.toContain("<");
  expect(() => withScenario("<html></html>", blankDocument())).toThrow(/without the page/);
});

it("counts each script that is imported at once, and none that comes later", () => {
  const chunk = (code: string, imports: string[] = []) => ({ code, imports });
  const chunks = new Map([
    ["index.js", chunk("index", ["a.js", "b.js"])],
    ["a.js", chunk("aaaa", ["b.js"])],
    ["b.js", chunk("bb", ["index.js"])],
    ["later.js", chunk("later")],
  ]);
  expect(importedAtOnce(chunks, "index.js")).toEqual(["index.js", "a.js", "b.js"]);
  const each = ["index", "aaaa", "bb"].map((code) => gzipSync(code).length);
  expect(initialBytes(chunks, "index.js")).toBe(each.reduce((total, size) => total + size, 0));
});
