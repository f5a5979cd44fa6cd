import type { Child } from "hono/jsx";
import type { StripWindow } from "../control-history.ts";
import { counted } from "../formats/number.ts";
import { between } from "../formats/time.ts";
import { Shown } from "../parts/attempt.tsx";
import { StripKey, VerdictStrip, windowWords } from "../parts/verdict-strip.tsx";
import type { ControlView } from "./control-reads.ts";

/** More rows than this help nobody; the API has them all. */
const ROWS_MAX = 60;

/** Every window of the strip, drawn, and on demand as a table. */
export function ControlWindows(props: { view: ControlView; now: number }): Child {
  const { view, now } = props;
  const { everyMs } = view.control;
  return (
    <Shown of={view.strip}>
      {(windows) =>
        windows.length === 0 ? (
          <p class="quiet">No window has been judged yet.</p>
        ) : (
          <>
            <VerdictStrip
              windows={windows}
              everyMs={everyMs}
              now={now}
              room={Math.min(view.windows, Math.max(ROOM_MIN, spanned(windows, everyMs)))}
              titles
            />
            <StripKey />
            <details class="more" data-fold="windows">
              <summary>The windows one by one</summary>
              <WindowTable windows={windows} now={now} />
            </details>
          </>
        )
      }
    </Shown>
  );
}

/** A strip of three windows is not stretched over the page. */
const ROOM_MIN = 60;

function spanned(windows: readonly StripWindow[], everyMs: number): number {
  const [first, last] = [windows[0], windows.at(-1)];
  if (first === undefined || last === undefined) return 0;
  return Math.round((last.windowEndMs - first.windowEndMs) / everyMs) + 1;
}

function WindowTable(props: { windows: readonly StripWindow[]; now: number }): Child {
  const { windows, now } = props;
  return (
    <section class="scroll" tabindex={0} aria-label="Windows, scrolls">
      <table class="windows stacks">
        <thead>
          <tr>
            <th scope="col">Window</th>
            <th scope="col">Instances by verdict</th>
          </tr>
        </thead>
        <tbody>
          {windows
            .slice(-ROWS_MAX)
            .reverse()
            .map((window) => (
              <tr>
                <th scope="row">{between(window.windowStartMs, window.windowEndMs, now)}</th>
                <td>{windowWords(window)}</td>
              </tr>
            ))}
        </tbody>
      </table>
      {windows.length > ROWS_MAX ? (
        <p class="soft">
          The newest {ROWS_MAX} of {counted(windows.length, "window")}.
        </p>
      ) : null}
    </section>
  );
}
