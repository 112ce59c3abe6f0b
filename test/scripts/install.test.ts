import { describe, expect, it } from "vitest";
import { firstDifference } from "../../scripts/install.mjs";

describe("firstDifference", () => {
  const zod = { version: "4.6.7", integrity: "sha512-a" };

  it("finds none when every locked package is installed", () => {
    expect(
      firstDifference({ "": {}, "node_modules/zod": zod }, { "node_modules/zod": zod }),
    ).toBeUndefined();
  });

  it("names a missing package", () => {
    expect(firstDifference({ "node_modules/zod": zod }, {})).toBe("node_modules/zod");
  });

  it("names a package of another version", () => {
    const older = { ...zod, version: "4.6.6" };
    expect(firstDifference({ "node_modules/zod": zod }, { "node_modules/zod": older })).toBe(
      "node_modules/zod",
    );
  });

  it("names a package of the same version with other contents", () => {
    const forged = { ...zod, integrity: "sha512-b" };
    expect(firstDifference({ "node_modules/zod": zod }, { "node_modules/zod": forged })).toBe(
      "node_modules/zod",
    );
  });

  it("lets optional packages of other platforms be absent, but not be outdated", () => {
    const locked = { "node_modules/fsevents": { version: "2.3.3", optional: true } };
    const older = { "node_modules/fsevents": { version: "2.3.2", optional: true } };
    expect(firstDifference(locked, {})).toBeUndefined();
    expect(firstDifference(locked, older)).toBe("node_modules/fsevents");
  });
});
