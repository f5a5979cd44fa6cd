import type { Child } from "hono/jsx";

/** The answer of one read, or why there is none: a page shows either. */
export type Attempt<T> =
  | { readonly kind: "read"; readonly value: T }
  | { readonly kind: "unread"; readonly what: string; readonly reason: string };

/** Ten seconds: longer than any honest read, shorter than a reader's patience. */
const READ_MS_MAX = 10_000;

/** Tries one read. `what` is the thing in words, as in `could not read the deliveries`. */
export async function attempt<T>(what: string, read: () => Promise<T>): Promise<Attempt<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no answer within ${READ_MS_MAX / 1000} s`)),
      READ_MS_MAX,
    );
  });
  try {
    return { kind: "read", value: await Promise.race([read(), late]) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: "unread", what, reason };
  } finally {
    clearTimeout(timer);
  }
}

/** The value, or a stand-in where there is none. For numbers beside a section that shows the notice. */
export function valueOr<T, U>(tried: Attempt<T>, otherwise: U): T | U {
  return tried.kind === "read" ? tried.value : otherwise;
}

/** What was read, drawn; or the notice that it could not be read. */
export function Shown<T>(props: { of: Attempt<T>; children: (value: T) => Child }): Child {
  return props.of.kind === "read" ? props.children(props.of.value) : <Unread of={props.of} />;
}

/** Says what could not be read, why, and what that means for the reader. */
export function Unread(props: { of: { readonly what: string; readonly reason: string } }): Child {
  return (
    <div class="notice notice-unread" role="status">
      <p>
        <strong>Could not read {props.of.what}.</strong> What is missing here is not known to be
        well.
      </p>
      <p class="reason">{props.of.reason}</p>
    </div>
  );
}
