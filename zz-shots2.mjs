import { chromium } from "@playwright/test";
const out = "/tmp/p11/c2/";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
async function fresh(w, h, dark) {
  const c = await b.newContext({ viewport: { width: w, height: h }, colorScheme: dark ? "dark" : "light", reducedMotion: "reduce" });
  const p = await c.newPage();
  p.on("console", (m) => m.type() === "error" && console.log("console", m.text()));
  p.on("pageerror", (e) => console.log("pageerror", String(e)));
  await p.goto("http://localhost:5187/");
  await p.getByRole("region", { name: "Canvas" }).waitFor();
  return p;
}
async function open(p, name) {
  await p.getByRole("button", { name: /^Scenario / }).click();
  await p.getByRole("menuitem", { name: /^Gallery/ }).click();
  await p.getByRole("button", { name: `Open ${name}`, exact: true }).click();
  await p.getByRole("button", { name: `Scenario ${name}`, exact: true }).waitFor();
}
async function run(p) {
  await p.getByRole("radiogroup", { name: "Speed" }).getByText("Max", { exact: true }).click();
  await p.keyboard.press("Control+Enter");
  await p.getByRole("status", { name: "Digest of the run" }).filter({ hasText: /./ }).waitFor({ timeout: 60000 });
}
const node = (p, n) => p.getByRole("region", { name: "Canvas" }).getByRole("button", { name: new RegExp(`^${n}, `) });
const p = await fresh(1440, 900, false);
await open(p, "Late events");
await p.getByRole("region", { name: "Break something" }).getByRole("button", { name: /valley/ }).click().catch(() => {});
await run(p);
await node(p, "Trucks per region").click();
await p.getByRole("tab", { name: "Nodes" }).click(); await p.waitForTimeout(800);
await p.screenshot({ path: out + "late-nodes.png" });
await p.getByRole("tab", { name: "Live", exact: true }).click(); await p.waitForTimeout(400);
await p.screenshot({ path: out + "late-live.png" });
await p.getByRole("tab", { name: "Parameters" }).click();
await p.getByText("About Stream processor").click(); await p.waitForTimeout(400);
const insp = p.getByRole("complementary", { name: /Inspector/i }).first();
await p.screenshot({ path: out + "late-about.png" });
await p.getByText("Event time", { exact: true }).scrollIntoViewIfNeeded(); await p.waitForTimeout(300);
await p.mouse.move(1290, 350); await p.mouse.wheel(0, 500); await p.waitForTimeout(500);
await p.screenshot({ path: out + "late-params.png" });
await b.close();
