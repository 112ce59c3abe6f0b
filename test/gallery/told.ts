// Numbers that the texts of a gallery file tell, held against those that the engine plays.
import { expect } from "vitest";
import { galleryDocument } from "./gallery-files.ts";

const NUMBER = /\d[\d,]*(?:\.\d+)?/g;

/** What a number of a text stands for: half a unit of its last written digit to either side. */
function halfUnit(text: string): number {
  const digits = text.replaceAll(",", "");
  const decimals = digits.split(".")[1]?.length ?? 0;
  if (decimals > 0) return 0.5 * 10 ** -decimals;
  const zeros = /0*$/.exec(digits)?.[0].length ?? 0;
  return 0.5 * 10 ** Math.min(zeros, digits.length - 1);
}

function textsOf(name: string): readonly string[] {
  const { description = "", notes } = galleryDocument(`${name}.brownout.json`);
  const { look, try: tries } = notes as Readonly<Record<"look" | "try", readonly string[]>>;
  return [description, ...look, ...tries];
}

/**
 * Expects that a passage stands in the description or the notes of a file, and that the engine plays
 * each of its numbers as precisely as it is written: 9,400 says 9,350 to 9,450, and 1.3 says 1.25 to
 * 1.35. null stands for a number that is a setting or an instant.
 */
export function teller(name: string) {
  const texts = textsOf(name);
  return (passage: string, ...played: readonly (number | null | undefined)[]): void => {
    expect
      .soft(
        texts.filter((text) => text.includes(passage)),
        `“${passage}”`,
      )
      .not.toEqual([]);
    const told = passage.match(NUMBER) ?? [];
    expect.soft(told.length, `numbers of “${passage}”`).toBe(played.length);
    for (const [at, text] of told.entries()) {
      const value = played[at];
      if (value === null) continue;
      const off = Math.abs((value ?? Number.NaN) - Number(text.replaceAll(",", "")));
      expect
        .soft(off, `${text} of “${passage}”: played ${value}`)
        .toBeLessThanOrEqual(halfUnit(text) * (1 + 1e-9));
    }
  };
}
