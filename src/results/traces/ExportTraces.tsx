import { Button, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import {
  TRACE_FORMATS,
  type TraceFormat,
  type TraceSummary,
} from "../../../simulation/results/traces.ts";
import { tellOfResults } from "../../store/results-view.ts";
import { tracesAs } from "../../store/traces.ts";
import { download, fileName } from "../export/save-export.ts";

const FORMAT_LABELS: Readonly<Record<TraceFormat, string>> = {
  otlp: "OTLP JSON",
  jaeger: "Jaeger JSON",
  zipkin: "Zipkin v2 JSON",
};

async function exportAs(
  traces: readonly TraceSummary[],
  name: string,
  format: TraceFormat,
): Promise<void> {
  try {
    const text = await tracesAs(traces, format);
    download(fileName(`${name} ${format}`, "json"), new Blob([text], { type: "application/json" }));
    tellOfResults(null);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    tellOfResults(`The traces could not be exported: ${reason}`);
  }
}

interface ExportProps {
  readonly traces: readonly TraceSummary[];
  /** In the name of the file. */
  readonly name: string;
  readonly label: string;
}

/** Saves traces for tools that draw real ones. */
export function ExportTraces({ traces, name, label }: ExportProps) {
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconDownload size={12} />}
          disabled={traces.length === 0}
        >
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {TRACE_FORMATS.map((format) => (
          <Menu.Item key={format} onClick={() => void exportAs(traces, name, format)}>
            {FORMAT_LABELS[format]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
