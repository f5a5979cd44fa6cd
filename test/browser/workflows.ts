import { work } from "./form.ts";
import type { Hands } from "./hands.ts";

/** One thing that people do on pages: the route that takes it, and the way there. */
export interface Workflow {
  readonly route: string;
  readonly does: (hands: Hands, url: string) => Promise<void>;
}

const DAY_MS = 86_400_000;
const YEAR = new Date().getUTCFullYear();
const day = (offset: number): string =>
  new Date(Date.now() + offset * DAY_MS).toISOString().slice(0, 10);
const SYSTEM = "mail-filter";
const OF = "/nonconformities/:id";
/** The first review that is held here. */
const REVIEW = `/management-review/MR-${YEAR}-0001`;

/** A form that is found by its address. */
const at =
  (
    path: string,
    ...[which, told]: readonly [Parameters<typeof work>[1], Parameters<typeof work>[2]?]
  ): Workflow["does"] =>
  async (hands, url) => {
    await hands.page.goto(url + path);
    await work(hands, which, told);
  };

const roadmap = (
  act: string,
  path: string,
  told: Readonly<Record<string, string>> = {},
): Workflow => ({
  route: `POST /roadmap/${act}`,
  does: at(path, { action: `/roadmap/${act}` }, told),
});

/**
 * A record from its raising to its closing: by one person, as a medium matter may be.
 *
 * From the overview by links alone, since whoever works by keys types no address. Gives the record's id.
 */
export async function fromRaisingToClosing(hands: Hands, url: string): Promise<string> {
  const { page } = hands;
  await page.goto(url);
  await hands.activate(page.locator("nav").getByRole("link", { name: "Nonconformities" }).first());
  await hands.activate(page.locator("main").getByRole("link", { name: /raise/i }).first());
  await work(hands, { action: "/nonconformities/new" }, { ...RAISED, "field.title": "By hand" });
  const move = async (to: string, told: Readonly<Record<string, string>> = {}): Promise<void> => {
    await work(hands, { action: "/transitions", hidden: ["to", to] }, told);
  };
  await move("assessing", { "field.owner": "Mara" });
  await move("containing", { "field.serious_incident": "no" });
  await move("analysing");
  await move("acting");
  await work(
    hands,
    { action: "/actions", hidden: ["act", "plan"] },
    { "field.what": "Tell senders", "field.owner": "Mara", "field.due": day(7) },
  );
  await work(hands, { action: "/actions", hidden: ["act", "done"] });
  await move("verifying");
  await move("closing", { "field.result": "effective", "field.reviewer": "Nadia" });
  await move("closed");
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}

const RAISED = { "field.severity": "medium", "field.system": SYSTEM };

/** What is done to a record that a person raised, in an order that leaves it open. */
const ON_RECORD: readonly Workflow[] = [
  {
    route: "POST /nonconformities/new",
    does: at("/nonconformities/new", { action: "/nonconformities/new" }, RAISED),
  },
  { route: `POST ${OF}/comments`, does: here({ action: "/comments" }) },
  {
    route: `POST ${OF}/edits`,
    does: here({ action: "/edits" }, { "field.severity": "low", reason: "Fewer than thought." }),
  },
  {
    route: `POST ${OF}/transitions`,
    does: async (hands) => {
      for (const to of ["assessing", "containing", "analysing", "acting"]) {
        await work(hands, { action: "/transitions", hidden: ["to", to] });
      }
    },
  },
  { route: `POST ${OF}/actions`, does: here({ action: "/actions", hidden: ["act", "plan"] }) },
];

/** What the law asks to be told, over a record that the machine raised. */
const ON_DUTIES: readonly Workflow[] = [
  {
    route: `POST ${OF}/incident`,
    does: at(
      `/nonconformities/NC-${YEAR}-0002/duties`,
      { action: "/incident" },
      { serious: "yes", kinds: "personal_data_breach", aware_at: `${day(-1)}T09:00Z` },
    ),
  },
  { route: `POST ${OF}/reports`, does: here({ action: "/reports" }) },
  { route: `POST ${OF}/set-aside`, does: here({ action: "/set-aside" }) },
  { route: "POST /holds", does: at("/holds", { action: "/holds" }, { system: SYSTEM }) },
  { route: "POST /holds/:id/release", does: at("/holds", { action: "/release" }) },
  {
    route: `POST ${OF}/decisions`,
    does: at(
      `/nonconformities/NC-${YEAR}-0001/decisions`,
      { action: "/decisions" },
      { decided: "corrected", ids: "first" },
    ),
  },
];

const ON_ROADMAP: readonly Workflow[] = [
  roadmap("approve", "/governance"),
  roadmap("acknowledge", "/governance"),
  roadmap("assess", `/risks?assess=${SYSTEM}`),
  roadmap("plan_calibration", "/oversight", {
    ...{ system: SYSTEM, role: "mail-reviewer", items: "40", errors: "10" },
    ...{ from: day(-3), until: day(4) },
  }),
  roadmap("record_calibration", "/oversight", { results: answers() }),
  roadmap("record_drill", "/oversight", {
    ...{ system: SYSTEM, role: "mail-reviewer", outcome: "stopped", seconds: "40" },
    held: `${day(-1)}T09:00Z`,
  }),
  roadmap("attest", "/applicability?attest=iso42001:A.6.2.2", { expires: day(200) }),
  roadmap("withdraw_attestation", "/applicability"),
  roadmap("hold_review", "/management-review"),
  roadmap("decide", REVIEW, { owner: "Mara", due: day(30), input: "a" }),
  roadmap("finish_action", REVIEW),
  roadmap("draw_sample", "/audit", {
    ...{ of: "evaluations", count: "5", from: day(-1), to: day(1), seed: "s-1" },
  }),
];

const MAIL = "mara@example.test";
const PASSWORD = "three quiet lakes at dusk";
const OTHER = "four quiet lakes at dawn";

/** An administrator makes an account of the first key, invites somebody, and looks after keys. */
const ON_ACCESS: readonly Workflow[] = [
  {
    route: "POST /account/first",
    does: at(
      "/account",
      { action: "/account/first" },
      { name: "Mara", email: MAIL, password: PASSWORD, again: PASSWORD },
    ),
  },
  {
    route: "POST /account/password",
    does: at(
      "/account",
      { action: "/account/password" },
      { current: PASSWORD, password: OTHER, again: OTHER },
    ),
  },
  {
    route: "POST /account/keys",
    does: at("/account", { action: "/account/keys" }, { name: "notebook" }),
  },
  {
    route: "POST /account/keys/:id/rotation",
    does: at("/account", { action: "/rotation" }, { live: "24" }),
  },
  {
    route: "POST /account/keys/:id/revocation",
    does: at("/account", { action: "/revocation" }, { sure: "yes" }),
  },
  {
    route: "POST /access/invitations",
    does: at(
      "/access",
      { action: "/access/invitations" },
      { name: "Nadia", email: "nadia@example.test", role: "compliance" },
    ),
  },
  {
    route: "POST /access/accounts/:person/invitation",
    does: at("/access", { action: "/invitation", on: "Nadia" }, { sure: "yes" }),
  },
  {
    route: "POST /access/accounts/:person/sessions",
    does: at("/access", { action: "/sessions", on: "Nadia" }, { sure: "yes" }),
  },
  {
    route: "POST /access/accounts/:person",
    does: at(
      "/access",
      { action: "", on: "Nadia", hidden: ["state", "disabled"] },
      { sure: "yes" },
    ),
  },
  {
    route: "POST /access/keys",
    does: at("/access", { action: "/access/keys" }, { name: "nightly", role: "viewer" }),
  },
  {
    route: "POST /access/keys/:id/rotation",
    does: at("/access", { action: "/rotation", on: "nightly" }, { live: "1" }),
  },
  {
    route: "POST /access/keys/:id/revocation",
    does: at("/access", { action: "/revocation", on: "nightly" }, { sure: "yes" }),
  },
];

/** Every form of the pages, once. */
export const WORKFLOWS: readonly Workflow[] = [
  ...ON_ACCESS,
  {
    route: "POST /views",
    does: at(
      "/views",
      { action: "/views" },
      { name: "Grave and open", address: "/nonconformities?severity=high" },
    ),
  },
  { route: "POST /views/forget", does: at("/views", { action: "/views/forget" }) },
  ...ON_RECORD,
  ...ON_DUTIES,
  ...ON_ROADMAP,
  {
    route: "POST /exports",
    does: at("/exports", { action: "/exports" }, { kind: "register" }),
  },
  {
    route: "POST /systems/:id/suspension",
    does: at(`/systems/${SYSTEM}`, { action: "/suspension", hidden: ["act", "suspend"] }),
  },
  {
    route: "POST /systems/:id/suspension",
    does: at(`/systems/${SYSTEM}`, { action: "/suspension", hidden: ["act", "resume"] }),
  },
];

/** Does all of them; throws with the route and the page's own complaint at the first that is not taken. */
export async function doAll(hands: Hands, url: string): Promise<void> {
  for (const { route, does } of WORKFLOWS) {
    await does(hands, url).catch((cause: Error) => {
      throw new Error(`${route} at ${hands.page.url()}: ${cause.message}`, { cause });
    });
  }
}

/** A form of the page that is open. */
function here(
  which: Parameters<typeof work>[1],
  told: Readonly<Record<string, string>> = {},
): Workflow["does"] {
  return (hands) => work(hands, which, told);
}

/** Three reviewers who were shown four mails each, one of them wrong. */
function answers(): string {
  const lines = ["reviewer-1", "reviewer-2", "reviewer-3"].flatMap((reviewer) =>
    [1, 2, 3, 4].map((item) => {
      const isWrong = item === 2;
      const flagged = isWrong && reviewer !== "reviewer-3";
      return `${reviewer},m-${item},${isWrong ? "yes" : "no"},${flagged ? "yes" : "no"}`;
    }),
  );
  return ["reviewer,item,error,flagged", ...lines].join("\n");
}
