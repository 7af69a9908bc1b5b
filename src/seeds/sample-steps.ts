import type { Actor } from '../access/actor.js';
import { Confirmations } from '../confirmation/confirmations.js';
import type { Language } from '../language/language.js';
import type { PhotoAttempt } from '../photos/photo-attempt.entity.js';
import { PhotoDeclarationService } from '../photos/editor/photo-declaration.service.js';
import { PhotoFramingService } from '../photos/editor/photo-framing.service.js';
import { PhotoReviewService } from '../photos/review/photo-review.service.js';
import { PhotoSubmissionService } from '../photos/submission/photo-submission.service.js';
import { PhotoUploadService } from '../photos/upload/photo-upload.service.js';
import { drawPortrait, type PortraitWishes } from './drawn-portrait.js';
import type { SampleOffice } from './sample-office.js';

type Applicant = Actor<'applicant'>;

/** A photo from upload to "Submit documents", by whoever acts for the person. */
export async function sendPhoto(
  office: SampleOffice,
  applicant: Applicant,
  personId: string,
  portrait: PortraitWishes,
  language: Language,
): Promise<void> {
  const uploads = office.get(PhotoUploadService);
  const bytes = await drawPortrait(portrait);
  const file = await uploads.judge(bytes);
  if (!file.ok) throw new Error(`the sample photo is refused: ${file.reason}`);
  await uploads.keep(applicant, personId, { source: 'digital', name: 'portrait.jpg', bytes }, file);
  const draft = await photoOf(office, applicant, personId);
  await office.get(PhotoFramingService).apply(applicant, personId, draft, draft.frame);
  const seen = (await photoOf(office, applicant, personId)).checkedAt ?? new Date(0);
  await office.get(PhotoDeclarationService).declare(applicant, personId, { acknowledged: true, seen }, language);
  await office.get(PhotoSubmissionService).submit(applicant, personId, draft.id);
}

/** The officer accepts the photo, or returns it. */
export async function decidePhoto(office: SampleOffice, applicant: Applicant, personId: string, returned: boolean): Promise<void> {
  const reviews = office.get(PhotoReviewService);
  const { id } = await photoOf(office, applicant, personId);
  if (returned) return reviews.return(office.officer, id, { reasons: ['too_dark', 'background_not_white'], words: null, language: 'en' });
  const outcome = await reviews.accept(office.officer, id);
  if (outcome === 'looked') await reviews.accept(office.officer, id, true);
}

async function photoOf(office: SampleOffice, applicant: Applicant, personId: string): Promise<PhotoAttempt> {
  const { photo } = await office.get(Confirmations).of(applicant, personId, office.em());
  if (!photo) throw new Error('the sample photo is not there');
  return photo;
}

export function notRefused(refusal: unknown): void {
  if (refusal) throw new Error(`a sample step is refused: ${JSON.stringify(refusal)}`);
}
