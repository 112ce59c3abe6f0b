import { formatCount } from "../../ui/format.ts";
import { CloseIcon, PlusIcon } from "../LineIcons.tsx";
import { bareName, type Literal } from "./distribution-forms.ts";
import { isRecord } from "./field-model.ts";
import { NumberText } from "./NumberText.tsx";

interface Column {
  /** Name of the list in the literal; the pairs of `quantiles` have two columns of one list. */
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly max: number;
}

interface DistributionListsProps {
  readonly label: string;
  readonly literal: Literal;
  readonly unit: string;
  /** Name of a list that holds something wrong. */
  readonly wrong: string | null;
  readonly onChange: (literal: Literal) => void;
  readonly onRefuse: (reason: string | null) => void;
}

const MOST = 1e12;
/** Longer lists come from a file and are shown by their length. */
const ROWS_MAX = 40;

type Rows = readonly (readonly number[])[];

function numbersAt(literal: Readonly<Record<string, unknown>>, name: string): readonly number[] {
  const list = literal[name];
  return Array.isArray(list) ? (list as number[]) : [];
}

/** The lists of a literal as a table of numbers; null where it has none. */
function tableOf(
  literal: Literal,
  unit: string,
): { columns: readonly Column[]; rows: Rows } | null {
  if (!isRecord(literal)) return null;
  if (Array.isArray(literal.quantiles)) {
    const share = { name: "quantiles", label: "Probability", unit: "", max: 1 };
    const value = { name: "quantiles", label: "Value", unit, max: MOST };
    return { columns: [share, value], rows: literal.quantiles as Rows };
  }
  const first = ["values", "times", "means"]
    .flatMap((bare) => [`${bare}Ms`, bare])
    .find((name) => Array.isArray(literal[name]));
  if (first === undefined) return null;
  const words = { values: "Value", times: "Instant", means: "Mean" };
  const label = words[bareName(first) as keyof typeof words];
  const main = { name: first, label, unit, max: MOST };
  const values = numbersAt(literal, first);
  if (!Array.isArray(literal.weights) && literal.type !== "hyperexponential") {
    return { columns: [main], rows: values.map((value) => [value]) };
  }
  const weights = numbersAt(literal, "weights");
  const weight = { name: "weights", label: "Weight", unit: "", max: MOST };
  return { columns: [main, weight], rows: values.map((value, i) => [value, weights[i] ?? 1]) };
}

/** The literal with other rows in its lists. */
function withRows(literal: Literal, columns: readonly Column[], rows: Rows): Literal {
  if (!isRecord(literal)) return literal;
  if (columns[0]?.name === "quantiles") return { ...literal, quantiles: rows };
  const lists = columns.map(({ name }, i) => [name, rows.map((row) => row[i] ?? 0)]);
  return { ...literal, ...Object.fromEntries(lists) };
}

/** A further row: between the last two quantiles, since the last one ends at 1; else like the last. */
function withNewRow(rows: Rows, isQuantiles: boolean): Rows {
  const last = rows.at(-1) ?? [0];
  if (!isQuantiles) return [...rows, last];
  const before = rows.at(-2) ?? [0, 0];
  const middle = last.map((value, i) => Number(((value + (before[i] ?? 0)) / 2).toPrecision(4)));
  return rows.toSpliced(-1, 0, middle);
}

/** Values, quantiles, branches: a row each, as numbers. */
export function DistributionLists(props: DistributionListsProps) {
  const { label, literal, unit, wrong, onChange, onRefuse } = props;
  const table = tableOf(literal, unit);
  if (!table) return null;
  const { columns, rows } = table;
  const isQuantiles = columns[0]?.name === "quantiles";
  const least = isQuantiles ? 2 : 1;
  const set = (next: Rows) => {
    onRefuse(null);
    onChange(withRows(literal, columns, next));
  };
  if (rows.length > ROWS_MAX) {
    return <p className="insp-hint">{formatCount(rows.length)} values, as the file has them.</p>;
  }
  return (
    <div className="insp-points insp-distribution-wide" data-wrong={wrong !== null}>
      <div className="insp-point insp-point-head" aria-hidden="true">
        {columns.map((column) => (
          <span key={column.label}>{column.label}</span>
        ))}
      </div>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two rows may be equal
        <div key={index} className="insp-point">
          {columns.map((column, at) => (
            <NumberText
              key={column.label}
              label={`${label}: ${column.label.toLowerCase()} ${index + 1}`}
              value={row[at] ?? 0}
              unit={column.unit}
              field={column.unit === "ms" ? "valueMs" : "value"}
              min={0}
              max={column.max}
              invalid={wrong === column.name}
              onCommit={(value) => set(rows.with(index, row.with(at, value)))}
              onRefuse={onRefuse}
            />
          ))}
          <button
            type="button"
            className="insp-icon-button"
            aria-label={`Remove row ${index + 1} of ${label}`}
            disabled={rows.length <= least}
            onClick={() => set(rows.toSpliced(index, 1))}
          >
            <CloseIcon />
          </button>
        </div>
      ))}
      <button
        type="button"
        className="insp-add"
        aria-label={`Add a row to ${label}`}
        onClick={() => set(withNewRow(rows, isQuantiles))}
      >
        <PlusIcon /> Row
      </button>
    </div>
  );
}
