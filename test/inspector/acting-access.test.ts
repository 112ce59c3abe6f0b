// Of how callers are checked the inspector shows what acts as it stands, and whatever the file says.
import { describe, expect, it } from "vitest";
import { catalog } from "../../simulation/kinds/catalog.ts";
import { actingParams } from "../../src/inspector/fields/acting-params.ts";

function fieldsShown(authentication: Record<string, string | number> | null): string[] {
  const params = actingParams(catalog.service, { kind: "service", authentication });
  const param = params.authentication;
  return param?.type === "object" ? Object.keys(param.fields) : [];
}

describe("the fields of authentication", () => {
  it("are those of a local check, of an introspection, and of one whose answers are kept", () => {
    expect(fieldsShown({})).toEqual(["check", "checkMs", "refuseMs", "keysMs"]);
    const asks = { check: "introspection" };
    expect(fieldsShown(asks)).toEqual(["check", "checkMs", "refuseMs", "cacheMs"]);
    expect(fieldsShown({ ...asks, cacheMs: 5 })).toContain("tokenCount");
  });

  it("show what has no effect but is written in the file, so that it can be taken back", () => {
    expect(fieldsShown({ tokenCount: 5 })).toContain("tokenCount");
  });
});
