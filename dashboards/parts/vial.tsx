import type { ControlState, Verdict } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";

/**
 * How something stands, drawn as the vial of a spirit level: the bubble sits between the marks, has
 * left them, or is not there. Shape tells every state apart without colour, and words stand beside it.
 */
export type Standing =
  | "level"
  | "pending"
  | "firing"
  | "recovering"
  | "inconclusive"
  | "no_data"
  | "error";

const words: Readonly<Record<Standing, string>> = {
  level: "Level",
  pending: "Breach pending",
  firing: "Off level",
  recovering: "Recovering",
  inconclusive: "Inconclusive",
  no_data: "No data",
  error: "Error",
};

/** Where one control instance stands: an episode outlasts a window that said nothing. */
export function standingOf(state: ControlState, verdict: Verdict): Standing {
  if (state.phase !== "ok") return state.phase;
  switch (verdict.kind) {
    case "pass":
      return "level";
    case "breach":
      return "pending";
    default:
      return verdict.kind;
  }
}

/** Worst first; what could not be judged ranks above what was judged well. */
const order: readonly Standing[] = [
  "firing",
  "pending",
  "recovering",
  "error",
  "no_data",
  "inconclusive",
  "level",
];

/** The worst of several standings, or null where there is none. */
export function worst(standings: readonly Standing[]): Standing | null {
  return order.find((standing) => standings.includes(standing)) ?? null;
}

/** Order for sorting: worst first. */
export function rank(standing: Standing): number {
  return order.indexOf(standing);
}

/** The vial alone; words must stand beside it. */
export function Vial(props: { standing: Standing; size?: "small" | "large" }): Child {
  const { standing } = props;
  const classes = `vial vial-${standing} vial-${props.size ?? "small"}`;
  return (
    <svg class={classes} viewBox="0 0 36 16" aria-hidden="true" focusable="false">
      <rect class="vial-glass" x="1" y="1" width="34" height="14" rx="7" />
      <path class="vial-marks" d="M12 1.5v13M24 1.5v13" />
      <Bubble standing={standing} />
    </svg>
  );
}

function Bubble(props: { standing: Standing }): Child {
  switch (props.standing) {
    case "level":
      return <ellipse class="vial-bubble" cx="18" cy="8" rx="4.6" ry="4" />;
    case "pending":
      return <ellipse class="vial-bubble" cx="24" cy="8" rx="4.6" ry="4" />;
    case "firing":
      return <ellipse class="vial-bubble" cx="29" cy="8" rx="4.6" ry="4.4" />;
    case "recovering":
      return (
        <>
          <ellipse class="vial-bubble" cx="22" cy="8" rx="3.8" ry="3.8" />
          <path class="vial-stroke" d="M32 8h-4m1.8-2.2L27.6 8l2.2 2.2" />
        </>
      );
    case "inconclusive":
      return <ellipse class="vial-hollow" cx="18" cy="8" rx="4.2" ry="3.8" />;
    case "no_data":
      return <path class="vial-stroke" d="M15 8h6" />;
    case "error":
      return <path class="vial-stroke" d="M15 5l6 6m0-6l-6 6" />;
  }
}

/** The vial with its word. */
export function StandingMark(props: { standing: Standing; word?: string }): Child {
  return (
    <span class={`standing tone-${props.standing}`}>
      <Vial standing={props.standing} />
      <span class="standing-word">{props.word ?? words[props.standing]}</span>
    </span>
  );
}

/** The word of a verdict, as stored: `pass`, `breach`, `inconclusive`, `no data`, `error`. */
export function verdictWord(verdict: Verdict): string {
  return verdict.kind === "no_data" ? "no data" : verdict.kind;
}
