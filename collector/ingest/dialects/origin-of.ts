import { RESOURCE } from "@tiltmeter/sdk/wire/attributes";
import type { Origin } from "@tiltmeter/sdk/wire/origin";
import type { AttributeReader } from "./attribute-reader.ts";

/** A record may name its own system; the resource names the system of a whole process. */
export function originOf(read: AttributeReader): Origin {
  return {
    system:
      read.inherited(RESOURCE.systemId) ??
      read.inherited(RESOURCE.serviceName) ??
      "unknown_service",
    systemVersion:
      read.inherited(RESOURCE.systemVersion) ?? read.inherited(RESOURCE.serviceVersion) ?? "",
    environment: read.inherited(RESOURCE.environment) ?? "",
    producer: read.inherited(RESOURCE.producerId) ?? "",
  };
}
