import type { Child } from "hono/jsx";
import { AccessField, type ReturnedAccess } from "./access-parts.tsx";

/** What a new key is confined to: systems, and a day on which it ends. */
export function KeyLimits(props: {
  form: string;
  returned: ReturnedAccess | null;
  /** Which systems it is for where none is named. */
  empty: string;
}): Child {
  const { form, returned } = props;
  return (
    <>
      <AccessField
        {...{ form, name: "systems", label: "Systems", returned }}
        help={`Ids with commas between; empty: ${props.empty}.`}
      />
      <AccessField
        {...{ form, name: "expires", label: "Expires", returned, type: "date" }}
        help="At the beginning of that day, UTC."
      />
    </>
  );
}
