import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../../cases/person.entity.js';
import { id, time } from '../../database/columns.js';
import { encrypted } from '../../privacy/encrypted.js';
import { Representation } from '../../representatives/representation.entity.js';

const PhotoDraftSchema = defineEntity({
  name: 'PhotoDraft',
  tableName: 'photo_draft',
  properties: {
    id: id(),
    /** The consent it lives by: the database removes it when that ends, and the service its file. */
    representation: () => p.manyToOne(Representation).index().deleteRule('cascade'),
    person: () => p.oneToOne(Person).owner().deleteRule('cascade'),
    storeKey: p.string().index(),
    fileName: encrypted<string>('photo_draft.file_name'),
    preparedAt: time(),
  },
});

/** A photo that a representative prepared. It is no attempt, and counts for nothing, until the applicant takes it over. */
export class PhotoDraft extends PhotoDraftSchema.class {}
PhotoDraftSchema.setClass(PhotoDraft);
