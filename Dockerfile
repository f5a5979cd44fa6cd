# The collector as an image: `docker build -t tiltmeter .`
# Debian, since the embedded engine is linked against its C library.
FROM node:22.21.1-bookworm-slim AS build
WORKDIR /opt/tiltmeter
# The lock first, so that dependencies are fetched anew only when they changed. No package runs scripts (.npmrc).
COPY package.json package-lock.json .npmrc ./
COPY sdk/package.json sdk/
COPY client/package.json client/
COPY rules/package.json rules/
COPY dashboards/package.json dashboards/
COPY collector/package.json collector/
COPY test/package.json test/
COPY test/clients/ai-sdk/package.json test/clients/ai-sdk/
COPY test/clients/anthropic/package.json test/clients/anthropic/
COPY test/clients/openinference/package.json test/clients/openinference/
COPY test/clients/openllmetry/package.json test/clients/openllmetry/
COPY test/clients/otel-openai/package.json test/clients/otel-openai/
COPY test/bench/peers/package.json test/bench/peers/
RUN npm ci
COPY tsconfig.json tsconfig.base.json ./
COPY sdk sdk
COPY rules rules
COPY dashboards dashboards
COPY collector collector
# Tests have no place in an image; the rest of the tree is what the references of tsconfig.json name.
RUN npx tsc -b sdk rules dashboards dashboards/islands collector \
  && node sdk/bundle.mjs && node dashboards/bundle.mjs && node collector/assets.mjs && node collector/verify/bundle.mjs
# Of what is installed only what runs; the optional engine is part of it.
RUN npm prune --omit=dev

FROM node:22.21.1-bookworm-slim
ENV NODE_ENV=production \
    TILTMETER_HOST=0.0.0.0 \
    TILTMETER_DATA=/var/lib/tiltmeter
WORKDIR /opt/tiltmeter
COPY --from=build /opt/tiltmeter/package.json ./
COPY --from=build /opt/tiltmeter/node_modules node_modules
COPY --from=build /opt/tiltmeter/sdk/package.json sdk/
COPY --from=build /opt/tiltmeter/sdk/dist sdk/dist
COPY --from=build /opt/tiltmeter/rules/package.json rules/
COPY --from=build /opt/tiltmeter/rules/dist rules/dist
COPY --from=build /opt/tiltmeter/dashboards/package.json dashboards/
COPY --from=build /opt/tiltmeter/dashboards/dist dashboards/dist
COPY --from=build /opt/tiltmeter/collector/package.json collector/
COPY --from=build /opt/tiltmeter/collector/bin collector/bin
COPY --from=build /opt/tiltmeter/collector/dist collector/dist
# A volume that is made here belongs to whom the folder belongs to.
RUN install -d -m 0700 -o node -g node /var/lib/tiltmeter
USER node
VOLUME ["/var/lib/tiltmeter"]
EXPOSE 4318
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4318/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "/opt/tiltmeter/collector/bin/tiltmeter.cjs"]
CMD ["serve"]
