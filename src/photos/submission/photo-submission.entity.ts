import { defineEntity, p } from '@mikro-orm/core';
import { ACTING_RELATIONS } from '../../accounts/acts-for.entity.js';
import { Person } from '../../cases/person.entity.js';
import { id, time } from '../../database/columns.js';
import type { Finding } from '../finding.js';
import type { Frame } from '../frame/frame.js';
import { PhotoAttempt } from '../photo-attempt.entity.js';

const PhotoSubmissionSchema = defineEntity({
  name: 'PhotoSubmission',
  tableName: 'photo_submission',
  properties: {
    id: id(),
    attempt: () => p.oneToOne(PhotoAttempt).owner(),
    person: () => p.manyToOne(Person).index(),
    signerAccountId: p.uuid(),
    relation: p.enum(ACTING_RELATIONS),
    frame: p.json().$type<Frame>(),
    statementVersion: p.integer(),
    statementLanguage: p.enum(['en', 'fr'] as const),
    declaredAt: time(),
    acknowledgedAt: time().nullable(),
    /** The warnings that stood on the page when they were acknowledged (S29). */
    warnings: p.json().$type<Finding[]>(),
    reference: p.string().unique(),
    submittedAt: time(),
  },
});

/** "Submit documents": the photo with its frame, declaration, acknowledgement and warnings, final (S30). The database refuses any change. */
export class PhotoSubmission extends PhotoSubmissionSchema.class {}
PhotoSubmissionSchema.setClass(PhotoSubmission);
