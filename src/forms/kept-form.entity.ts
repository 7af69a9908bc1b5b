import { defineEntity, p } from '@mikro-orm/core';
import { Account } from '../accounts/account.entity.js';
import { id, keyedHash, time } from '../database/columns.js';
import { encrypted } from '../privacy/encrypted.js';

/** What was sent too late: a form, one with a file (which is chosen again), or a button that stands alone. Also a name of texts. */
export const KEPT_KINDS = ['form', 'file', 'act'] as const;
export type KeptKind = (typeof KEPT_KINDS)[number];

/** What was typed, and on which page. Never a password, a code or a file. */
export interface KeptContent {
  readonly path: string;
  readonly values: Readonly<Record<string, string | string[]>>;
  readonly kind: KeptKind;
}

const KeptFormSchema = defineEntity({
  name: 'KeptForm',
  tableName: 'kept_form',
  uniques: [{ properties: ['account', 'pageHash'] }],
  properties: {
    id: id(),
    account: () => p.manyToOne(Account).deleteRule('cascade'),
    pageHash: keyedHash(),
    content: encrypted<KeptContent>('kept_form.content'),
    keptAt: time(),
    endsAt: time().index(),
  },
});

/** A form that was sent after its session had ended: it waits for its owner to sign in again (PORTAL.md 6.21). */
export class KeptForm extends KeptFormSchema.class {}
KeptFormSchema.setClass(KeptForm);
