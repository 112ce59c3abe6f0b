import { FileButton } from "@mantine/core";

interface ImportButtonProps {
  readonly label: string;
  /** What is imported, for the file chooser and for those who do not see the button's place. */
  readonly what: string;
  readonly onText: (text: string) => void;
}

/** Takes the text of a file that the person picks. */
export function ImportButton({ label, what, onText }: ImportButtonProps) {
  return (
    <FileButton
      accept=".csv,.tsv,.txt,text/csv,text/plain"
      inputProps={{ "aria-label": `File with ${what}` }}
      onChange={(file) => {
        if (file) void file.text().then(onText);
      }}
    >
      {(props) => (
        <button type="button" className="insp-add" aria-label={`${label}: ${what}`} {...props}>
          {label}
        </button>
      )}
    </FileButton>
  );
}
