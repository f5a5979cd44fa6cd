import { isOpen, type Nonconformity } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { segment } from "../formats/words.ts";
import { valueOr } from "../parts/attempt.tsx";
import { EditForm } from "./edit-form.tsx";
import { CommentForm, MoveForms } from "./move-form.tsx";
import { stateWords } from "./move-words.ts";
import { Escalating } from "./record-acknowledgement.tsx";
import type { RecordView } from "./record-view.ts";
import { SuspensionBox } from "./suspension.tsx";

/** Beside a record: whether its systems may run, what is asked for next, and the forms that take it on. */
export function RecordRail(props: { view: RecordView; now: number }): Child {
  const { view, now } = props;
  const { record } = view;
  return (
    <aside class="rail" aria-labelledby="next">
      {view.suspensions.length === 0 ? null : (
        <>
          <h2 id="suspension">May it run?</h2>
          {view.suspensions.map((suspension) => (
            <SuspensionBox
              view={suspension}
              now={now}
              mayDecide={view.mayDecide}
              back={`/nonconformities/${segment(record.id)}`}
            />
          ))}
        </>
      )}
      <h2 id="next">Next</h2>
      <NextStep state={record.state} />
      <Escalating
        record={record.id}
        of={valueOr(view.telling, null)?.escalation ?? null}
        mayWork={view.moves !== null}
        now={now}
      />
      {view.moves === null ? (
        <p class="quiet">You are reading only: sign in with a key that may act on records.</p>
      ) : (
        <>
          <MoveForms record={record} moves={view.moves} returned={view.returned} />
          {isOpen(record) ? <EditForm record={record} returned={view.returned} /> : null}
          <CommentForm record={record} returned={view.returned} isPostscript={!isOpen(record)} />
        </>
      )}
    </aside>
  );
}

/** What is asked for next, and what it is good for. */
function NextStep(props: { state: Nonconformity["state"] }): Child {
  const { next, why } = stateWords(props.state);
  return (
    <p class="next-step">
      <strong>{next}</strong> {why === "" ? null : <span class="soft">{why}</span>}
    </p>
  );
}
