// What every fixture of the openai client asks, in this order: what fails, a chat, a streamed one, one with a tool.
const ask = { model: "gpt-4o", messages: [{ role: "user", content: "a secret" }] };
const tool = { type: "function", function: { name: "search", parameters: { type: "object" } } };

exports.askOpenAi = async (client) => {
  await client.chat.completions.create(ask).catch(() => undefined);
  await client.chat.completions.create(ask);
  const stream_options = { include_usage: true };
  const stream = await client.chat.completions.create({ ...ask, stream: true, stream_options });
  for await (const _ of stream);
  await client.chat.completions.create({ ...ask, tools: [tool] });
};
