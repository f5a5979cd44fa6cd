import type { Mail } from "./mail.ts";

/** What the monitor records of one mail: form, never words, so no content leaves the filter. */
export type Features = Readonly<Record<string, number | string | null>>;

/** The features of one mail, the same names in the same order for every mail; null means missing. */
export function featuresOf(mail: Mail): Features {
  const text = `${mail.subject}\n${mail.body}`;
  const letters = count(text, /[a-z]/gi);
  const characters = text.replace(/\s/g, "").length;
  return {
    length: text.length,
    links: count(text, /https?:\/\//gi),
    capitals_share: letters === 0 ? null : count(text, /[A-Z]/g) / letters,
    non_letters_share: characters === 0 ? null : 1 - letters / characters,
    exclamations: count(text, /!/g),
    subject_length: mail.subject.length,
    recipients: mail.recipients,
    hour: mail.hour,
    html: /<(html|body|table|font|a\s)/i.test(mail.body) ? "yes" : "no",
    reply: /^\s*(re|aw|fwd?)\b\s*:/i.test(mail.subject) ? "yes" : "no",
    mailer: mail.hasMailer ? "named" : "none",
    content_type: mail.contentType,
    charset: mail.charset,
    sender_domain: topLevel(mail.senderDomain),
  };
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function topLevel(domain: string | null): string | null {
  const last = domain?.split(".").at(-1) ?? null;
  return last !== null && /^[a-z]{2,}$/.test(last) ? last : null;
}
