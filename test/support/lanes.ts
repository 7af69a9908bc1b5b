import { randomBytes } from 'node:crypto';
import type { Actor } from '../../src/access/actor.js';
import { CardService } from '../../src/cards/card.service.js';
import { CardMailing } from '../../src/cards/mailed/mailing.service.js';
import { Person } from '../../src/cases/person.entity.js';
import { SECOND } from '../../src/clock.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { PresenceReview } from '../../src/confirmation/presence-review.service.js';
import { ResidenceService } from '../../src/residence/residence.service.js';
import type { Finding } from '../../src/photos/finding.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { PHOTO_STATEMENT_VERSION } from '../../src/photos/editor/photo-statement.rules.js';
import { newPhotoKey, PhotoStore } from '../../src/photos/photo-store.js';
import { PhotoReviewService } from '../../src/photos/review/photo-review.service.js';
import type { TestPortal } from './app.js';
import type { Someone } from './people.js';

/** Brings lanes on without the pages, for tests of what comes after. */

export const asOfficer = (officer: Someone): Actor<'officer'> => ({
  kind: 'officer',
  accountId: officer.accountId,
  personId: null,
  language: officer.language,
  role: officer.role ?? 'officer',
});

/** A photo that was sent now and waits; the record only, where no `file` (1000 by 1400 pixels) is given to lie behind it. */
export async function aSentPhoto(
  portal: TestPortal,
  personId: string,
  { findings = [], sha256 = randomBytes(32), file }: { findings?: Finding[]; sha256?: Buffer; file?: Buffer } = {},
): Promise<string> {
  const [em, now] = [portal.em(), portal.clock.now()];
  const earlier = await em.count(PhotoAttempt, { person: personId });
  const storeKey = file ? newPhotoKey() : `test/${randomBytes(8).toString('hex')}`;
  if (file) await portal.get(PhotoStore).put(storeKey, file);
  const attempt = em.create(PhotoAttempt, {
    person: em.getReference(Person, personId),
    number: earlier + 1,
    source: 'digital',
    fileName: 'é à.jpg',
    mediaType: 'image/jpeg',
    byteSize: 800_000,
    width: 1000,
    height: 1400,
    sha256,
    storeKey,
    frame: { left: 0, top: 0, width: 1000, angle: 0 },
    createdAt: now,
  });
  attempt.recordFindings(findings, now);
  attempt.declare(now, attempt.warnings.length > 0, { version: PHOTO_STATEMENT_VERSION, language: 'en' });
  attempt.submit(now);
  const confirmation = await em.findOneOrFail(Confirmation, { person: personId });
  confirmation.photo = attempt;
  await em.flush();
  return attempt.id;
}

/** An officer accepts the newest photo, having seen what the checks found, and the minute to undo it goes by. */
export async function acceptPhoto(portal: TestPortal, officer: Someone, personId: string): Promise<void> {
  const [reviews, attempt] = [portal.get(PhotoReviewService), await newestPhoto(portal, personId)];
  if ((await reviews.accept(asOfficer(officer), attempt)) === 'looked') await reviews.accept(asOfficer(officer), attempt, true);
  portal.clock.advance(UNDO);
}

/** An officer returns the newest photo, and the minute to undo it goes by. */
export async function returnPhoto(portal: TestPortal, officer: Someone, personId: string): Promise<void> {
  const notice = { reasons: ['glare'], words: null, language: 'en' } as const;
  await portal.get(PhotoReviewService).return(asOfficer(officer), await newestPhoto(portal, personId), notice);
  portal.clock.advance(UNDO);
}

/** A decision stands after this; PHOTO_UNDO_SECONDS is not set in tests. */
export const UNDO = 60 * SECOND;

async function newestPhoto(portal: TestPortal, personId: string): Promise<string> {
  const { photo } = await portal.em().findOneOrFail(Confirmation, { person: personId });
  if (!photo) throw new Error('this person has sent no photo');
  return photo.id;
}

export const verifyPresence = (portal: TestPortal, officer: Someone, personId: string): Promise<void> =>
  portal.get(PresenceReview).verify(asOfficer(officer), personId);

export const confirmResidence = (portal: TestPortal, officer: Someone, personId: string): Promise<void> =>
  portal.get(ResidenceService).confirm(asOfficer(officer), personId);

/** A card in the mail, of somebody whose address is known. @returns the card's id */
export async function aMailedCard(
  portal: TestPortal,
  officer: Someone,
  personId: string,
  trackingNumber: string | null = null,
): Promise<string> {
  await verifyPresence(portal, officer, personId);
  await confirmResidence(portal, officer, personId);
  await aSentPhoto(portal, personId);
  await acceptPhoto(portal, officer, personId);
  const { card } = await portal.em().findOneOrFail(Confirmation, { person: personId });
  if (!card) throw new Error('no card was requested');
  await portal.get(CardService).print(asOfficer(officer), card.id);
  await portal.get(CardMailing).mail(asOfficer(officer), card.id, trackingNumber);
  return card.id;
}
