import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { S3Settings } from '../../src/photos/store/s3-home.js';

export interface S3Server {
  readonly settings: S3Settings;
  stop(): Promise<void>;
}

/** As a portal is told of it. */
export const settingsOf = ({ settings }: S3Server): Record<string, string> => ({
  S3_ENDPOINT: settings.endpoint,
  S3_BUCKET: settings.bucket,
  S3_ACCESS_KEY_ID: settings.accessKeyId,
  S3_SECRET_ACCESS_KEY: settings.secretAccessKey,
});

/**
 * An S3 server of its own, with an empty bucket. In a process beside the tests, since its tokens for the next page are made with a cipher
 * that OpenSSL 3 only has when asked for. It looks at no signature.
 */
export async function anS3Server(): Promise<S3Server> {
  const folder = mkdtempSync(join(tmpdir(), 's3-server-'));
  const script = fileURLToPath(new URL('s3-server.mjs', import.meta.url));
  const server = spawn(process.execPath, ['--openssl-legacy-provider', script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await Promise.race([once(server.stdout, 'data'), once(server, 'exit').then(() => ['nothing'])])) as [Buffer | string];
  return {
    settings: {
      endpoint: `http://127.0.0.1:${Number(String(port))}`,
      bucket: 'portal-photos',
      region: 'ca-central-1',
      accessKeyId: 'S3RVER',
      secretAccessKey: 'S3RVER',
    },
    stop: async () => {
      if (server.exitCode === null) {
        server.kill('SIGKILL');
        await once(server, 'exit');
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
