import type { ValidationMetric } from "../../simulation/results/validation-report.ts";
import { DeviationPicture } from "./DeviationPicture.tsx";
import { decimalsFor, decimalText, exactText, namedInWords } from "./metric-words.ts";

interface MetricCellsProps {
  readonly metric: ValidationMetric;
  readonly others?: readonly number[];
}

/** Name, reference, estimate with its error, and the picture of both. */
export function MetricCells({ metric, others = [] }: MetricCellsProps) {
  const { label, unit } = namedInWords(metric.name);
  const decimals = decimalsFor(metric.reference, metric.se);
  const write = metric.se === null ? exactText : decimalText;
  const space = unit === "" || unit === "/s" ? "" : " ";
  return (
    <>
      <td>{label}</td>
      <td className="val-number">
        {exactText(metric.reference, Math.max(decimals, 4))}
        {space}
        {unit}
      </td>
      <td className="val-number">
        {write(metric.estimate, decimals)}
        <small>{metric.se === null ? "" : ` ± ${decimalText(metric.se, decimals)}`}</small>
        {space}
        {unit}
      </td>
      <td>
        <DeviationPicture metric={metric} others={others} />
      </td>
    </>
  );
}
