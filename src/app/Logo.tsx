/** The mark: a wave that sags, as the voltage does in a brownout. */
export function Logo() {
  return (
    <svg
      className="logo"
      width={24}
      height={24}
      viewBox="0 0 24 24"
      role="img"
      aria-label="Brownout"
    >
      <rect width={24} height={24} rx={6} fill="var(--accent)" />
      <path
        d="M3.5 12c.9-5 2.3-5 3.2 0s1.9 5 2.8 0c.4-2.2 1.1-2.2 1.6 0s1.2 2.2 1.7 0c.9-5 2.3-5 3.2 0s2.1 5 3.5 0"
        transform="translate(.5)"
        fill="none"
        stroke="var(--text-on-accent)"
        strokeWidth={1.75}
        strokeLinecap="round"
      />
    </svg>
  );
}
