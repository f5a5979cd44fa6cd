import type { Labels } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";

/** Labels as quiet pairs; `system` is left out where the page already says it. */
export function LabelPairs(props: {
  of: Labels;
  without?: readonly string[];
  /** What to say where no label is left. */
  otherwise?: string;
}): Child {
  const pairs = Object.entries(props.of).filter(([name]) => !props.without?.includes(name));
  if (pairs.length === 0) return <span class="soft">{props.otherwise ?? "the whole system"}</span>;
  return (
    <span class="labels">
      {pairs.map(([name, value]) => (
        <span class="label">
          <span class="label-name">{dimensionWord(name)}</span> {value === "" ? "(empty)" : value}
        </span>
      ))}
    </span>
  );
}

/** `model_version` → `version`; `segment.race` → `race`. */
export function dimensionWord(name: string): string {
  if (name === "model_version") return "version";
  return name.startsWith("segment.") ? name.slice("segment.".length) : name;
}

/** Severity, with bars that grow, so that it is told without colour. */
export function SeverityMark(props: { severity: string }): Child {
  const level = { low: 1, medium: 2, high: 3, critical: 4 }[props.severity] ?? 0;
  return (
    <span class={`severity severity-${level}`}>
      <svg viewBox="0 0 18 12" aria-hidden="true" focusable="false">
        {[0, 1, 2, 3].map((i) => (
          <rect
            class={i < level ? "bar-on" : "bar-off"}
            x={String(i * 4.6 + 0.4)}
            y={String(8 - i * 2.4)}
            width="3.2"
            height={String(3.6 + i * 2.4)}
            rx="0.8"
          />
        ))}
      </svg>
      {props.severity}
    </span>
  );
}

/** A line to paste, with a button that copies it where scripts run. */
export function CopyLine(props: { text: string; label: string }): Child {
  return (
    <div class="copy-line" data-copy>
      <pre class="code" tabindex={0}>
        <code>{props.text}</code>
      </pre>
      <button type="button" class="button button-quiet copy-button" hidden>
        Copy<span class="visually-hidden"> {props.label}</span>
      </button>
    </div>
  );
}
