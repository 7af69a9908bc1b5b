import { keepLocalSecrets, type LocalSecrets, localSecrets, newSecret, type SecretTexts } from '../local-secrets.js';

/** New keys in secrets.json, step by step, so that a run that was stopped goes on with those it had made. */
export interface NewLocalKeys {
  /** The ring with the new key first and the old one behind it; the new index key. */
  readonly texts: SecretTexts;
  /** Look-ups are made anew: the old index key goes. */
  readonly indexed: () => void;
  /** Everything is sealed with the new key: the old one goes. */
  readonly finished: () => void;
}

export function newLocalKeys(dataDir: string): NewLocalKeys {
  const { NEXT_INDEX_KEY = newSecret(), ...kept } = localSecrets(dataDir);
  const keep = (secrets: LocalSecrets): void => keepLocalSecrets(dataDir, secrets);
  // two keys on the ring: an earlier run was stopped
  const ring = kept.DATA_KEYS.split(',');
  const DATA_KEYS = ring.length > 1 ? kept.DATA_KEYS : `${numberAfter(ring[0] ?? '')}:${newSecret()},${kept.DATA_KEYS}`;
  keep({ ...kept, DATA_KEYS, NEXT_INDEX_KEY });
  const texts = { ...kept, DATA_KEYS, INDEX_KEY: NEXT_INDEX_KEY };
  return {
    texts,
    indexed: () => keep(texts),
    finished: () => keep({ ...texts, DATA_KEYS: DATA_KEYS.split(',')[0] ?? '' }),
  };
}

/** 1 to 255, and round again. */
const numberAfter = (entry: string): number => (Number(entry.split(':')[0]) % 255) + 1;
