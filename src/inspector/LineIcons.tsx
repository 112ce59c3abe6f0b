// Small line icons of the inspector's buttons, 24 px grid.

function Line({ d, size = 14 }: { readonly d: string; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={d} />
    </svg>
  );
}

export function ResetIcon() {
  return <Line d="M4 12a8 8 0 1 0 2.5-5.8M4 4v4.5h4.5" size={12} />;
}

export function PlusIcon() {
  return <Line d="M12 5v14M5 12h14" size={12} />;
}

export function CloseIcon() {
  return <Line d="M6 6l12 12M18 6L6 18" />;
}

export function WidenIcon({ narrow }: { readonly narrow: boolean }) {
  return <Line d={narrow ? "M4 5v14M9 12h11M14 7l-5 5 5 5" : "M20 5v14M15 12H4M9 7l-5 5 5 5"} />;
}

export function ArrowIcon({ size = 20 }: { readonly size?: number }) {
  return <Line d="M4 12h15M13.5 6.5 19 12l-5.5 5.5" size={size} />;
}

export function CheckIcon() {
  return <Line d="M5 12.5l4.5 4.5L19 7" size={10} />;
}
