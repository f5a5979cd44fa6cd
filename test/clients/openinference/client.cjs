// As its documentation says to do it: the SDK first, the client after it, everything else by environment.
const { NodeSDK } = require("@opentelemetry/sdk-node");
const { OpenAIInstrumentation } = require("@arizeai/openinference-instrumentation-openai");

const sdk = new NodeSDK({ instrumentations: [new OpenAIInstrumentation()] });
sdk.start();
const { OpenAI } = require("openai");
const { askOpenAi } = require("../ask-openai.cjs");

askOpenAi(new OpenAI())
  .then(() => sdk.shutdown())
  .catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
