import { describe, expect, it, vi } from "vitest";
import { findChromium } from "../../scripts/chromium.mjs";

interface Machine {
  readonly asked?: string;
  readonly playwright?: string;
  readonly files: readonly string[];
}

function findOn({ asked, playwright, files }: Machine): string | undefined {
  const env = {
    PATH: "/home/me/bin:/usr/bin",
    ...(asked === undefined ? {} : { CHROMIUM_PATH: asked }),
  };
  return findChromium({
    env,
    exists: (path) => files.includes(path),
    playwright: () => playwright,
  });
}

describe("findChromium", () => {
  it("prefers CHROMIUM_PATH to everything else", () => {
    const files = ["/my/chromium", "/cache/chrome", "/usr/bin/chromium"];
    expect(findOn({ asked: "/my/chromium", playwright: "/cache/chrome", files })).toBe(
      "/my/chromium",
    );
  });

  it("prefers Playwright's own to the system's", () => {
    const files = ["/cache/chrome", "/usr/bin/chromium"];
    expect(findOn({ playwright: "/cache/chrome", files })).toBe("/cache/chrome");
  });

  it("passes over a Playwright browser that is not downloaded", () => {
    expect(findOn({ playwright: "/cache/chrome", files: ["/usr/bin/chromium"] })).toBe(
      "/usr/bin/chromium",
    );
  });

  it("searches the folders of PATH in their order before the usual places", () => {
    const files = ["/usr/bin/chromium", "/home/me/bin/google-chrome"];
    expect(findOn({ files })).toBe("/home/me/bin/google-chrome");
  });

  it("knows usual places that are not on PATH", () => {
    expect(findOn({ files: ["/snap/bin/chromium"] })).toBe("/snap/bin/chromium");
  });

  it("says that CHROMIUM_PATH is wrong and looks elsewhere", () => {
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const found = findOn({ asked: "/gone", files: ["/usr/bin/chromium"] });
    expect(stderr).toHaveBeenCalledWith(expect.stringContaining("CHROMIUM_PATH is /gone"));
    stderr.mockRestore();
    expect(found).toBe("/usr/bin/chromium");
  });

  it("finds nothing on a machine without a browser", () => {
    expect(findOn({ files: [] })).toBeUndefined();
  });
});
