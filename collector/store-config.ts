import { z } from "zod";

/** A text that reads `***` wherever it is shown; `reveal` is the only way out. */
interface Hidden {
  readonly reveal: () => string;
}

/** A ClickHouse server as the store, and as whom it is asked. */
export interface StoreConfig {
  /** Without user, password and database. */
  readonly url: string;
  /** Null: the one that the program has by custom. */
  readonly database: string | null;
  /** Who writes; a null name is the server's `default`. */
  readonly writer: { readonly name: string | null; readonly password: Hidden | null };
  /** Who reads for pages, the API and controls; null: the one who writes. */
  readonly reader: { readonly name: string; readonly password: Hidden | null } | null;
  /** Texts in PEM; null: the system's authorities, no certificate of ours, the name in the URL. */
  readonly tls: {
    readonly ca: string | null;
    readonly cert: string | null;
    readonly key: Hidden | null;
    readonly serverName: string | null;
  };
  /** Of what travels, with gzip. */
  readonly compression: "none" | "requests" | "answers" | "both";
  /** Of each of the two users. */
  readonly connections: number;
  readonly timeoutMs: number;
}

const COMPRESSION = ["none", "requests", "answers", "both"] as const;

const address = z.url({
  protocol: /^https?$/,
  message: "must be an http or https URL such as http://localhost:8123",
});
const words = z.string().min(1).nullable().default(null);

const readerShape = { user: z.string().min(1), password_file: words };
const tlsShape = { ca_file: words, cert_file: words, key_file: words, server_name: words };
const shape = {
  url: address.nullable().default(null),
  database: words,
  user: words,
  password_file: words,
  reader: z.strictObject(readerShape).nullable().default(null),
  tls: z
    .strictObject(tlsShape)
    .default({ ca_file: null, cert_file: null, key_file: null, server_name: null }),
  compression: z.enum(COMPRESSION).default("none"),
  connections: z.number().int().min(2).max(100).default(10),
  timeout: z.number().min(5).max(3_600).default(120),
};

/** `store:` in the configuration: an address, or an address with all that belongs to it. */
export const storeFile: z.ZodType<StoreFile> = z.preprocess(
  (written) => (typeof written === "string" ? { url: written } : (written ?? {})),
  z.strictObject(shape),
);

/** As the file says it; files and secrets are named. */
export interface StoreFile {
  readonly url: string | null;
  readonly database: string | null;
  readonly user: string | null;
  readonly password_file: string | null;
  readonly reader: { readonly user: string; readonly password_file: string | null } | null;
  readonly tls: {
    readonly ca_file: string | null;
    readonly cert_file: string | null;
    readonly key_file: string | null;
    readonly server_name: string | null;
  };
  readonly compression: StoreConfig["compression"];
  readonly connections: number;
  readonly timeout: number;
}

/** The keys that may stand there, and deeper. */
export const STORE_SHAPES: Readonly<Record<string, object>> = {
  "": shape,
  reader: readerShape,
  tls: tlsShape,
};

/** Of a configuration that does not speak of it. */
export const STORE_DEFAULTS: StoreFile = storeFile.parse({});

/** Where the parts of the answer come from. */
export interface StoreSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Of the command line; each beats the environment, which beats the file. */
  readonly flags: { readonly store?: string; readonly storeReader?: string };
  /** Reads a file named in the configuration file; throws. */
  readonly fromFile: (path: string) => string;
  /** Reads a file named in the environment; throws. */
  readonly fromEnv: (path: string) => string;
  readonly hide: (text: string) => Hidden;
}

/**
 * Everything about the server; null: none is named, the engine is embedded. A text says what is wrong:
 * the key or variable, the rule and the next step, never a password.
 */
export function resolvedStore(file: StoreFile, of: StoreSources): StoreConfig | string | null {
  const { env } = of;
  const given = of.flags.store ?? (env["TILTMETER_STORE"] || undefined) ?? file.url;
  if (given === null) return null;
  if (!address.safeParse(given).success) {
    return `the store must be an http or https URL such as http://localhost:8123, got ${JSON.stringify(given)}`;
  }
  const url = new URL(given);
  const text = (value: string): string => decodeURIComponent(value);
  try {
    const read = (variable: string, written: string | null): string | null => {
      const named = env[variable] || undefined;
      if (named !== undefined) return readAs(variable, named, of.fromEnv);
      return written === null ? null : readAs(`store: ${written}`, written, of.fromFile);
    };
    /** The variable, else the variable's file, else the configuration's. */
    const secret = (variable: string, written: string | null): Hidden | null => {
      const found = env[variable] || read(`${variable}_FILE`, written)?.replace(/\r?\n$/, "");
      return found === undefined || found === null ? null : of.hide(found);
    };
    const written = url.password === "" ? null : of.hide(text(url.password));
    const reader = of.flags.storeReader ?? (env["TILTMETER_STORE_READER"] || file.reader?.user);
    const password = secret("TILTMETER_STORE_READER_PASSWORD", file.reader?.password_file ?? null);
    const cert = read("TILTMETER_STORE_CERT_FILE", file.tls.cert_file);
    const key = read("TILTMETER_STORE_KEY_FILE", file.tls.key_file);
    if ((cert === null) !== (key === null)) {
      return "store.tls: cert_file and key_file belong together; give both or neither";
    }
    return {
      url: `${url.origin}${url.search}`,
      database: file.database ?? (text(url.pathname.slice(1)) || null),
      writer: {
        name: file.user ?? (text(url.username) || null),
        password: written ?? secret("TILTMETER_STORE_PASSWORD", file.password_file),
      },
      reader: reader === undefined ? null : { name: reader, password },
      tls: {
        ca: read("TILTMETER_STORE_CA_FILE", file.tls.ca_file),
        cert,
        key: key === null ? null : of.hide(key),
        serverName: env["TILTMETER_STORE_SERVER_NAME"] || file.tls.server_name,
      },
      compression: file.compression,
      connections: file.connections,
      timeoutMs: Math.round(file.timeout * 1000),
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function readAs(name: string, path: string, read: (path: string) => string): string {
  try {
    return read(path);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${name} names a file that cannot be read (${why}); name an existing one`, {
      cause,
    });
  }
}
