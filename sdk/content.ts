/**
 * What leaves of prompts and answers of generative models: nothing, or what is left of them once personal data
 * and secrets are replaced (see `mask`). Whole texts never do.
 */
export type ContentOption = "none" | "redacted";

/** Text of a prompt or answer as it may leave, as the features `input` and `output`; null: not at all. Never throws. */
export type ContentOf = (text: string) => string | null;

/** Fails closed: what is neither word captures nothing, and `tell` hears why. */
export function resolveContent(of: {
  readonly option: unknown;
  /** Replaces what is personal; throws where it cannot tell. */
  readonly mask: (text: string) => string;
  readonly tell: (mistake: string) => void;
  /** Hears of each text that was left out because it could not be judged. */
  readonly onFailure: () => void;
}): ContentOf {
  const { option, mask, tell, onFailure } = of;
  if (option === undefined || option === "none") return () => null;
  if (option !== "redacted") {
    tell("content must be none or redacted; it is taken as none");
    return () => null;
  }
  return (text) => {
    try {
      return mask(text);
    } catch {
      onFailure();
      return null;
    }
  };
}
