// Every file of the gallery is a correct scenario.
import { describe, expect, it } from "vitest";
import { parseScenario } from "../../simulation/scenario/parse.ts";
import { GALLERY_FILES, galleryText } from "./gallery-files.ts";

describe.each(GALLERY_FILES)("%s", (file) => {
  it("is read without a problem or a warning", () => {
    const result = parseScenario(galleryText(file));
    expect(result.problems).toEqual([]);
    expect(result.ok).toBe(true);
  });
});
