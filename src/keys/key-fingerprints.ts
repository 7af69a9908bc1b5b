import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type pg from 'pg';
import type { Config } from '../config.js';
import { Vault } from '../privacy/vault.js';
import { CONFIG, POOL } from '../tokens.js';
import { judgeKeys, noteKeys, readFingerprints } from './judge-keys.js';
import { judgePepper } from './judge-pepper.js';

/**
 * The portal starts only with the keys that its records were sealed and indexed with: another INDEX_KEY would find nobody and let one
 * application in twice, a missing data key would break pages one by one, and with another PASSWORD_PEPPER nobody could sign in.
 */
@Injectable()
export class KeyFingerprints implements OnModuleInit {
  constructor(
    @Inject(POOL) private readonly pool: pg.Pool,
    private readonly vault: Vault,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws WrongKeys with what to do */
  async onModuleInit(): Promise<void> {
    await judgePepper(this.pool, this.config.secrets.passwordPepper);
    const known = await readFingerprints(this.pool);
    await judgeKeys(this.pool, this.vault, known);
    if (!(await noteKeys(this.pool, this.vault, known))) return;
    // of two processes that start at once on a fresh database with different keys, the second is refused here
    await judgeKeys(this.pool, this.vault, await readFingerprints(this.pool));
  }
}
