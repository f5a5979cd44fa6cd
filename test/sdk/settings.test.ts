import { expect, test } from "vitest";
import { resolveSettings } from "../../sdk/settings.ts";

test("without options and environment: a collector on this machine, an unknown service", () => {
  const settings = resolveSettings({}, {}, "p-1");
  expect(settings).toMatchObject({
    isEnabled: true,
    url: "http://127.0.0.1:4318",
    key: "",
    isCompressed: false,
    origin: { system: "unknown_service", producer: "p-1" },
    limits: { queueBytesMax: 16 * 1024 * 1024, retryMinMs: 500, retryMaxMs: 30_000 },
  });
  expect(settings.endpoint?.href).toBe("http://127.0.0.1:4318/v1/logs");
});

test("options go before the environment, and the environment before defaults", () => {
  const environment = {
    TILTMETER_URL: "https://collector.example/tm/",
    TILTMETER_KEY: " tm_ing_env ",
    OTEL_SERVICE_NAME: "api",
    OTEL_RESOURCE_ATTRIBUTES:
      "service.name=ignored, deployment.environment.name=prod,team=risk%20models,broken=%,=x,novalue",
  };
  const settings = resolveSettings({ system: "credit", riskTier: "high" }, environment, "p-1");
  expect(settings.endpoint?.href).toBe("https://collector.example/tm/v1/logs");
  expect(settings).toMatchObject({ key: "tm_ing_env", isCompressed: true });
  expect(settings.url).toBe("https://collector.example/tm");
  expect(settings.resource).toEqual({
    "service.name": "api",
    "deployment.environment.name": "prod",
    team: "risk models",
    "aims.system.id": "credit",
    "aims.system.risk_tier": "high",
    "aims.producer.id": "p-1",
  });
  expect(resolveSettings({}, environment, "").origin.system).toBe("api");
  expect(resolveSettings({ url: "http://a:1", key: "k" }, environment, "")).toMatchObject({
    url: "http://a:1",
    key: "k",
  });
});

test.each([
  ["http://localhost:4318", false],
  ["http://[::1]:4318", false],
  ["http://127.9.9.9", false],
  ["http://10.0.0.1:4318", true],
  ["https://collector.example", true],
])("to %s gzip is %s by itself", (url, isCompressed) => {
  expect(resolveSettings({ url }, {}, "").isCompressed).toBe(isCompressed);
});

test("an address with its path or credentials is understood, and credentials are not shown", () => {
  const settings = resolveSettings({ url: "http://user:secret@host:1/v1/logs" }, {}, "");
  expect(settings.endpoint?.pathname).toBe("/v1/logs");
  expect(settings.url).toBe("http://host:1");
  expect(resolveSettings({ url: "collector:4318" }, {}, "").endpoint).toBeNull();
  expect(resolveSettings({ url: "ftp://collector" }, {}, "").endpoint).toBeNull();
});

test("OTEL_SDK_DISABLED switches off, unless the option says otherwise", () => {
  expect(resolveSettings({}, { OTEL_SDK_DISABLED: "true" }, "").isEnabled).toBe(false);
  expect(resolveSettings({}, { OTEL_SDK_DISABLED: "TRUE " }, "").isEnabled).toBe(false);
  expect(resolveSettings({}, { OTEL_SDK_DISABLED: "1" }, "").isEnabled).toBe(true);
  expect(resolveSettings({ enabled: true }, { OTEL_SDK_DISABLED: "true" }, "").isEnabled).toBe(
    true,
  );
});
