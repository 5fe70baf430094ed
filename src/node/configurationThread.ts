import { parseConfiguration } from '../engine/configuration/parse.ts';
import type { Configurations } from '../protocol/configurations.ts';
import { type Port, serve } from '../protocol/rpc.ts';

/** What a worker thread does that was started to check configurations. */
export function serveConfigurations(_: undefined, port: Port): void {
  serve<Configurations>(port, { parse: async ({ text, file }) => parseConfiguration(text, file) });
}
