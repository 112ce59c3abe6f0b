// From text to a checked document. Never throws, never hands out half a file.
import { type CheckResult, checkDocument } from "./check.ts";
import { checkDuplicateKeys, firstBadToken } from "./json-text.ts";
import { LIMITS } from "./limits.ts";
import { ProblemList } from "./problem-list.ts";
import { type ReadBeside, withRecordedFiles } from "./recorded-files.ts";

export { type CheckResult, checkDocument } from "./check.ts";
export type { ReadBeside } from "./recorded-files.ts";

const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Reads a scenario file. All problems at once; those of a good file are warnings. `readBeside` reads
 * files that lie beside it; without it, a file that names one is refused.
 */
export function parseScenario(text: string, readBeside?: ReadBeside): CheckResult {
  const problems = new ProblemList();
  if (text.length > LIMITS.fileBytes || utf8Length(text) > LIMITS.fileBytes) {
    problems.error("too-large", [], "the file is larger than 5 MB");
    return { ok: false, problems: problems.list() };
  }
  const source = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const place = firstBadToken(source);
    const where = place === null ? "" : ` at ${place}`;
    problems.error("syntax", [], `the file is not JSON${where}: ${reason}`);
    return { ok: false, problems: problems.list() };
  }
  if (readBeside !== undefined) value = withRecordedFiles(value, readBeside, problems);
  const result = checkDocument(value);
  checkDuplicateKeys(source, problems);
  if (!problems.hasErrors) return result;
  return { ok: false, problems: [...problems.list(), ...result.problems] };
}

function utf8Length(text: string): number {
  let length = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // Each half of a surrogate pair counts 2 of the pair's 4 bytes.
    const isHalf = unit >= 0xd800 && unit <= 0xdfff;
    length += unit < 0x80 ? 1 : unit < 0x800 || isHalf ? 2 : 3;
  }
  return length;
}
