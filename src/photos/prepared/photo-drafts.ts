import { EntityManager, type Loaded } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { Clock } from '../../clock.js';
import { Confirmations } from '../../confirmation/confirmations.js';
import { type Client, ClientDrafts } from '../../confirmation/drafts/client-drafts.js';
import { TransitionRefused } from '../../confirmation/transition.js';
import { photoLock } from '../photo.policy.js';
import { newPhotoKey, PhotoStore } from '../photo-store.js';
import { PhotoUploadService } from '../upload/photo-upload.service.js';
import { PhotoDraft } from './photo-draft.entity.js';

/** Photos that a representative prepares for a client (PORTAL.md 2): one a person, and none of it the client's until they take it over. */
@Injectable()
export class PhotoDrafts {
  constructor(
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly drafts: ClientDrafts,
    private readonly uploads: PhotoUploadService,
    private readonly store: PhotoStore,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** What waits for the person's decision; the caller has looked whose it is. */
  waiting(personId: string): Promise<Loaded<PhotoDraft, 'representation.account'> | null> {
    return this.em.findOne(PhotoDraft, { person: personId }, { populate: ['representation.account'], refresh: true });
  }

  /**
   * The client whose photo may be prepared.
   * @throws NotFoundException
   * @throws TransitionRefused while a photo is with the officers, or accepted (S26)
   */
  async clientOf(representative: Actor<'representative'>, personId: string, em: EntityManager = this.em): Promise<Client> {
    const client = await this.drafts.clientOf(representative, personId, em);
    const { photo } = client.confirmation;
    if (photo?.standsAt) photo.withheld = photo.standsAt > this.clock.now(); // what can be undone is told to nobody
    if (photoLock(photo)) throw new TransitionRefused('photo', photo?.state ?? 'none', 'prepare');
    return client;
  }

  /** Keeps a file that was judged; it takes the place of the one before. */
  async prepare(representative: Actor<'representative'>, personId: string, fileName: string, bytes: Buffer): Promise<void> {
    const storeKey = newPhotoKey();
    await this.store.put(storeKey, bytes);
    const replaced = await this.em
      .transactional(
        async (em) => {
          const client = await this.clientOf(representative, personId, em);
          const now = this.clock.now();
          const before = await em.findOne(PhotoDraft, { person: personId }, { disableIdentityMap: true });
          await em.nativeDelete(PhotoDraft, { person: personId });
          const { representation, confirmation } = client;
          em.create(PhotoDraft, { representation, person: confirmation.person, storeKey, fileName, preparedAt: now });
          await this.drafts.record(em, representative, client, 'photo', now);
          return before?.storeKey ?? null;
        },
        { clear: true },
      )
      .catch(async (fault: unknown) => {
        if (fault instanceof TransitionRefused) await this.store.delete(storeKey); // any other may have come after the row was written
        throw fault;
      });
    if (replaced) await this.store.delete(replaced);
  }

  /**
   * The applicant takes the photo over: from here on it is theirs, as if they had uploaded it, with frame, checks and declaration to
   * come; or it is put away.
   * @param draftId what stood on the page
   * @returns false when it was replaced, answered or ended since
   * @throws TransitionRefused while a photo is with the officers, or accepted (S26)
   */
  async decide(applicant: Actor<'applicant'>, personId: string, draftId: string, use: boolean): Promise<boolean> {
    await this.confirmations.of(applicant, personId); // a person who is not theirs is not found
    const draft = await this.waiting(personId);
    if (draft?.id !== draftId) return false;
    if (use) await this.uploads.takeOver(applicant, personId, draft.storeKey, draft.fileName);
    // only now: whoever is stopped in between finds it here again
    const decided = await this.em.transactional(
      async (em) => {
        const { person } = await this.confirmations.of(applicant, personId, em);
        if ((await em.nativeDelete(PhotoDraft, { id: draftId })) === 0) return use;
        const action = use ? 'draft.adopted' : 'draft.declined';
        this.audit.record(em, applicant, action, person.id, this.clock.now(), { piece: 'photo' }, person.caseFile.id);
        return true;
      },
      { clear: true },
    );
    await this.store.delete(draft.storeKey);
    return decided;
  }
}
