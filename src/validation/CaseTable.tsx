import "./cases.css";
import { NativeSelect, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import type { ValidationCase } from "../../simulation/results/validation-report.ts";
import { CaseRow } from "./CaseRow.tsx";
import { casesMatching, familiesOf } from "./case-scores.ts";
import { DeviationScale } from "./DeviationPicture.tsx";

interface CaseTableProps {
  readonly cases: readonly ValidationCase[];
  readonly onOpened: () => void;
}

const ALL = "";

/** Every case, family by family, with a filter by family and by words. */
export function CaseTable({ cases, onOpened }: CaseTableProps) {
  const [family, setFamily] = useState(ALL);
  const [query, setQuery] = useState("");
  const families = familiesOf(cases);
  const shown = casesMatching(cases, family === ALL ? null : family, query);
  return (
    <>
      <div className="val-filters">
        <TextInput
          size="xs"
          className="val-search"
          aria-label="Search the cases"
          placeholder="Model, parameter, author"
          leftSection={<IconSearch size={14} />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        <NativeSelect
          size="xs"
          aria-label="Family of cases"
          value={family}
          onChange={(event) => setFamily(event.currentTarget.value)}
          data={[
            { value: ALL, label: `All families (${cases.length})` },
            ...families.map(({ family: value, label, total }) => ({
              value,
              label: `${label} (${total})`,
            })),
          ]}
        />
        <span className="val-note val-explain">
          Dot: estimate, bar: two standard errors each way, band: the usual limit of four.
        </span>
        <span className="val-note" role="status">
          {shown.length === cases.length ? "" : `${shown.length} of ${cases.length} cases`}
        </span>
      </div>
      {shown.length === 0 ? (
        <p className="val-note">No case holds these words.</p>
      ) : (
        <div className="val-table-frame">
          <table className="val-table">
            <caption className="ui-visually-hidden">Cases of theory and how they ended</caption>
            <thead>
              <tr>
                <th scope="col">Model</th>
                <th scope="col">Measure</th>
                <th scope="col">Theory</th>
                <th scope="col">Simulated</th>
                <th scope="col">
                  Deviation in standard errors
                  <DeviationScale />
                </th>
                <th scope="col">Verdict</th>
              </tr>
            </thead>
            {families.map(({ family: name, label }) => {
              const own = shown.filter((theory) => theory.family === name);
              return own.length === 0 ? null : (
                <FamilyRows key={name} label={label} cases={own} onOpened={onOpened} />
              );
            })}
          </table>
        </div>
      )}
    </>
  );
}

interface FamilyRowsProps extends CaseTableProps {
  readonly label: string;
}

function FamilyRows({ label, cases, onOpened }: FamilyRowsProps) {
  return (
    <tbody>
      <tr className="val-family">
        <th scope="rowgroup" colSpan={6} className="val-family-name">
          {label}
        </th>
      </tr>
      {cases.map((theory) => (
        <CaseRow key={theory.id} theory={theory} onOpened={onOpened} />
      ))}
    </tbody>
  );
}
