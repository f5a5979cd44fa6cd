import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import type { Certificates } from "./certificates.ts";

/** A mail as it arrived. */
export interface Mail {
  readonly recipients: readonly string[];
  readonly isEncrypted: boolean;
  readonly user: string | null;
  readonly raw: string;
  readonly parsed: ParsedMail;
}

export interface MailServer extends AsyncDisposable {
  readonly port: number;
  readonly mails: readonly Mail[];
  /** Connections that were ever made. */
  readonly connections: () => number;
}

/** What a server answers instead of taking something: a code and its words. */
export type Refusal = readonly [code: number, words: string];

export interface MailManners {
  readonly certificates?: Certificates;
  /** TLS from the first byte. */
  readonly isImplicit?: boolean;
  readonly password?: string;
  readonly recipient?: (address: string, count: number) => Refusal | null;
  /** After the message was read. */
  readonly data?: (count: number) => Refusal | "drop" | "hang" | null;
  /** Waited for before a message is answered. */
  readonly message?: (raw: string) => Promise<void>;
}

/** A real mail server on this machine that keeps what it gets. */
export async function mailServer(of: MailManners): Promise<MailServer> {
  const mails: Mail[] = [];
  let recipients = 0;
  let messages = 0;
  let connections = 0;
  const server = new SMTPServer({
    secure: of.isImplicit ?? false,
    ...(of.certificates === undefined
      ? {}
      : { key: of.certificates.key, cert: of.certificates.cert }),
    disabledCommands: of.certificates === undefined ? ["STARTTLS"] : [],
    authOptional: of.password === undefined,
    logger: false,
    disableReverseLookup: true,
    closeTimeout: 50,
    onConnect: (_, done) => {
      connections += 1;
      done();
    },
    onAuth: ({ username, password }, _, done) =>
      password === of.password
        ? done(null, { user: username ?? "" })
        : done(refusal([535, "5.7.8 authentication failed"])),
    onRcptTo: ({ address }, _, done) => {
      recipients += 1;
      const said = of.recipient?.(address, recipients) ?? null;
      said === null ? done() : done(refusal(said));
    },
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", async () => {
        messages += 1;
        const raw = Buffer.concat(parts).toString();
        await of.message?.(raw);
        const said = of.data?.(messages) ?? null;
        if (said === null || said === "drop" || said === "hang") {
          mails.push({
            recipients: session.envelope.rcptTo.map(({ address }) => address),
            isEncrypted: session.secure,
            user: typeof session.user === "string" ? session.user : null,
            raw,
            parsed: await simpleParser(raw),
          });
        }
        if (said === "hang") return;
        if (said === "drop") {
          for (const connection of server.connections) connection.close();
          return;
        }
        said === null ? done() : done(refusal(said));
      });
    },
  });
  server.on("error", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo; // a TCP server
  return {
    port,
    mails,
    connections: () => connections,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function refusal([responseCode, message]: Refusal): Error {
  return Object.assign(new Error(message), { responseCode });
}
