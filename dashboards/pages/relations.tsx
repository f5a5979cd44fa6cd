import type { Nonconformity } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { segment } from "../formats/words.ts";

/** How a record hangs together with others; nothing where it stands alone. */
export function Relations(props: { record: Nonconformity }): Child {
  const { recurrenceOf, refutedBy, mergedInto, mergedFrom, concern, control } = props.record;
  const { reportedBy } = props.record;
  const said = [
    ...(mergedInto === null ? [] : [<>Carried on by {link(mergedInto)}.</>]),
    ...mergedFrom.map((id) => <>Carries on {link(id)}, with its episodes.</>),
    ...(recurrenceOf === null
      ? []
      : [<>The same matter was closed before as {link(recurrenceOf)}: it recurs, one grade up.</>]),
    ...(refutedBy === null
      ? []
      : [<>It came back as {link(refutedBy)}: that the actions worked is refuted.</>]),
    ...(control !== null
      ? []
      : [reportedBy === null ? "Whoever told of it stays anonymous." : `Told by ${reportedBy}.`]),
    ...(concern === null
      ? []
      : [
          <>
            Raised from concern {concern.id} about{" "}
            <a href={`/systems/${segment(concern.system)}`}>{concern.system}</a>.
          </>,
        ]),
  ];
  if (said.length === 0) return null;
  return (
    <ul class="relations">
      {said.map((each) => (
        <li>{each}</li>
      ))}
    </ul>
  );
}

function link(id: string): Child {
  return <a href={`/nonconformities/${segment(id)}`}>{id}</a>;
}
