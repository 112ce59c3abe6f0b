import "./segments.css";
import { useId } from "react";

interface SegmentsProps {
  readonly id?: string;
  readonly className?: string;
  readonly label: string;
  readonly data: readonly { readonly value: string; readonly label: string }[];
  /** None is chosen if it is not among them. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A few options side by side, as radio buttons. */
export function Segments({ id, className, label, data, value, onChange }: SegmentsProps) {
  const name = useId();
  return (
    <div
      id={id}
      role="radiogroup"
      aria-label={label}
      className={className ? `segments ${className}` : "segments"}
    >
      {data.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}
