import type pg from 'pg';
import type { ChainedEvent } from './audit-hash.js';
import type { Seal, SealedHead } from './audit-seal.js';

/** A chain's last link, as the database holds it beside the events. */
export interface ChainHead {
  readonly chain: string;
  readonly length: number;
  readonly head: string;
}

/** A chain that was removed when its time was over: where it ended, and why. */
export interface Purged extends ChainHead {
  readonly reason: string;
  readonly purgedAt: string;
  /** What it was the trail of is still there: a case, an account, a person, a batch of cards or a table of cases. */
  readonly stillThere: boolean;
}

/** One thing of the trail: what a verifier is given, and a line of an export. */
export type TrailRow =
  | ({ readonly type: 'purged' } & Purged)
  | ({ readonly type: 'head' } & ChainHead)
  | ({ readonly type: 'seal' } & Seal)
  | ({ readonly type: 'sealed' } & SealedHead)
  | ({ readonly type: 'event' } & ChainedEvent);

type Client = Pick<pg.ClientBase, 'query'>;

/** The whole trail, in the order in which it is verified. Read it in one transaction that sees one moment. */
export async function* trail(client: Client): AsyncGenerator<TrailRow> {
  for await (const row of purges(client)) yield { type: 'purged', ...row };
  for await (const row of heads(client)) yield { type: 'head', ...row };
  for await (const seal of seals(client)) {
    yield { type: 'seal', ...seal };
    for await (const row of sealedHeads(client, seal.number)) yield { type: 'sealed', ...row };
  }
  for await (const row of sealedWithoutSeal(client)) yield { type: 'sealed', ...row };
  for await (const row of events(client)) yield { type: 'event', ...row };
}

export const seals = (client: Client): AsyncGenerator<Seal> =>
  inPages(client, (after) => ({
    text: `select number, day::text, ${iso('sealed_at')} as "sealedAt", heads, ${hex('root')} as root, ${hex('previous')} as previous,
                  key_number as "keyNumber", ${hex('public_key')} as "publicKey", ${hex('signature')} as signature
             from audit_seal where number > $1 order by number limit ${PAGE}`,
    values: [after?.number ?? -1],
  }));

/** In the order of their chains. */
export const sealedHeads = (client: Client, seal: number): AsyncGenerator<SealedHead> =>
  inPages(client, (after) => ({
    text: `select ${SEALED} from audit_sealed_head where seal = $1 and ($2::uuid is null or chain > $2) order by chain limit ${PAGE}`,
    values: [seal, after?.chain ?? null],
  }));

/** Heads of seals that are no more. */
const sealedWithoutSeal = (client: Client): AsyncGenerator<SealedHead> =>
  inPages(client, (after) => ({
    text: `select ${SEALED} from audit_sealed_head h
            where not exists (select from audit_seal s where s.number = h.seal) and ($1::uuid is null or chain > $1) order by chain limit ${PAGE}`,
    values: [after?.chain ?? null],
  }));

const purges = (client: Client): AsyncGenerator<Purged> =>
  inPages(client, (after) => ({
    text: `select chain, length::int, ${hex('head')} as head, reason, ${iso('purged_at')} as "purgedAt",
                  exists (select from case_file where id = chain) or exists (select from account where id = chain)
                    or exists (select from person where id = chain) or exists (select from card_batch where id = chain)
                    or exists (select from case_import where id = chain) as "stillThere"
             from audit_purged where ($1::uuid is null or chain > $1) order by chain limit ${PAGE}`,
    values: [after?.chain ?? null],
  }));

const heads = (client: Client): AsyncGenerator<ChainHead> =>
  inPages(client, (after) => ({
    text: `select chain, length::int, ${hex('head')} as head from audit_chain where ($1::uuid is null or chain > $1) order by chain limit ${PAGE}`,
    values: [after?.chain ?? null],
  }));

const events = (client: Client): AsyncGenerator<ChainedEvent> =>
  inPages(client, (after) => ({
    text: `select chain, position::int, id, ${iso('at')} as at, actor_kind as "actorKind", actor_account as "actorAccount", action, subject,
                  case_file as "caseFile", details::text, ${hex('hash')} as hash
             from audit_event where ($1::uuid is null or (chain, position) > ($1, $2::bigint)) order by chain, position limit ${PAGE}`,
    values: after ? [after.chain, after.position] : [null, null],
  }));

/** A page at a time, so that a trail of any length passes through little memory. */
async function* inPages<Row extends object>(
  client: Client,
  next: (after: Row | null) => { text: string; values: unknown[] },
): AsyncGenerator<Row> {
  for (let after: Row | null = null; ; ) {
    const rows: Row[] = (await client.query(next(after))).rows;
    yield* rows;
    after = rows.at(-1) ?? null;
    if (rows.length < PAGE) return;
  }
}

const PAGE = 5000;
const hex = (column: string): string => `encode(${column}, 'hex')`;
const iso = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const SEALED = `seal, chain, length::int, ${hex('head')} as head, purged_length::int as "purgedLength", reason`;
