// Where the compiled engine cannot be had, the JavaScript it was compiled from takes over and the
// results are the same; where there is less memory, compiled code runs in it.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { GALLERY_FILES, galleryDocument } from "../gallery/gallery-files.ts";

const TIMEOUT_MS = 120_000;
const platform = { ArrayBuffer, WebAssembly };
const PAGE_BYTES = 65_536;

beforeEach(() => void vi.resetModules());
afterEach(() => void vi.unstubAllGlobals());

/** Name or reason of the kernel, the share of memory and a digest, all of a freshly loaded engine. */
async function outcome(): Promise<{ kernel: string; scale: number; digest: string }> {
  const { compiledKernel } = await import("../../simulation/engine/kernel.ts");
  const { capacityScale } = await import("../../simulation/core/memory.ts");
  const { createEngine } = await import("../../simulation/engine/engine.ts");
  const { resolved } = await import("../support/simulate.ts");
  const engine = createEngine({ heapOnly: false, kernel: "auto" });
  const document = galleryDocument(GALLERY_FILES[0] ?? "");
  engine.load(resolved({ ...document, run: { ...document.run, durationS: 5, warmupS: 0 } }));
  while (engine.run(Infinity, Infinity).kind === "time");
  const kernel = compiledKernel();
  return {
    kernel: typeof kernel === "string" ? kernel : kernel.name,
    scale: capacityScale,
    digest: engine.digest(),
  };
}

function withParts(parts: Readonly<Record<string, unknown>>): void {
  const { Memory, Module, Instance } = platform.WebAssembly;
  vi.stubGlobal("WebAssembly", { Memory, Module, Instance, ...parts });
}

/** A platform that gives at most so many bytes in one piece. */
function grant(bytes: number): void {
  class ScarceBuffer extends platform.ArrayBuffer {
    constructor(length: number) {
      if (length > bytes) throw new RangeError("Array buffer allocation failed");
      super(length);
    }
  }
  class ScarceMemory extends platform.WebAssembly.Memory {
    constructor(pages: ConstructorParameters<typeof WebAssembly.Memory>[0]) {
      if (pages.initial * PAGE_BYTES > bytes) throw new RangeError("could not allocate memory");
      super(pages);
    }
  }
  vi.stubGlobal("ArrayBuffer", ScarceBuffer);
  withParts({ Memory: ScarceMemory });
}

describe("the engine on a platform", () => {
  it(
    "without WebAssembly, or with one that is forbidden, gives the same results as JavaScript",
    async () => {
      const usual = await outcome();
      expect(usual).toMatchObject({ kernel: "wasm", scale: 1 });

      vi.resetModules();
      vi.stubGlobal("WebAssembly", undefined);
      const reason = "the platform has no WebAssembly";
      expect(await outcome()).toEqual({ ...usual, kernel: reason });

      vi.resetModules();
      class Forbidden {
        constructor() {
          throw new platform.WebAssembly.CompileError("refused by the policy of the page");
        }
      }
      withParts({ Module: Forbidden });
      expect(await outcome()).toEqual({ ...usual, kernel: "refused by the policy of the page" });

      vi.resetModules();
      withParts({ Memory: Forbidden });
      const tooLittle = "the platform gives WebAssembly too little memory";
      expect(await outcome()).toEqual({ ...usual, kernel: tooLittle });
    },
    TIMEOUT_MS,
  );

  it.each([
    [2 ** 30, 1 / 4],
    [2 ** 28, 1 / 16],
    [2 ** 26, 1 / 64],
  ])(
    "with %i bytes of memory runs compiled code in it",
    async (bytes, scale) => {
      const usual = await outcome();
      vi.resetModules();
      grant(bytes);
      expect(await outcome()).toEqual({ ...usual, scale });
    },
    TIMEOUT_MS,
  );
});
