import { start } from "tellback";
import { otlp } from "tellback/to/otlp";
import { send } from "tellback/to/send";

start({
  endpoint: "/feedback",
  onBatch: (batch) => send(otlp(batch, { url: "/v1/logs" })),
});
