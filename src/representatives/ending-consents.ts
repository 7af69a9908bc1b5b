import { type EntityManager, type Loaded, LockMode } from '@mikro-orm/postgresql';
import { NotFoundException } from '@nestjs/common';
import { CaseFile } from '../cases/case-file.entity.js';
import { PhotoDraft } from '../photos/prepared/photo-draft.entity.js';
import type { PhotoStore } from '../photos/photo-store.js';
import type { Representation } from './representation.entity.js';

/** Ends a consent, with what was prepared under it. */
export type Ending = (representation: Representation, now: Date, givenUp?: boolean) => Promise<void>;

/**
 * A transaction in which consents may end. What was prepared under one goes with it in the database; the files of photos that were go
 * once that is certain.
 */
export async function endingConsents<Answer>(
  outside: EntityManager,
  photos: PhotoStore,
  work: (em: EntityManager, ending: Ending) => Promise<Answer>,
): Promise<Answer> {
  const files: string[] = [];
  const answer = await outside.transactional(
    (em) =>
      work(em, async (representation, now, givenUp) => {
        await em.lock(representation, LockMode.PESSIMISTIC_WRITE); // none is prepared meanwhile
        const drafts = await em.find(PhotoDraft, { representation: representation.id }, { disableIdentityMap: true });
        files.push(...drafts.map(({ storeKey }) => storeKey));
        representation.end(now, givenUp);
      }),
    { clear: true },
  );
  for (const file of files) await photos.delete(file);
  return answer;
}

/** What ends a consent on a case and what records one take turns. @throws NotFoundException */
export async function lockedCase(em: EntityManager, id: string): Promise<Loaded<CaseFile, 'persons'>> {
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in' } as const;
  const caseFile = await em.findOne(CaseFile, { id }, { populate: ['persons'], ...lock });
  if (!caseFile) throw new NotFoundException();
  return caseFile;
}
