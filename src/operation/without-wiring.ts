import type { Logger } from 'nestjs-pino';

/** Parts of Nest that tell at each start what they put together, some seven hundred lines: why a start failed would be lost among them. */
const WIRING = ['InstanceLoader', 'RoutesResolver', 'RouterExplorer'];

/** The log without lines that say the same at every start. */
export function withoutWiring(logger: Logger): Logger {
  const quiet = Object.create(logger) as Logger;
  quiet.log = (message: unknown, ...more: unknown[]): void => {
    if (!WIRING.includes(String(more.at(-1)))) logger.log(message, ...more);
  };
  return quiet;
}
