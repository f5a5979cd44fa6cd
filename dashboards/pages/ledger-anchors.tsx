import type { Child } from "hono/jsx";
import { count } from "../formats/number.ts";
import { span } from "../formats/time.ts";
import type { LedgerAnchor, LedgerStanding } from "../ledger.ts";
import { Time } from "../parts/time.tsx";

/** Who else vouches for checkpoints, and how old that is. */
export function Anchors(props: { of: LedgerStanding; now: number }): Child {
  const { of, now } = props;
  return (
    <section class="block" aria-labelledby="anchors">
      <h2 id="anchors">Anchors</h2>
      <p class="soft">
        Others who keep a checkpoint or vouch for it, every {span(of.anchorEveryMs)}. The age of the
        newest is the time in which history could still be rewritten.
      </p>
      {of.anchors.length === 0 ? (
        <p class="quiet">
          There is none. Name one under <code>ledger</code> in the configuration:{" "}
          <code>copies</code>, <code>timestamps</code>, <code>witnesses</code> or <code>rekor</code>
          .
        </p>
      ) : (
        <section class="scroll" tabindex={0} aria-label="Anchors, scrolls">
          <table data-live="anchors">
            <thead>
              <tr>
                <th scope="col">Anchor</th>
                <th scope="col">Newest</th>
                <th scope="col">Entries</th>
                <th scope="col">Standing</th>
              </tr>
            </thead>
            <tbody>
              {of.anchors.map((anchor) => (
                <Anchor of={anchor} now={now} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}

function Anchor(props: { of: LedgerAnchor; now: number }): Child {
  const { of, now } = props;
  const { obtained, failure } = of;
  return (
    <tr>
      <th scope="row">
        {of.name}
        <span class="under soft">
          {KIND_WORDS[of.kind]}, {of.where}
        </span>
      </th>
      <td>
        {obtained === null ? (
          <span class="soft">none yet</span>
        ) : (
          <Time ms={obtained.attestedMs ?? obtained.atMs} now={now} />
        )}
      </td>
      <td>{obtained === null ? "" : count(obtained.size)}</td>
      <td>
        {failure === null ? (
          (of.warning ?? "as it should be")
        ) : (
          <>
            failed {failure.failures === 1 ? "once" : `${count(failure.failures)} times`}:{" "}
            {failure.detail}; tried again <Time ms={failure.nextMs} now={now} only="relative" />
          </>
        )}
      </td>
    </tr>
  );
}

const KIND_WORDS: Readonly<Record<LedgerAnchor["kind"], string>> = {
  copy: "a copy",
  rfc3161: "a timestamp (RFC 3161)",
  witness: "a witness (C2SP)",
  rekor: "a public log (Rekor)",
};
