import { defineEntity, p } from '@mikro-orm/core';
import { Account } from '../accounts/account.entity.js';
import { id, keyedHash, time } from '../database/columns.js';
import { encrypted } from '../privacy/encrypted.js';

/** What was typed, and on which page. Never a password, a code or a file. */
export interface KeptContent {
  readonly path: string;
  readonly values: Readonly<Record<string, string | string[]>>;
  /** A file was part of it, and must be chosen again. */
  readonly file: boolean;
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
