// What must not matter of a machine: its language and time zone, and how much memory it grants.
import { beforeAll, describe, expect, it } from "vitest";
import {
  type Answer,
  buildDigestProgram,
  type DigestRun,
  galleryRuns,
  loadDigestProgram,
  requestOf,
} from "../../scripts/digest-program.mjs";
import { answerOfNode } from "../../scripts/javascript-engines.mjs";

/** Takes the memory's constructors as a machine with this much would offer them. */
function granting(bytes: number): string {
  return `
    const refusing = (constructor, sizeOf) => new Proxy(constructor, {
      construct(target, args) {
        if (sizeOf(args[0]) > ${bytes}) throw new RangeError("refused");
        return Reflect.construct(target, args);
      },
    });
    globalThis.ArrayBuffer = refusing(ArrayBuffer, (size) => size);
    WebAssembly.Memory = refusing(WebAssembly.Memory, ({ initial }) => initial * 65536);
  `;
}

describe("in a process of its own", () => {
  let script = "";
  let runs: readonly DigestRun[] = [];
  let expected: Answer["runs"] = {};

  async function answer(options: Parameters<typeof answerOfNode>[2]): Promise<Answer> {
    return JSON.parse(await answerOfNode(script, requestOf({ runs }), options)) as Answer;
  }

  beforeAll(async () => {
    script = await buildDigestProgram();
    const program = loadDigestProgram(script);
    runs = galleryRuns(program).filter(({ name, seed }) => seed === 1 && /as it is/.test(name));
    expected = (JSON.parse(program.answer(requestOf({ runs }))) as Answer).runs;
    expect(Object.keys(expected).length).toBeGreaterThan(10);
  });

  it.each([
    ["Turkish, where i and I are no pair", { LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" }],
    ["German, with decimal commas, far east", { LC_ALL: "de_DE.UTF-8", TZ: "Pacific/Chatham" }],
    ["no language at all, far west", { LANG: "C", LC_ALL: "C", TZ: "Pacific/Pago_Pago" }],
  ])("the digests are the same in %s", async (_, env) => {
    expect((await answer({ env: { ...process.env, ...env } })).runs).toEqual(expected);
  });

  it.each([
    [1 / 4, 600_000_000, 0],
    [1 / 16, 200_000_000, 0],
    [1 / 64, 40_000_000, 25],
  ])(
    "the digests are the same with %d of the memory, unless it is told to be too little",
    async (scale, bytes, most) => {
      const { capacityScale, runs: measured } = await answer({ before: granting(bytes) });
      expect(capacityScale).toBe(scale);
      const early = Object.keys(measured).filter((name) => measured[name]?.endedEarly !== null);
      expect(early.length).toBeLessThanOrEqual(most);
      for (const name of early) expect(measured[name]?.endedEarly, name).toMatch(/^[a-z ]+$/);
      const whole = Object.keys(expected).filter((name) => !early.includes(name));
      expect(whole.map((name) => [name, measured[name]])).toEqual(
        whole.map((name) => [name, expected[name]]),
      );
    },
  );

  it("a machine that grants next to nothing is told so", async () => {
    await expect(answer({ before: granting(1_000_000) })).rejects.toThrow("less than 32 MB");
  });
});
