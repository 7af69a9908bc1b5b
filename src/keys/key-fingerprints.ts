import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type pg from 'pg';
import { Vault } from '../privacy/vault.js';
import { POOL } from '../tokens.js';
import { judgeKeys, noteKeys, readFingerprints } from './judge-keys.js';

/**
 * The portal starts only with the keys that its records were sealed and indexed with: another INDEX_KEY would find nobody and let one
 * application in twice, and a missing data key would break pages one by one.
 */
@Injectable()
export class KeyFingerprints implements OnModuleInit {
  constructor(
    @Inject(POOL) private readonly pool: pg.Pool,
    private readonly vault: Vault,
  ) {}

  /** @throws WrongKeys with what to do */
  async onModuleInit(): Promise<void> {
    const known = await readFingerprints(this.pool);
    await judgeKeys(this.pool, this.vault, known);
    if (!(await noteKeys(this.pool, this.vault, known))) return;
    // of two processes that start at once on a fresh database with different keys, the second is refused here
    await judgeKeys(this.pool, this.vault, await readFingerprints(this.pool));
  }
}
