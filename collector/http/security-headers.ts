/**
 * On every answer that has none of its own. Nothing inline, nothing from elsewhere, in no frame.
 *
 * The referrer stays on our own site. `no-referrer` would make browsers send `Origin: null` with our
 * forms, and they could no longer be told from another site's.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/** Where people reach us over TLS: a year, so that nobody is led back to plain HTTP. */
export const TRANSPORT_SECURITY: Readonly<Record<string, string>> = {
  "strict-transport-security": "max-age=31536000",
};
