// The published verdicts on the engine, as they lie beside the page.
import type { ValidationReport } from "../../simulation/results/validation-report.ts";
import { readPageFile } from "../store/page-file.ts";

function isReport(value: unknown): value is ValidationReport {
  if (typeof value !== "object" || value === null) return false;
  const { cases, zScores, generatedFor } = value as Partial<ValidationReport>;
  return Array.isArray(cases) && typeof zScores === "object" && typeof generatedFor === "string";
}

/**
 * The report of validation.json beside the page; throws with a sentence when there is none. A static
 * host may answer a missing file with its start page, so the text is looked at, not the status alone.
 */
export async function loadReport(): Promise<ValidationReport> {
  let value: unknown = null;
  try {
    value = JSON.parse(await readPageFile("validation.json"));
  } catch {
    throw new Error("This copy of the app comes without the file of validation results.");
  }
  if (!isReport(value)) throw new Error("The file of validation results is of another version.");
  return value;
}
