/** What turns text into a document where the browser asks who may (Trusted Types). */
interface PagePolicy {
  readonly createHTML: (text: string) => string;
}

/** As far as it is used here; the compiler's library does not know it yet. */
interface TrustedTypes {
  readonly createPolicy: (name: string, rules: PagePolicy) => PagePolicy;
}

const policy = pagePolicy();

/**
 * A page of ours, as the server sent it, to take parts from. The one place where a script makes a document of
 * text: pages are sent with a policy under which the browser refuses every other.
 */
export function parsePage(text: string): Document {
  return new DOMParser().parseFromString(policy.createHTML(text), "text/html");
}

function pagePolicy(): PagePolicy {
  const rules: PagePolicy = { createHTML: (text) => text };
  const types: unknown = Reflect.get(globalThis, "trustedTypes");
  return isTrustedTypes(types) ? types.createPolicy("tiltmeter-page", rules) : rules;
}

function isTrustedTypes(types: unknown): types is TrustedTypes {
  return typeof types === "object" && types !== null && "createPolicy" in types;
}
