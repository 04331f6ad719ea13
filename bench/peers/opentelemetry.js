import { observeReactions } from "../host.js";

export async function start(origin) {
  const { SeverityNumber } = await import("@opentelemetry/api");
  const { BatchLogRecordProcessor, LoggerProvider } = await import("@opentelemetry/sdk-logs");
  const { OTLPLogExporter } = await import("@opentelemetry/exporter-logs-otlp-http");
  const exporter = new OTLPLogExporter({ url: `${origin}/v1/logs` });
  const provider = new LoggerProvider({ processors: [new BatchLogRecordProcessor({ exporter })] });
  const logger = provider.getLogger("bench");
  const report = ({ type, ...attributes }) => {
    logger.emit({ severityNumber: SeverityNumber.INFO, eventName: type, attributes });
  };
  observeReactions(report);
  return report;
}

export function read({ json }) {
  const records = json.resourceLogs
    .flatMap(({ scopeLogs }) => scopeLogs)
    .flatMap(({ logRecords }) => logRecords);
  return records.map(({ eventName, attributes }) => {
    const { value = {} } = attributes.find(({ key }) => key === "n") ?? {};
    return { id: value.intValue ?? value.stringValue, type: eventName };
  });
}
