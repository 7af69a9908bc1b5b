import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { TransitionRefused } from '../confirmation/transition.js';
import { PhotoAttempt } from './photo-attempt.entity.js';
import { PhotoStore } from './photo-store.js';

/** The files of photos that a record names. */
@Injectable()
export class PhotoOriginals {
  constructor(
    private readonly em: EntityManager,
    private readonly store: PhotoStore,
  ) {}

  /**
   * The file exactly as it was sent.
   * @throws TransitionRefused when another photo has taken its place since the record was read, in another window (S27)
   */
  async of({ id, storeKey }: Pick<PhotoAttempt, 'id' | 'storeKey'>): Promise<Buffer> {
    try {
      return await this.store.get(storeKey);
    } catch (fault) {
      if ((await this.em.fork().count(PhotoAttempt, { id })) > 0) throw fault; // a file that must be there is lost
      throw new TransitionRefused('photo', 'replaced', 'read');
    }
  }
}
