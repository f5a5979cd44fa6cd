import type { Child } from "hono/jsx";
import { count, counted } from "../formats/number.ts";
import { between, span } from "../formats/time.ts";
import type { LedgerKey, LedgerStanding } from "../ledger.ts";
import { attempt, Shown } from "../parts/attempt.tsx";
import type { PageContent } from "../parts/document.tsx";
import { CopyLine } from "../parts/labels.tsx";
import { Time } from "../parts/time.tsx";
import type { Reads } from "../reads.ts";
import { Anchors } from "./ledger-anchors.tsx";
import { instantOf, PastForm, PastState } from "./ledger-past.tsx";

/** `/ledger`: what vouches for the records, how old that is, what is missing, and the state at a past time. */
export async function ledger(
  reads: Reads,
  query: Readonly<Record<string, string | undefined>>,
): Promise<PageContent> {
  const now = reads.nowMs();
  const asked = query["at"] ?? "";
  const atMs = asked === "" ? null : instantOf(asked);
  const found = await attempt("the ledger", reads.ledger);
  const past =
    atMs === null ? null : await attempt("the past state", () => reads.ledgerAt({ atMs }));
  return {
    title: "Ledger",
    section: "ledger",
    body: (
      <>
        <header class="page-head">
          <h1>Ledger</h1>
          <p class="lead">
            Every decision, record and verdict is an entry of one signed log. Whoever kept one of
            its checkpoints finds out when anything before it was changed.
          </p>
        </header>
        <Shown of={found}>{(of) => <Standing of={of} now={now} />}</Shown>
        <section class="block" aria-labelledby="past">
          <h2 id="past">As it was</h2>
          <PastForm asked={asked} isWrong={asked !== "" && atMs === null} now={now} />
          {past === null ? null : (
            <Shown of={past}>{(of) => <PastState of={of} atMs={atMs ?? now} now={now} />}</Shown>
          )}
        </section>
      </>
    ),
    status: asked !== "" && atMs === null ? 422 : 200,
    refreshSeconds: asked === "" ? 30 : null,
  };
}

function Standing(props: { of: LedgerStanding; now: number }): Child {
  const { of, now } = props;
  return (
    <>
      <p class="finding" data-live="finding">
        {findingWords(of, now)}
      </p>
      <section class="block" aria-labelledby="checkpoint">
        <h2 id="checkpoint">Checkpoint</h2>
        <dl class="facts" data-live="facts">
          <div>
            <dt>Entries</dt>
            <dd>
              <span class="figure">{count(of.size)}</span>
              <span class="under">
                {of.checkpoint === null
                  ? "none signed yet"
                  : `${count(of.checkpoint.size)} of them signed`}
              </span>
            </dd>
          </div>
          <div>
            <dt>Last signed</dt>
            <dd>
              {of.checkpoint === null || of.checkpoint.atMs === null ? (
                <span class="soft">{of.checkpoint === null ? "not yet" : "before this start"}</span>
              ) : (
                <Time ms={of.checkpoint.atMs} now={now} />
              )}
            </dd>
          </div>
          <div>
            <dt>Last sign of life</dt>
            <dd>
              {of.heartbeat === null ? (
                <span class="soft">none yet</span>
              ) : (
                <>
                  <Time ms={of.heartbeat.lastMs} now={now} />
                  <span class="under">one every {span(of.heartbeat.everyMs)}</span>
                </>
              )}
            </dd>
          </div>
        </dl>
        {of.checkpoint === null ? null : (
          <>
            <p class="soft">
              Keep this text where we cannot reach it: it shows later whether anything before it was
              changed. It is served at <a href="/checkpoint">/checkpoint</a>.
            </p>
            <CopyLine text={of.checkpoint.text.trimEnd()} label="the checkpoint" />
          </>
        )}
      </section>
      <Keys of={of.keys} now={now} />
      <Anchors of={of} now={now} />
      <Missing of={of} now={now} />
    </>
  );
}

/** What somebody has to act on, in one sentence. */
function findingWords(of: LedgerStanding, now: number): string {
  const failing = of.anchors.filter(({ failure }) => failure !== null).map(({ name }) => name);
  if (failing.length > 0) {
    return `${failing.join(" and ")} could not be reached: what was signed since is vouched for by nobody else there.`;
  }
  const ages = of.anchors.flatMap(({ obtained, warning }) =>
    obtained === null || warning !== null ? [] : [obtained.atMs],
  );
  if (ages.length === 0) {
    return "Nobody elsewhere keeps a checkpoint: whoever rules this machine could rewrite everything.";
  }
  const age = Math.max(0, now - Math.max(...ages));
  return `Whoever rules this machine could rewrite what came in the last ${span(age)}, and nothing older, without being found out.`;
}

function Keys(props: { of: readonly LedgerKey[]; now: number }): Child {
  const { of, now } = props;
  const current = of.at(-1);
  if (current === undefined) return null;
  return (
    <section class="block" aria-labelledby="keys">
      <h2 id="keys">Signing key</h2>
      <p class="soft">
        Whoever verifies holds this text, from us by another way than this page; without it a
        package is consistent and its signer unknown.
      </p>
      <CopyLine text={current.vkey} label="the key" />
      <section class="scroll" tabindex={0} aria-label="Keys so far, scrolls">
        <table>
          <thead>
            <tr>
              <th scope="col">Key</th>
              <th scope="col">Since</th>
              <th scope="col">By</th>
              <th scope="col">Entry</th>
              <th scope="col">Handed over</th>
            </tr>
          </thead>
          <tbody>
            {[...of].reverse().map((key, i) => (
              <tr>
                <th scope="row">
                  <code>{key.id}</code>
                  {i === 0 ? " (signs now)" : ""}
                </th>
                <td>
                  <Time ms={key.sinceMs} now={now} />
                </td>
                <td>{key.by}</td>
                <td>{count(key.index)}</td>
                <td>{handedOver(key, i === of.length - 1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function handedOver(key: LedgerKey, isFirst: boolean): string {
  if (key.isSignedByFormer) return "signed by the key before it and by itself";
  return isFirst ? "the first key" : "not signed by the key before it, which was lost";
}

/** Integrity is not completeness: what is known to be missing is said beside it. */
function Missing(props: { of: LedgerStanding; now: number }): Child {
  const { of, now } = props;
  const { silences, gaps, seals, erasures } = of;
  return (
    <section class="block" aria-labelledby="missing">
      <h2 id="missing">What is missing</h2>
      <p class="soft">
        That nothing was changed does not mean that nothing is missing. This is what is known.
      </p>
      <ul>
        <li>
          {silences.length === 0
            ? "No time without signs of life."
            : `${counted(silences.length, "time")} without signs of life: ${silences
                .slice(0, SHOWN_MAX)
                .map(({ fromMs, toMs, maintenance }) => {
                  const planned = maintenance === null ? "" : `, planned: ${maintenance}`;
                  return `${between(fromMs, toMs, now)} (${span(toMs - fromMs)}${planned})`;
                })
                .join("; ")}${silences.length > SHOWN_MAX ? "; and earlier ones" : ""}.`}
        </li>
        <li>
          {gaps.length === 0
            ? "No telemetry was lost after it was acknowledged."
            : `${counted(gaps.length, "gap")} in acknowledged telemetry; each is a nonconformity.`}
        </li>
        <li>
          {seals.length === 0
            ? "No stored telemetry is sealed yet."
            : `Stored telemetry is sealed up to batch ${seals
                .map(({ journal, toSeq }) => `${count(toSeq)} of journal ${journal.slice(0, 8)}`)
                .join(", ")}.`}
        </li>
        <li>{reconciledWords(of.reconciled, now)}</li>
        {erasures === 0 ? null : (
          <li>{counted(erasures, "erasure")} of a person's words; proofs still hold.</li>
        )}
      </ul>
      <p>
        What was lost on the way, by system, stands on <a href="/">the overview</a>.
      </p>
    </section>
  );
}

/** Of several journals the one that was compared last, and any that does not agree. */
function reconciledWords(of: LedgerStanding["reconciled"], now: number): string {
  const last = [...of].sort((a, b) => b.atMs - a.atMs)[0];
  if (last === undefined) {
    return "What the store has was not yet compared with what the journal took; that is done hourly.";
  }
  const differing = of.filter(({ agrees }) => agrees === false);
  if (differing.length > 0) {
    const where = differing
      .slice(0, SHOWN_MAX)
      .map(({ journal, toSeq }) => `${journal.slice(0, 8)} up to batch ${count(toSeq)}`);
    return `The store does not have what the journal took, of journal ${where.join(", ")}: a nonconformity says how much.`;
  }
  const batch = `batch ${count(last.toSeq)} of journal ${last.journal.slice(0, 8)}`;
  const when = `${span(Math.max(0, now - last.atMs))} ago`;
  return last.agrees === null
    ? `Up to ${batch}, ${when}, nobody knows how much the journal took: a part of it was lost or not counted.`
    : `The store has what the journal took, each record once: compared up to ${batch}, ${when}.`;
}

const SHOWN_MAX = 5;
