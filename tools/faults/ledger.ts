import { setTimeout as wait } from 'node:timers/promises';
import type { Department } from '../department/department.js';
import { FAULTS } from './faults-list.js';
import { arrivals } from './mails.js';
import { type PhotoRow, photoProblems } from './photos.js';
import type { Step } from './way.js';

/** What must be there of a step once a page said that it is done; `[fewest, most]` rows. */
const RECORDS: Readonly<Record<Step, { readonly sql: string; readonly rows: readonly [number, number] }>> = {
  reply: { sql: 'select from reply where person_id = $1 and sent_at is not null', rows: [1, 1] },
  signIn: {
    sql: `select from sign_in_event e join account a on a.id = e.account_id where a.person_id = $1 and e.outcome = 'done'`,
    rows: [1, Number.POSITIVE_INFINITY],
  },
  declare: { sql: 'select from presence_declaration where person_id = $1', rows: [1, 1] },
  address: { sql: 'select from confirmation where person_id = $1 and home_address is not null and mailing_answered', rows: [1, 1] },
  upload: { sql: 'select from photo_attempt where person_id = $1', rows: [1, 1] },
  submit: { sql: 'select from photo_submission where person_id = $1', rows: [1, 1] },
  review: {
    sql: 'select from photo_decision d join photo_submission s on s.attempt_id = d.attempt_id where s.person_id = $1',
    rows: [1, 1],
  },
  cardBatch: { sql: 'select from card_batch_place p join card c on c.id = p.card_id where c.person_id = $1', rows: [1, 1] },
};

/** Mails that somebody gets as often as they do what the mail is about; of every other there is one for each person. */
const EACH_TIME = ['new-device'];

/** In SQL: a mail that was written to leave some time afterwards. */
const MEANT_FOR_LATER = '(attempts = 0 and not_before > greatest(created_at, now()))';

/** What somebody was told is done, and what must then be true. */
export class Ledger {
  readonly #entries: { readonly fault: string; readonly step: Step; readonly personId: string }[] = [];

  acknowledge(fault: string, step: Step, personId: string): void {
    this.#entries.push({ fault, step, personId });
  }

  /** Compares the ledger with the database, the store of photos and the mail server's mails. @returns what doesn't fit */
  async reconcile(department: Department): Promise<{ problems: string[]; told: string[] }> {
    const problems: string[] = [];
    for (const { fault, step, personId } of this.#entries) {
      const { sql, rows } = RECORDS[step];
      const found = (await department.sql(sql, [personId])).length;
      const [fewest, most] = rows;
      if (found < fewest) problems.push(`${fault} × ${step}: acknowledged, and lost`);
      if (found > most) problems.push(`${fault} × ${step}: there ${found} times`);
    }
    const photos = await department.sql<PhotoRow>('select store_key, sha256 from photo_attempt');
    problems.push(...(await photoProblems(department.photos, photos)));
    const mails = await this.#mails(department);
    return {
      problems: [...problems, ...mails.problems],
      told: [`${this.#entries.length} acknowledged writes, ${photos.length} photos, ${mails.told}`],
    };
  }

  /** What failed and waits for its next try is tried now; what was not tried yet must leave by itself, whatever the clock said where it was written. */
  async #mails(department: Department): Promise<{ problems: string[]; told: string }> {
    for (let looks = 0; looks < 60; looks++) {
      await department.sql('update outbox_message set not_before = now() where attempts > 0 and not_before > now()');
      const waiting = await department.sql(`select from outbox_message where not_before is not null and not ${MEANT_FOR_LATER}`);
      if (waiting.length === 0) break;
      await wait(2_000);
    }
    const arrived = arrivals(department);
    const rows = await department.sql<{ id: string; template: string; person: string | null; state: string }>(
      `select id, template, about_person person, case when sent_at is not null then 'sent' when failed_at is not null then 'given up'
                                 when withdrawn_at is not null then 'withdrawn' when ${MEANT_FOR_LATER} then 'later' else 'waiting' end state
         from outbox_message`,
    );
    const lost = rows.filter(({ id, state }) => state === 'waiting' || (state === 'sent' && !arrived.has(id)));
    const twice = rows.filter(({ id }) => (arrived.get(id) ?? 0) > 1);
    const givenUp = rows.filter(({ state }) => state === 'given up');
    const faults = new Map<string | null, string>(this.#entries.map(({ personId, fault }) => [personId, fault]));
    const oneEach = rows.filter(
      ({ person, template, state }) => faults.has(person) && state !== 'withdrawn' && !EACH_TIME.includes(template),
    );
    const repeated = [...Map.groupBy(oneEach, ({ person, template }) => `${faults.get(person)}: ${template}`)].filter(
      ([, all]) => all.length > 1,
    );
    const wrongly = twice.filter(({ person }) => faults.has(person) && !FAULTS[faults.get(person) ?? '']?.doublesMails);
    return {
      problems: [
        ...lost.map(({ template, state }) => `a mail ${template} is ${state}, and did not arrive`),
        ...repeated.map(([what, all]) => `${what}: ${all.length} mails to one person`),
        ...wrongly.map(({ person, template }) => `${faults.get(person)}: a mail ${template} arrived twice`),
      ],
      told: `${rows.length} mails: ${givenUp.length} refused for good by the mail server, ${twice.length} arrived twice under one Message-ID`,
    };
  }
}
