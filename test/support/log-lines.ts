export interface LogLines {
  /** Every line of JSON that was logged since. */
  lines(): string[];
  stop(): void;
}

/** Takes what the portals of this process log, instead of standard output. Begin before the portal starts: its logger looks once. */
export function listenToLog(): LogLines {
  const write = process.stdout.write;
  let text = '';
  process.stdout.write = ((chunk: string | Uint8Array): boolean => {
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    return true;
  }) as typeof process.stdout.write;
  return {
    lines: () => text.split('\n').filter((line) => line.startsWith('{')),
    stop: () => {
      process.stdout.write = write;
    },
  };
}
