import { moves } from '../confirmation/transition.js';

export const PHOTO_STATES = ['draft', 'framed', 'checked', 'ready', 'submitted', 'in_review', 'accepted', 'returned'] as const;
export type PhotoState = (typeof PHOTO_STATES)[number];
/** `frame`: a frame was chosen. `check`: "Apply". `declare`: declaration (and acknowledgement), Next. `submit`: "Submit documents". */
export type PhotoAct = 'frame' | 'check' | 'declare' | 'submit' | 'open' | 'accept' | 'return' | 'undo';

/** PORTAL.md 3, lane Photo attempt. Nothing before `submitted` is seen by an officer; nothing after it can be changed by the person (S30). */
export const nextPhoto = moves<PhotoState, PhotoAct>('photo', {
  draft: { frame: 'framed', check: 'checked' },
  framed: { frame: 'framed', check: 'checked' },
  checked: { frame: 'framed', check: 'checked', declare: 'ready' },
  ready: { frame: 'framed', check: 'checked', declare: 'ready', submit: 'submitted' },
  submitted: { open: 'in_review', accept: 'accepted', return: 'returned' },
  in_review: { open: 'in_review', accept: 'accepted', return: 'returned' },
  accepted: { undo: 'in_review' },
  returned: { undo: 'in_review' },
});

export const isDecided = (state: PhotoState): boolean => state === 'accepted' || state === 'returned';
export const isDraft = (state: PhotoState): boolean => ['draft', 'framed', 'checked', 'ready'].includes(state);
export const isWaiting = (state: PhotoState): boolean => state === 'submitted' || state === 'in_review';
