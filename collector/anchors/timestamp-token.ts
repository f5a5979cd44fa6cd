import { createHash, X509Certificate } from "node:crypto";
import { Certificate, SignedData, TimeStampResp, TSTInfo } from "pkijs";
import { AnchorRefused } from "./anchor.ts";
import { positive } from "./timestamp-request.ts";

/** What a verified timestamp says. */
export interface Timestamp {
  /** By the clock of the authority, Unix milliseconds. */
  readonly atMs: number;
  /** Serial number of the token, in hex. */
  readonly serial: string;
  /** Who signed, as the certificate names it. */
  readonly authority: string;
}

/**
 * Verifies the answer of a timestamp authority: granted, over this message, with this nonce, signed by a
 * certificate for timestamps alone, that the token names and a trusted one has issued or is. RSA and
 * ECDSA. Throws `AnchorRefused`. Source: RFC 3161, 2.4.2; RFC 5816.
 */
export async function verifyTimestamp(of: {
  readonly response: Uint8Array;
  readonly message: Uint8Array;
  /** As it was sent; null: a token that was kept, whose nonce nobody remembers. */
  readonly nonce: Uint8Array | null;
  /** PEM, one or more. */
  readonly trusted: string;
}): Promise<Timestamp> {
  const { signed, info } = parsed(of.response);
  if (of.nonce !== null) {
    const got = info.nonce === undefined ? null : Buffer.from(info.nonce.valueBlock.valueHexView);
    if (got === null || Buffer.compare(positive(got), positive(of.nonce)) !== 0) {
      throw new AnchorRefused("the timestamp is of another request");
    }
  }
  const imprint = Buffer.from(info.messageImprint.hashedMessage.valueBlock.valueHexView);
  const isOurs = info.messageImprint.hashAlgorithm.algorithmId === SHA256;
  if (!isOurs || !imprint.equals(createHash("sha256").update(of.message).digest())) {
    throw new AnchorRefused("the timestamp is over another message");
  }
  const { signatureVerified, signerCertificate, signerCertificateVerified } = await signed
    .verify({
      signer: 0,
      data: Uint8Array.from(of.message).buffer,
      trustedCerts: certificatesOf(of.trusted),
      checkDate: info.genTime,
      checkChain: true,
      extendedMode: true,
    })
    .catch((cause: unknown) => {
      throw new AnchorRefused(`the timestamp does not verify: ${reasonOf(cause)}`);
    });
  if (signatureVerified !== true) throw new AnchorRefused("the timestamp's signature is wrong");
  if (signerCertificateVerified !== true || signerCertificate == null) {
    throw new AnchorRefused("the timestamp's certificate is not issued by a trusted one");
  }
  const der = Buffer.from(signerCertificate.toSchema().toBER());
  checkPurpose(der);
  checkNamed(signed, der);
  return {
    atMs: info.genTime.getTime(),
    serial: Buffer.from(info.serialNumber.valueBlock.valueHexView).toString("hex"),
    authority: new X509Certificate(der).subject.replaceAll("\n", ", "),
  };
}

function parsed(response: Uint8Array): { readonly signed: SignedData; readonly info: TSTInfo } {
  let answer: TimeStampResp;
  try {
    answer = TimeStampResp.fromBER(Uint8Array.from(response).buffer);
  } catch (cause) {
    throw new AnchorRefused("the answer is no timestamp response", { cause });
  }
  const { status, statusStrings } = answer.status;
  if (status !== GRANTED && status !== GRANTED_WITH_MODS) {
    const words = (statusStrings ?? []).map((each) => each.valueBlock.value).join(", ");
    throw new AnchorRefused(`the authority refused with status ${status} ${words}`.trimEnd());
  }
  try {
    const signed = new SignedData({ schema: answer.timeStampToken?.content });
    const content = signed.encapContentInfo.eContent;
    if (signed.encapContentInfo.eContentType !== TST_INFO || content === undefined) {
      throw new Error("the token holds something else");
    }
    return { signed, info: TSTInfo.fromBER(content.getValue()) };
  } catch (cause) {
    throw new AnchorRefused(`the answer holds no timestamp: ${reasonOf(cause)}`);
  }
}

/** Every certificate of a PEM text. Throws where there is none. */
export function certificatesOf(pem: string): Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw new AnchorRefused("the trusted certificates hold none (PEM)");
  return blocks.map((block) => {
    const { raw } = new X509Certificate(block);
    return Certificate.fromBER(Uint8Array.from(raw).buffer);
  });
}

/** A certificate for anything else must not stamp. */
function checkPurpose(der: Uint8Array): void {
  const purposes = new X509Certificate(der).keyUsage ?? [];
  if (purposes.length === 1 && purposes[0] === TIME_STAMPING) return;
  throw new AnchorRefused("the timestamp's certificate is not for timestamps alone");
}

/** The token names its certificate by its hash, so no other with the same key can stand in for it. */
function checkNamed({ signerInfos }: SignedData, der: Uint8Array): void {
  const attributes = signerInfos[0]?.signedAttrs?.attributes ?? [];
  const named = attributes.filter(({ type }) => type === ESS_V1 || type === ESS_V2);
  const hashes = ["sha256", "sha1", "sha384", "sha512"].map((algorithm) =>
    createHash(algorithm).update(der).digest("hex"),
  );
  const isNamed =
    named.length > 0 &&
    named.every(({ values }) => hashes.includes(values.flatMap(octetStrings)[0] ?? ""));
  if (!isNamed) throw new AnchorRefused("the timestamp does not name its certificate");
}

/** In hex, in order; the first is the hash of the signer's own. */
function octetStrings(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null || !("valueBlock" in value)) return [];
  const block = value.valueBlock;
  if (typeof block !== "object" || block === null) return [];
  if ("idBlock" in value && hasTag(value.idBlock, OCTET_STRING)) {
    const bytes = "valueHexView" in block ? block.valueHexView : null;
    return bytes instanceof Uint8Array ? [Buffer.from(bytes).toString("hex")] : [];
  }
  return "value" in block && Array.isArray(block.value) ? block.value.flatMap(octetStrings) : [];
}

function hasTag(block: unknown, tag: number): boolean {
  return (
    typeof block === "object" && block !== null && "tagNumber" in block && block.tagNumber === tag
  );
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : "it cannot be read";
}

const OCTET_STRING = 4;
const [GRANTED, GRANTED_WITH_MODS] = [0, 1] as const;
const SHA256 = "2.16.840.1.101.3.4.2.1";
const TST_INFO = "1.2.840.113549.1.9.16.1.4";
const ESS_V1 = "1.2.840.113549.1.9.16.2.12";
const ESS_V2 = "1.2.840.113549.1.9.16.2.47";
const TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
