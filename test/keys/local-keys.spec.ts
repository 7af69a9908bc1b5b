import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config.js';
import { newLocalKeys } from '../../src/keys/new-local-keys.js';
import { keepLocalSecrets, localSecrets } from '../../src/local-secrets.js';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'portal-keys-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const numbers = (): string[] =>
  localSecrets(dataDir)
    .DATA_KEYS.split(',')
    .map((entry) => entry.split(':')[0] ?? '');

/** Outside production keys:rotate makes the keys itself; wherever it stops, no key that a record needs is lost. */
describe('the keys that the portal makes for itself', () => {
  it('begin with one, and are no setting of anybody', () => {
    expect(readConfig({ NODE_ENV: 'test', DATA_DIR: dataDir })).toMatchObject({ secretsAreLocal: true });
    expect(numbers()).toEqual(['1']);
    expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('are replaced step by step: the new one first, the old one behind it until nothing needs it', () => {
    const before = localSecrets(dataDir);
    const keys = newLocalKeys(dataDir);
    expect(numbers()).toEqual(['2', '1']);
    expect(localSecrets(dataDir).INDEX_KEY).toBe(before.INDEX_KEY); // people are found by it until all look-ups are made anew
    expect(keys.texts.INDEX_KEY).not.toBe(before.INDEX_KEY);
    keys.indexed();
    expect(localSecrets(dataDir).INDEX_KEY).toBe(keys.texts.INDEX_KEY);
    expect(numbers()).toEqual(['2', '1']);
    keys.finished();
    expect(numbers()).toEqual(['2']);
    expect(localSecrets(dataDir)).toEqual({ ...before, DATA_KEYS: keys.texts.DATA_KEYS.split(',')[0], INDEX_KEY: keys.texts.INDEX_KEY });
    expect(readdirSync(dataDir)).toEqual(['secrets.json']);
  });

  it('are the same again when a run was stopped, before or after the look-ups', () => {
    const first = newLocalKeys(dataDir).texts;
    expect(newLocalKeys(dataDir).texts).toEqual(first);
    newLocalKeys(dataDir).indexed();
    expect(newLocalKeys(dataDir).texts.DATA_KEYS).toBe(first.DATA_KEYS);
  });

  it('go round after 255', () => {
    const { DATA_KEYS, ...others } = localSecrets(dataDir);
    keepLocalSecrets(dataDir, { ...others, DATA_KEYS: DATA_KEYS.replace(/^1:/, '255:') });
    newLocalKeys(dataDir);
    expect(numbers()).toEqual(['1', '255']);
  });
});
