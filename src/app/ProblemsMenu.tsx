import { Menu, UnstyledButton } from "@mantine/core";
import type { Problem } from "../../simulation/scenario/document.ts";
import { goToField } from "../store/field-focus.ts";
import { useProblems, useView } from "../store/hooks.ts";
import { problemText } from "../store/problem-text.ts";
import { StateGlyph } from "../ui/StateGlyph.tsx";

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** "1 error, 2 warnings"; kinds that there are none of are left out. */
function countsOf(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const warnings = problems.length - errors;
  const words = [
    errors > 0 && counted(errors, "error"),
    warnings > 0 && counted(warnings, "warning"),
  ];
  return words.filter(Boolean).join(", ");
}

/** All problems of the drawing, errors first; each leads to its field. */
export function ProblemsMenu() {
  const problems = useProblems();
  const presenter = useView((view) => view.presenter);
  if (problems.length === 0) return null;
  const ordered = [...problems].sort((a, b) => a.severity.localeCompare(b.severity));
  const worst = ordered[0]?.severity === "error" ? "failing" : "degraded";
  return (
    <Menu position="bottom-start" width={420} withinPortal>
      <Menu.Target>
        <UnstyledButton className="problems-button" data-tone={worst}>
          <StateGlyph state={worst} size={12} decorative />
          <span className={presenter ? "ui-visually-hidden" : undefined}>{countsOf(problems)}</span>
          {presenter ? <span aria-hidden="true">{problems.length}</span> : null}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown className="problems-menu" aria-label="Problems">
        {ordered.map((problem) => (
          <Menu.Item
            key={`${problem.code} ${problem.path} ${problem.message}`}
            leftSection={
              <StateGlyph
                state={problem.severity === "error" ? "failing" : "degraded"}
                size={12}
                surface="var(--surface-popover)"
              />
            }
            onClick={() => goToField(problem.path)}
          >
            <code>{problem.path}</code> {problemText(problem)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
