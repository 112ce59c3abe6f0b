// Links: short, exact both ways, and safe to open whatever they hold.
import { readdirSync, readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { decodeLink, encodeLink, lean } from "../../src/files/share/link-text.ts";
import { isOnlyHere } from "../../src/files/share/links.ts";
import { blankDocument } from "../../src/store/blank-document.ts";
import { inspect, parseScenario } from "../../src/store/scenario-port.ts";

const FOLDER = "public/scenarios";
const files = readdirSync(FOLDER).filter((name) => name.endsWith(".brownout.json"));

function read(name: string): ScenarioDocument {
  const parsed = parseScenario(readFileSync(`${FOLDER}/${name}`, "utf8"));
  if (!parsed.ok) throw new Error(`${name} is broken`);
  return parsed.document;
}

async function roundTrip(document: ScenarioDocument): Promise<ScenarioDocument> {
  const decoded = await decodeLink(await encodeLink(document));
  if (!decoded.ok) throw new Error(decoded.reason);
  return JSON.parse(decoded.text) as ScenarioDocument;
}

it("keeps the shop's link under 2,000 characters", async () => {
  const link = `https://brownout.example.org/studio/#s=${await encodeLink(read("shop.brownout.json"))}`;
  expect(link.length).toBeLessThan(2000);
});

it.each(files)("gives back %s", async (name) => {
  const { $schema: _schema, ...document } = read(name);
  const back = await roundTrip(document);
  expect(back).toEqual({ ...lean(document) });
  expect(inspect(back).hash).toBe(inspect(document).hash);
  expect(back.layout).toEqual(document.layout);
});

it("gives back any text, also that of its own dictionary", async () => {
  const awkward = fc.string({ unit: "binary", maxLength: 40 });
  const words = fc.constantFrom('":{"kind":"', "\u0001", "\u001f\n", "</script>", "#s=1.abc", "😀");
  await fc.assert(
    fc.asyncProperty(fc.oneof(awkward, words), fc.oneof(awkward, words), async (name, notes) => {
      // Halves of a pair are no text; files cannot hold them either.
      fc.pre(![name, notes].some((text) => /\p{Surrogate}/u.test(text)));
      const back = await roundTrip({ ...blankDocument(), name, notes });
      expect([back.name, back.notes]).toEqual([name, notes]);
    }),
    { numRuns: 40 },
  );
});

it("keeps nodes without a place without one", async () => {
  const { layout, ...shop } = read("shop.brownout.json");
  const { shoppers, ...placed } = layout ?? {};
  expect(shoppers).toBeDefined();
  expect((await roundTrip({ ...shop, layout: placed })).layout).toEqual(placed);
  expect((await roundTrip(shop)).layout).toBeUndefined();
});

describe("a broken link is refused with its reason", () => {
  it.each([
    ["", /holds no scenario/],
    ["hello", /holds no scenario/],
    ["2.abc", /newer version/],
    ["1.a b", /letters/],
    ["1.", /letters/],
    ["1.AAAA", /cut off or damaged/],
  ])("%s", async (encoded, reason) => {
    const decoded = await decodeLink(encoded);
    expect(decoded.ok ? "" : decoded.reason).toMatch(reason);
  });

  it("cut in the middle", async () => {
    const encoded = await encodeLink(read("shop.brownout.json"));
    const decoded = await decodeLink(encoded.slice(0, encoded.length >> 1));
    expect(decoded.ok ? "" : decoded.reason).toMatch(/cut off/);
  });

  it("a little that blows up to more than a file may hold", async () => {
    const small = deflateRawSync(Buffer.alloc(30_000_000));
    const decoded = await decodeLink(`1.${small.toString("base64url")}`);
    expect(decoded.ok ? "" : decoded.reason).toMatch(/more than 5 MB/);
  });
});

it.each([
  ["http:", "localhost", true],
  ["http:", "127.0.0.1", true],
  ["file:", "", true],
  ["https:", "example.org", false],
  ["http:", "192.168.1.20", false],
])("%s//%s is only here: %s", (protocol, hostname, only) => {
  expect(isOnlyHere({ protocol, hostname })).toBe(only);
});
