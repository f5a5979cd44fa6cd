import { RESOURCE } from "@tiltmeter/sdk/wire/attributes";
import type { Origin } from "@tiltmeter/sdk/wire/origin";
import type { AttributeReader } from "./attribute-reader.ts";

/** What OpenTelemetry calls a process that does not say what it is. */
export const UNKNOWN_SYSTEM = "unknown_service";

/** A record may name its own system; the resource names the system of a whole process. */
export function originOf(read: AttributeReader): Origin {
  return {
    system:
      read.inherited(RESOURCE.systemId) ?? read.inherited(RESOURCE.serviceName) ?? UNKNOWN_SYSTEM,
    systemVersion:
      read.inherited(RESOURCE.systemVersion) ?? read.inherited(RESOURCE.serviceVersion) ?? "",
    environment: read.inherited(RESOURCE.environment) ?? "",
    producer: read.inherited(RESOURCE.producerId) ?? "",
  };
}
