import type { Child } from "hono/jsx";

/** The mark: a vial a few degrees off level, its bubble just leaving the marks. */
export function Logo(): Child {
  return (
    <svg class="logo" viewBox="0 0 40 24" aria-hidden="true" focusable="false">
      <g transform="rotate(-7 20 12)">
        <rect class="logo-glass" x="2" y="4.5" width="36" height="15" rx="7.5" />
        <path class="logo-marks" d="M14.5 5v14M25.5 5v14" />
        <ellipse class="logo-bubble" cx="22.5" cy="12" rx="5" ry="4.4" />
      </g>
    </svg>
  );
}
