import type pg from 'pg';
import { DAY } from '../../src/clock.js';
import { normalApplicationNumber } from '../../src/privacy/normalise.js';
import type { Vault } from '../../src/privacy/vault.js';
import type { PlausiblePeople } from './plausible-people.js';
import type { SeededCase } from './seeded-cases.js';

/** Of a hundred cases so many are over: their cards are in the mail since up to a year; the others wait since up to a fortnight. */
const OVER_PERCENT = 70;
const OVER_SINCE = 365 * DAY;
const WAITS_SINCE = 14 * DAY;

/** What copies have of their own, sealed and hashed, before it is sent to the database. */
export interface Batch {
  readonly copies: { readonly k: number; readonly of: string; readonly over: boolean; readonly back: number; readonly number: string }[];
  readonly persons: {
    readonly k: number;
    readonly person: string;
    readonly facts: Buffer;
    readonly face: Buffer | null;
    readonly uciIndex: Buffer;
  }[];
  readonly names: { readonly k: number; readonly person: string; readonly word: Buffer; readonly back: number }[];
}

/** Made by the thousand for a number of cases. */
export class Batches {
  readonly #over: readonly SeededCase[];
  readonly #waiting: readonly SeededCase[];
  readonly #people: PlausiblePeople;
  readonly #vault: Vault;
  /** So many addresses serve all cases: a few families at each, as in life. */
  readonly addresses: number;

  constructor(vault: Vault, people: PlausiblePeople, seeded: readonly SeededCase[], cases: number) {
    this.#vault = vault;
    this.#people = people;
    this.#over = seeded.filter(({ over }) => over);
    this.#waiting = seeded.filter(({ over }) => !over);
    this.addresses = Math.ceil(cases / 3);
  }

  /** The application number of the copy of a certain case that is over, the same one whatever the number of cases. */
  numberOfExample(cases: number): string {
    let k = Math.ceil(cases / 3);
    while (k % 100 >= OVER_PERCENT || k % this.#over.length !== 0) k++;
    return numberOf(k);
  }

  make(from: number, count: number): Batch {
    const batch: Batch = { copies: [], persons: [], names: [] };
    for (let k = from; k < from + count; k++) {
      const over = k % 100 < OVER_PERCENT;
      const among = over ? this.#over : this.#waiting;
      const of = among[k % among.length] as SeededCase;
      // spread evenly, in no order: neighbours in the table are not neighbours in time
      const back = Math.floor(((k * 0.618034) % 1) * (over ? OVER_SINCE : WAITS_SINCE));
      batch.copies.push({ k, of: of.id, over, back, number: numberOf(k) });
      const familyName = this.#people.familyName(of.language);
      for (const person of of.persons) {
        const sealed = this.#people.member(of.language, familyName, person);
        batch.persons.push({ k, person: person.id, facts: sealed.facts, face: sealed.face, uciIndex: sealed.uciIndex });
        for (const word of sealed.words) batch.names.push({ k, person: person.id, word, back });
      }
    }
    return batch;
  }

  /** Makes `copy_case` and `copy_person` for a connection that will send. */
  async prepare(db: pg.Client): Promise<void> {
    await db.query(
      'create temporary table copy_case (k int, seeded_case uuid, over boolean, back bigint, number bytea, number_index bytea, address int)',
    );
    await db.query('create temporary table copy_person (k int, person uuid, facts bytea, face bytea, uci_index bytea)');
  }

  /** Fills `copy_case` and `copy_person`, and the words of names. */
  async send(db: pg.Client, { copies, persons, names }: Batch): Promise<void> {
    await db.query('truncate copy_case, copy_person');
    await db.query(
      `insert into copy_case select * from unnest($1::int[], $2::uuid[], $3::boolean[], $4::bigint[], $5::bytea[], $6::bytea[], $7::int[])`,
      [
        copies.map(({ k }) => k),
        copies.map(({ of }) => of),
        copies.map(({ over }) => over),
        copies.map(({ back }) => back),
        copies.map(({ number }) => this.#vault.seal(JSON.stringify(number), 'case_file.application_number')),
        copies.map(({ number }) => this.#vault.index('application-number', number)),
        copies.map(({ k }) => k % this.addresses),
      ],
    );
    await db.query(`insert into copy_person select * from unnest($1::int[], $2::uuid[], $3::bytea[], $4::bytea[], $5::bytea[])`, [
      persons.map(({ k }) => k),
      persons.map(({ person }) => person),
      persons.map(({ facts }) => facts),
      persons.map(({ face }) => face),
      persons.map(({ uciIndex }) => uciIndex),
    ]);
    await db.query(
      `insert into search_word (word, person_id)
       select word, copy_of(person, k, back) from unnest($1::bytea[], $2::int[], $3::uuid[], $4::bigint[]) s (word, k, person, back)`,
      [names.map(({ word }) => word), names.map(({ k }) => k), names.map(({ person }) => person), names.map(({ back }) => back)],
    );
    await db.query('analyze copy_case, copy_person');
  }
}

const numberOf = (k: number): string => normalApplicationNumber(`E9${String(k).padStart(8, '0')}`);
