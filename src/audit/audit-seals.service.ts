import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type pg from 'pg';
import { HOUR } from '../clock.js';
import { TimedJobs } from '../jobs/timed-jobs.js';
import { dayOf } from '../language/formats.js';
import { Vault } from '../privacy/vault.js';
import { POOL } from '../tokens.js';
import { digestOf, RootHash, type Seal, signed } from './audit-seal.js';
import { sealedHeads, seals } from './trail-rows.js';

/** Seals the trail once a day: what was sealed can't be changed unseen, not even by who owns the database (TRUST.md 20). */
@Injectable()
export class AuditSeals implements OnModuleInit {
  constructor(
    @Inject(POOL) private readonly pool: pg.Pool,
    private readonly vault: Vault,
    private readonly jobs: TimedJobs,
    private readonly logger: PinoLogger,
  ) {}

  onModuleInit(): void {
    this.jobs.register('audit.seal', HOUR, (now) => this.seal(now)); // looks each hour, so that a day's seal is early in the day
  }

  /** As `sealTrail`. */
  async seal(now: Date): Promise<Seal | null> {
    const client = await this.pool.connect();
    try {
      const made = await sealTrail(client, this.vault, now);
      // written down outside the database as well: whoever removes a seal there does not reach the logs
      if (made) this.logger.info({ seal: made.number, day: made.day, root: made.root, signature: made.signature }, 'the trail was sealed');
      return made;
    } finally {
      client.release();
    }
  }
}

/**
 * The day's seal; null when the day has one. A new key makes one of its own: it vouches for all that older keys signed, and the trail can
 * be verified without them at once.
 */
export async function sealTrail(client: pg.ClientBase, vault: Vault, now: Date): Promise<Seal | null> {
  await client.query('begin');
  try {
    const made = await make(client, vault, now);
    await client.query('commit');
    return made;
  } catch (fault) {
    await client.query('rollback');
    throw fault;
  }
}

async function make(client: pg.ClientBase, vault: Vault, now: Date): Promise<Seal | null> {
  const day = dayOf(now);
  const { id, key } = vault.signingKey('audit-seal');
  let last: Seal | null = null;
  for await (const seal of seals(client)) last = seal;
  if (last && last.day >= day && last.keyNumber === id) return null;
  const { rows } = await client.query<{ number: number }>('select audit_seal_heads() as number');
  const number = rows[0]?.number ?? 0;
  const root = new RootHash();
  for await (const head of sealedHeads(client, number)) root.add(head);
  const heads = root.heads;
  const unsigned = { number, day, sealedAt: now.toISOString(), heads, root: root.digest(), previous: digestOf(last), keyNumber: id };
  const seal = signed(unsigned, key);
  await client.query(INSERT, [
    seal.number,
    seal.day,
    seal.sealedAt,
    seal.heads,
    ...[seal.root, seal.previous].map(bytes),
    seal.keyNumber,
    ...[seal.publicKey, seal.signature].map(bytes),
  ]);
  return seal;
}

const INSERT = `insert into audit_seal (number, day, sealed_at, heads, root, previous, key_number, public_key, signature)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
