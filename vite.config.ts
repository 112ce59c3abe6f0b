import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { earlyWorker } from "./scripts/build/early-worker.ts";
import { initialScript } from "./scripts/build/initial-script.ts";
import { preloadFont } from "./scripts/build/preload-font.ts";
import { singleFile } from "./scripts/build/single-file.ts";
import { kernel } from "./scripts/kernel/plugin.ts";

// Mantine writes <style> tags, which carry this nonce. It is the same in every copy, so it protects
// nothing by itself; it keeps 'unsafe-inline' out of the policy.
const STYLE_NONCE = "brownout";

const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  // WebAssembly, the compiled engine, counts as evaluated code; that of JavaScript stays forbidden.
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  `style-src 'self' 'nonce-${STYLE_NONCE}'`,
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
].join("; ");

/** Built pages carry the policy themselves, for hosts that send no headers. */
function contentSecurityPolicy(): Plugin {
  return {
    name: "content-security-policy",
    // Hot reloading needs inline scripts and a socket, so the development server goes without.
    apply: "build",
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: { "http-equiv": "Content-Security-Policy", content: CONTENT_SECURITY_POLICY },
        injectTo: "head-prepend",
      },
    ],
  };
}

export default defineConfig({
  // Relative, so that the built folder works from any path of any host.
  base: "./",
  plugins: [
    react(),
    kernel(),
    contentSecurityPolicy(),
    initialScript(),
    preloadFont(),
    earlyWorker(),
    singleFile({ nonce: STYLE_NONCE, plugins: () => [react()] }),
  ],
  // Tables stay `const`: as `var` they are no constants to V8, which halves the engine's speed.
  worker: {
    format: "es",
    plugins: () => [kernel()],
    rolldownOptions: { output: { topLevelVar: false } },
  },
  build: {
    target: "es2023",
    // Small files as data: URLs would need a policy that allows them for fonts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1000,
  },
  preview: {
    headers: {
      "Content-Security-Policy": CONTENT_SECURITY_POLICY,
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "no-referrer",
    },
  },
});
