import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import type { Frame } from '../frame/frame.js';
import type { PhotoAttempt } from '../photo-attempt.entity.js';
import { attemptPhrase } from '../photo-step.js';
import { ReturnedFiles } from './returned-files.js';

/** What is known of a file from before, for the person's own pages: sent and returned before, or checked before with a reference code. */
@Injectable()
export class FileHistory {
  constructor(private readonly returnedFiles: ReturnedFiles) {}

  async of(applicant: Actor<'applicant'>, attempt: PhotoAttempt) {
    const returned = await this.returnedFiles.seenByApplicant(applicant, attempt);
    return {
      returned: returned ? { ...returned, phrase: attemptPhrase(returned.number) } : null,
      checked: attempt.checkedBefore ? { ...attempt.checkedBefore, sameFrame: sameFrame(attempt) } : null,
    };
  }
}

/** Whether the frame is the one that the code was given for: only then "passed" speaks of the photo as it stands. */
function sameFrame({ checkedBefore, frame }: PhotoAttempt): boolean {
  if (!checkedBefore?.ok) return false;
  return (['left', 'top', 'width', 'angle'] satisfies (keyof Frame)[]).every((side) => checkedBefore.frame[side] === frame[side]);
}
