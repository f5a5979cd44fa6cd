import type { Attributes, AttributeValue } from "./attribute-value.ts";
import { RESOURCE } from "./attributes.ts";
import type { Origin } from "./origin.ts";

/**
 * The OTLP resource of an origin, over `extra` attributes (`service.*`, whatever the deployment adds).
 *
 * An origin's empty fields leave what `extra` says.
 */
export function resourceAttributes(origin: Origin, extra: Attributes = {}): Attributes {
  const attributes: Record<string, AttributeValue> = { ...extra };
  const named: readonly (readonly [string, string])[] = [
    [RESOURCE.systemId, origin.system],
    [RESOURCE.systemVersion, origin.systemVersion],
    [RESOURCE.environment, origin.environment],
    [RESOURCE.producerId, origin.producer],
  ];
  for (const [name, value] of named) if (value !== "") attributes[name] = value;
  return attributes;
}
