import { connect, isIP, type Socket } from "node:net";
import { createTransport } from "nodemailer";
import type { Channel, Sending, Sent } from "../channel.ts";
import type { Notice } from "../notice.ts";
import { checkedLookup, permittedAddresses, refusedAddress } from "../safe-fetch.ts";
import type { Secret } from "../secret.ts";
import { unanswered } from "./answered.ts";
import { emailMessage } from "./email-message.ts";

/** A mail server, and whom it is given messages for. */
export interface EmailTarget {
  readonly host: string;
  readonly port: number;
  /** `starttls` and `implicit` send nothing before the connection is encrypted and the server proved its name. */
  readonly tls: "starttls" | "implicit" | "none";
  /** Certificates that are trusted beside the platform's, PEM; null: the platform's alone. */
  readonly ca: string | null;
  readonly auth: { readonly user: string; readonly password: Secret } | null;
  /** `name@host`, or `Name <name@host>`. */
  readonly from: string;
  readonly to: readonly string[];
  readonly allowPrivate: boolean;
}

/** What a server said last, for whoever tests a channel. */
export type Heard = (status: number | null, words: string) => void;

/**
 * Sends notices as mail, over a few connections that are kept for ten seconds.
 *
 * A message has the same `Message-ID` over all tries, so one that was sent twice, because the answer was
 * lost, is one for whoever reads it. Where some recipients are put off, the next try is for them alone, as
 * long as the process lives; a restart sends to all of them again.
 */
export function emailChannel(
  name: string,
  to: EmailTarget,
  heard: Heard = () => undefined,
): Channel {
  const transport = createTransport({
    pool: true,
    maxConnections: 2,
    maxMessages: 100,
    idleTimeout: IDLE_MS,
    // Whether a message that was cut off goes again is the outbox's to say.
    maxRequeues: 0,
    host: to.host,
    port: to.port,
    secure: to.tls === "implicit",
    requireTLS: to.tls === "starttls",
    ignoreTLS: to.tls === "none",
    tls: to.ca === null ? {} : { ca: [to.ca] },
    connectionTimeout: STEP_MS,
    greetingTimeout: STEP_MS,
    socketTimeout: STEP_MS,
    maxResponseSize: REPLY_BYTES_MAX,
    // A message is made of text alone.
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(to.auth === null
      ? {}
      : { auth: { user: to.auth.user, pass: to.auth.password.reveal() }, forceAuth: true }),
    getSocket: (_: unknown, done: HandOver) => {
      connectChecked(to).then(
        (connection) => done(null, { connection }),
        (error: Error) => done(error),
      );
    },
  });
  // Message → who has it; a bound, since what is delivered elsewhere is forgotten here.
  const taken = new Map<string, ReadonlySet<string>>();

  async function send(notice: Notice, { id, signal }: Sending): Promise<Sent> {
    const before = taken.get(id) ?? new Set();
    const left = to.to.filter((each) => !before.has(each));
    const message = emailMessage(notice, { channel: name, from: to.from, to: to.to });
    try {
      const sent = await transport.sendMail({
        ...message,
        envelope: { from: to.from, to: [...left] },
        signal: AbortSignal.any([signal, AbortSignal.timeout(TRY_MS)]),
      });
      heard(Number.parseInt(sent.response, 10) || null, sent.response.slice(4));
      const putOff = (sent.rejectedErrors ?? []).filter(isPassing).length;
      const refused = sent.rejected.length - putOff;
      if (putOff > 0) {
        const passing = new Set((sent.rejectedErrors ?? []).filter(isPassing).map(recipientOf));
        keep(id, new Set(to.to.filter((each) => !passing.has(addressOf(each)))));
        return failed(
          451,
          `put off for ${putOff} of ${to.to.length} recipients, who are tried again`,
        );
      }
      taken.delete(id);
      const of =
        refused === 0 ? "" : `; ${refused} of ${to.to.length} recipients are refused for good`;
      return { outcome: "delivered", status: 250, detail: `answered 250${of}`, retryAfterMs: null };
    } catch (error) {
      return notSent(error, before.size > 0);
    }
  }

  function keep(id: string, recipients: ReadonlySet<string>): void {
    taken.delete(id);
    taken.set(id, recipients);
    const [oldest] = taken.keys();
    if (taken.size > TAKEN_MAX && oldest !== undefined) taken.delete(oldest);
  }

  /** What a mail that was not taken means; `isPart`: some recipients have it. */
  function notSent(error: unknown, isPart: boolean): Sent {
    const status = codeOf(error);
    if (error instanceof Error && "response" in error)
      heard(status, String(error.response).slice(4));
    if (status === null) return unanswered(error);
    const each = rejections(error);
    const isForGood = each.length > 0 && each.every(isNobody);
    if (isForGood && isPart) {
      const detail = "answered 250 before; the other recipients are refused for good";
      return { outcome: "delivered", status, detail, retryAfterMs: null };
    }
    if (isForGood) {
      return {
        ...failed(status, `answered ${status}: every recipient is refused`),
        outcome: "gone",
      };
    }
    return failed(status, `answered ${status}${WHY[status] ?? ""}`);
  }

  const { host, port, to: recipients } = to;
  const target = JSON.stringify([host, port, recipients]);
  return { kind: "email", target, isPerRecord: false, keepAliveMs: null, send };
}

type HandOver = (error: Error | null, of?: { readonly connection: Socket }) => void;

/** A connection to an address that was checked. */
async function connectChecked(to: EmailTarget): Promise<Socket> {
  const plainLoopback = ["127.0.0.1", "::1", "localhost"].includes(to.host);
  const permits = permittedAddresses({
    allowPrivate: to.allowPrivate,
    allowLoopback: plainLoopback,
  });
  if (isIP(to.host) !== 0 && !permits(to.host)) throw refusedAddress(to.host, to.host);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: to.host, port: to.port, lookup: checkedLookup(permits) });
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new DOMException("no connection in time", "TimeoutError"));
    }, STEP_MS);
    socket.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    socket.once("connect", () => {
      clearTimeout(timer);
      socket.removeAllListeners("error");
      resolve(socket);
    });
  });
}

function failed(status: number, detail: string): Sent {
  return { outcome: "failed", status, detail, retryAfterMs: null };
}

/** What a mail server's answer was; null where none came. */
function codeOf(error: unknown): number | null {
  if (!(error instanceof Error) || !("responseCode" in error)) return null;
  return typeof error.responseCode === "number" ? error.responseCode : null;
}

/** Why each recipient was refused; empty where it was not about recipients. */
function rejections(error: unknown): readonly Error[] {
  if (!(error instanceof Error) || !("rejectedErrors" in error)) return [];
  const all: unknown = error.rejectedErrors;
  return Array.isArray(all) ? all.filter((each) => each instanceof Error) : [];
}

function isPassing(error: Error): boolean {
  const code = codeOf(error);
  return code !== null && code < 500;
}

/** There is no such recipient. A refusal by policy (5.7.x) may be mended, such as by letting us relay. */
function isNobody(error: Error): boolean {
  const response = "response" in error ? String(error.response) : "";
  return NOBODY.has(codeOf(error) ?? 0) && !/^\d{3}[ -]5\.7\./.test(response);
}

function recipientOf(error: Error): string {
  return "recipient" in error ? String(error.recipient) : "";
}

/** The address alone. */
function addressOf(recipient: string): string {
  return /<([^>]*)>\s*$/.exec(recipient)?.[1] ?? recipient;
}

/** What an operator does about it. */
const WHY: Readonly<Record<number, string>> = {
  530: ": it asks for credentials",
  534: ": it asks for another way to sign in",
  535: ": the credentials are not accepted",
  550: ": it does not take this message",
  552: ": the message is too long",
  554: ": it does not take this message",
};

/** RFC 5321, 4.2.3, and RFC 7504. */
const NOBODY = new Set([521, 550, 551, 553, 556]);

/** Nothing for so long ends a step of the conversation. */
const STEP_MS = 15_000;
/** A whole try: greylisting servers think for a while. */
const TRY_MS = 45_000;
const IDLE_MS = 10_000;
const REPLY_BYTES_MAX = 64 * 1024;
const TAKEN_MAX = 1000;
