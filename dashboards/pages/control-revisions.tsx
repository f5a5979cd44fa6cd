import type { Child } from "hono/jsx";
import type { ControlRevision } from "../control-history.ts";
import { revisionDiff, type TermChange, termLines } from "../formats/revision-diff.ts";
import { Time } from "../parts/time.tsx";

const SHOWN_MAX = 20;

/** Who loaded which revision when, and what each changed, term by term. */
export function ControlRevisions(props: {
  revisions: readonly ControlRevision[];
  now: number;
}): Child {
  const { revisions, now } = props;
  if (revisions.length === 0) return <p class="quiet">It was never loaded by this collector.</p>;
  return (
    <>
      <ol class="revisions">
        {revisions.slice(0, SHOWN_MAX).map((revision, i) => (
          <li>
            <p class="record-line">
              <code class="digest">{revision.revision.slice(0, 12)}</code>
              <span>
                {i === 0 ? "in force since" : "loaded"} <Time ms={revision.loadedMs} now={now} /> by{" "}
                {revision.by}
              </span>
              {revision.file === null ? null : <span class="soft">from {revision.file}</span>}
            </p>
            <Changed of={revision} before={revisions[i + 1]} />
          </li>
        ))}
      </ol>
      {revisions.length > SHOWN_MAX ? (
        <p class="soft">
          The newest {SHOWN_MAX} of {revisions.length} revisions.
        </p>
      ) : null}
    </>
  );
}

function Changed(props: { of: ControlRevision; before: ControlRevision | undefined }): Child {
  const { of, before } = props;
  if (before === undefined) return <FirstRevision of={of} />;
  const changes =
    of.text === null || before.text === null ? null : revisionDiff(before.text, of.text);
  if (changes === null) {
    return <p class="soft">What it changed cannot be told: the text before it was not kept.</p>;
  }
  if (changes.length === 0) return <p class="soft">No term changed.</p>;
  return (
    <ul class="diff">
      {changes.map((change) => (
        <Line change={change} />
      ))}
    </ul>
  );
}

function Line(props: { change: TermChange }): Child {
  const { term, from, to } = props.change;
  return (
    <li>
      <code>{term}</code>
      {from === null ? (
        <span class="soft">new</span>
      ) : (
        <del>
          <span class="visually-hidden">was </span>
          {from === "" ? "nothing" : from}
        </del>
      )}
      {to === null ? (
        <span class="soft">taken out</span>
      ) : (
        <ins>
          <span class="visually-hidden">now </span>
          {to === "" ? "nothing" : to}
        </ins>
      )}
    </li>
  );
}

function FirstRevision(props: { of: ControlRevision }): Child {
  const lines = props.of.text === null ? null : termLines(props.of.text);
  if (lines === null) return <p class="soft">The first that is known; its text was not kept.</p>;
  return (
    <details class="more">
      <summary>The first that is known: its {lines.length} terms</summary>
      <pre class="code" tabindex={0}>
        <code>{lines.join("\n")}</code>
      </pre>
    </details>
  );
}
