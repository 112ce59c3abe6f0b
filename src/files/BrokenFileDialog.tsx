import "./files.css";
import { Button, Modal } from "@mantine/core";
import type { Problem } from "../../simulation/scenario/document.ts";
import { closeBrokenFile, useBrokenFile } from "./broken-file.ts";

/** Every problem of a file that could not be opened, with its path. The work stays as it was. */
export function BrokenFileDialog() {
  const file = useBrokenFile((state) => state.file);
  const errors = file?.problems.filter((problem) => problem.severity === "error") ?? [];
  const count = errors.length === 1 ? "1 problem" : `${errors.length} problems`;
  return (
    <Modal
      opened={file !== null}
      onClose={closeBrokenFile}
      size="lg"
      title={`${file?.name ?? "The file"} cannot be opened`}
      lockScroll={false}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <p className="broken-lead">It has {count}. Your drawing has not been changed.</p>
      <ul className="broken-list" aria-label="Problems of the file">
        {errors.map((problem) => (
          <ProblemRow
            key={`${problem.path} ${problem.code} ${problem.message}`}
            problem={problem}
          />
        ))}
      </ul>
      <div className="broken-foot">
        <Button onClick={closeBrokenFile} data-autofocus>
          Close
        </Button>
      </div>
    </Modal>
  );
}

function ProblemRow({ problem }: { readonly problem: Problem }) {
  const { path, message, found, allowed, fix } = problem;
  return (
    <li>
      <code>{path || "whole file"}</code>
      <span>{message}</span>
      {found !== undefined && <small>Found: {found}</small>}
      {allowed !== undefined && <small>Allowed: {allowed}</small>}
      {fix !== undefined && <small>{fix}</small>}
    </li>
  );
}
