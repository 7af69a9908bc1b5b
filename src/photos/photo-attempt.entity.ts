import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import { Person } from '../cases/person.entity.js';
import { id, keyedHash, time } from '../database/columns.js';
import type { Language } from '../language/language.js';
import { encrypted } from '../privacy/encrypted.js';
import type { CheckedBefore } from './checker/reference-code.js';
import type { Finding } from './finding.js';
import type { Frame } from './frame/frame.js';
import type { HeadPoints } from './frame/head-in-frame.js';
import { nextPhoto, PHOTO_STATES, type PhotoState } from './photo-attempt.states.js';

/** What the person says the photo is (S10); a picture of a paper photo never becomes an attempt. */
export const PHOTO_SOURCES = ['digital', 'scanned', 'selfie'] as const;
export type PhotoSource = (typeof PHOTO_SOURCES)[number];

const PhotoAttemptSchema = defineEntity({
  name: 'PhotoAttempt',
  tableName: 'photo_attempt',
  uniques: [{ properties: ['person', 'number'] }],
  indexes: [{ properties: ['state', 'submittedAt'] }],
  properties: {
    id: id(),
    person: () => p.manyToOne(Person),
    /** 1, 2, 3 … a person. */
    number: p.integer(),
    state: p.enum(PHOTO_STATES).default('draft'),
    source: p.enum(PHOTO_SOURCES),
    fileName: encrypted<string>('photo_attempt.file_name'),
    mediaType: p.enum(['image/jpeg', 'image/png'] as const),
    byteSize: p.integer(),
    /** Pixels of the upright picture. */
    width: p.integer(),
    height: p.integer(),
    sha256: keyedHash(),
    /** Where the unaltered original lies in the photo store. */
    storeKey: p.string(),
    frame: p.json().$type<Frame>(),
    /** Where the head was found, or marked by the person; null where neither happened. It does not change with the frame. */
    head: p.json().$type<HeadPoints>().nullable(),
    /** How many faces were found; null when the picture could not be looked at. */
    faces: p.integer().nullable(),
    /** What a reference code sent along said of this file. */
    checkedBefore: p.json().$type<CheckedBefore>().nullable(),
    findings: p.json().$type<Finding[]>().nullable(),
    checkedAt: time().nullable(),
    /**
     * The boxes above "Next": kept with the warnings that were shown (S28, S29). Here they name no signer and are a draft's; they count once
     * they stand in a `PhotoSubmission`, which the database takes only signed by an account that acts for the person (S33).
     */
    declaredAt: time().nullable(),
    acknowledgedAt: time().nullable(),
    /** Which text was ticked: its version, and the language in which it stood on the page. */
    statementVersion: p.integer().nullable(),
    statementLanguage: p.enum(['en', 'fr'] as const).nullable(),
    submittedAt: time().nullable(),
    decidedAt: time().nullable(),
    /** From when on the decision can't be taken back, and the person is told of it. */
    standsAt: time().nullable().index(),
    createdAt: time(),
    version: p.integer().version(),
  },
});

/** One photo somebody sent, with its frame and what the checks found. Old attempts stay, read-only (S15). */
export class PhotoAttempt extends PhotoAttemptSchema.class {
  declare [OptionalProps]?: 'warnings' | 'shown' | 'withheld';
  /** No column: set where a person's own pages read the photo, while its decision can still be undone (see `Confirmations`). */
  declare withheld?: boolean;
  /** A new frame makes earlier findings and boxes void. With `looked` a new look at the picture is kept beside it. */
  setFrame(frame: Frame, looked?: { head: HeadPoints | null; faces: number | null }): void {
    this.state = nextPhoto(this.state, 'frame');
    this.frame = frame;
    if (looked) Object.assign(this, looked);
    this.findings = null;
    this.checkedAt = null;
    untick(this);
  }

  /** "Apply" (S24). */
  recordFindings(findings: Finding[], at: Date): void {
    this.state = nextPhoto(this.state, 'check');
    this.findings = findings;
    this.checkedAt = at;
    untick(this);
  }

  /** The state as the person is told it: a decision that may be taken back is none yet, so that what they read never goes back. */
  get shown(): PhotoState {
    return this.withheld ? 'in_review' : this.state;
  }

  get warnings(): Finding[] {
    return (this.findings ?? []).filter((finding) => finding.outcome === 'warning');
  }

  /** The boxes were ticked and Next was pressed (S28, S29). */
  declare(at: Date, acknowledged: boolean, statement: { version: number; language: Language }): void {
    this.state = nextPhoto(this.state, 'declare');
    this.declaredAt = at;
    this.acknowledgedAt = acknowledged ? at : null;
    this.statementVersion = statement.version;
    this.statementLanguage = statement.language;
  }

  submit(at: Date): void {
    this.state = nextPhoto(this.state, 'submit');
    this.submittedAt = at;
  }

  /** @param standsAt until then the decision can be undone */
  accept(at: Date, standsAt: Date): void {
    this.state = nextPhoto(this.state, 'accept');
    this.decidedAt = at;
    this.standsAt = standsAt;
  }

  return(at: Date, standsAt: Date): void {
    this.state = nextPhoto(this.state, 'return');
    this.decidedAt = at;
    this.standsAt = standsAt;
  }

  /** The officer took the decision back: the photo waits as before. */
  undo(): void {
    this.state = nextPhoto(this.state, 'undo');
    this.decidedAt = null;
    this.standsAt = null;
  }
}
PhotoAttemptSchema.setClass(PhotoAttempt);

function untick(attempt: PhotoAttempt): void {
  attempt.declaredAt = null;
  attempt.acknowledgedAt = null;
  attempt.statementVersion = null;
  attempt.statementLanguage = null;
}
