import { defineConfig, devices } from "@playwright/test";
import { findChromium } from "./scripts/chromium.mjs";
import { firstFreePort } from "./scripts/port.mjs";

// Its own port, so that a running `npm start` is neither used nor in the way. Playwright reads this
// file again in each worker; the environment, which workers inherit, makes them agree.
process.env.BROWNOUT_E2E_PORT ??= String(await firstFreePort(4319, "localhost"));
const PORT = Number(process.env.BROWNOUT_E2E_PORT);
const URL = `http://localhost:${PORT}/`;
const executablePath = findChromium();

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  fullyParallel: true,
  forbidOnly: true,
  // Variations of other journeys are left to the long suite.
  ...(process.env.BROWNOUT_FULL === "1" ? {} : { grepInvert: /@long/ }),
  // A test that passes at the second try hides a fault of the app or of the test.
  retries: 0,
  // A third one on two cores would gain a tenth of the time and slow each journey down.
  workers: 2,
  // A busy machine is slow, not wrong: waiting longer costs only what fails anyway.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    baseURL: URL,
    locale: "en-US",
    // Recording takes a third of the time of a journey, so it is left to whoever looks for a fault.
    trace: process.env.BROWNOUT_TRACE === "1" ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [{ name: "chromium", use: { ...devices["Desktop Chrome"] } }],
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --host localhost --port ${PORT} --strictPort`,
    url: URL,
    reuseExistingServer: false,
  },
});
