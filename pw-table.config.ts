import base from "/tmp/wt/table/playwright.config.ts";
const { webServer: _w, ...rest } = base as any;
export default { ...rest, testDir: "/tmp/wt/table/e2e", outputDir: "/tmp/pw-table-out", workers: 1, use: { ...rest.use, baseURL: "http://localhost:4471/" } };
