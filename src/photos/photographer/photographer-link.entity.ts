import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../../cases/person.entity.js';
import { id, keyedHash, time } from '../../database/columns.js';
import { encrypted } from '../../privacy/encrypted.js';

const PhotographerLinkSchema = defineEntity({
  name: 'PhotographerLink',
  tableName: 'photographer_link',
  properties: {
    id: id(),
    /** One slot each: a new link takes the place of the one before, and of what came through it. */
    person: () => p.oneToOne(Person).owner().deleteRule('cascade'),
    tokenHash: keyedHash().unique(),
    madeAt: time(),
    endsAt: time(),
    /** The one file that came, in the photo store; null until then. */
    arrivedAt: time().nullable(),
    storeKey: p.string().nullable().index(),
    fileName: encrypted<string>('photographer_link.file_name').nullable(),
  },
});

/** A link through which a photographer sends one photo, which counts for nothing until the applicant takes it over (PORTAL.md 5). */
export class PhotographerLink extends PhotographerLinkSchema.class {
  isOpen(now: Date): boolean {
    return !this.arrivedAt && now < this.endsAt;
  }

  receive(storeKey: string, fileName: string, at: Date): void {
    this.arrivedAt = at;
    this.storeKey = storeKey;
    this.fileName = fileName;
  }
}
PhotographerLinkSchema.setClass(PhotographerLink);
