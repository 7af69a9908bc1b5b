import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { z } from 'zod';
import { type FieldError, type FormState, readForm } from './form-result.js';

/** So many pages wait filled in for one visit at most: the newest. Each request reads the session that holds them. */
const MOST_DRAFTS = 10;

type Draft = NonNullable<Request['session']['drafts']>[string];

/** Keeps what was typed on a page until that page is opened again. */
export function keepDraft({ session }: Request, page: string, draft: Draft): void {
  const { [page]: _before, ...others } = session.drafts ?? {};
  session.drafts = Object.fromEntries([...Object.entries(others), [page, draft] as const].slice(-MOST_DRAFTS));
}

/**
 * What was typed on a page before its language was switched, or before its session ended: kept in the (encrypted) session, never a
 * password or a file.
 */
@Injectable()
export class FormDrafts {
  /**
   * The form for a GET: the draft when one was kept for this address, judged again when its page showed errors, so that they come
   * back in the new language; else what is known already.
   * @param further what the schema cannot know of values that it takes
   */
  open<Schema extends z.ZodType>(
    req: Request,
    known: FormState,
    schema: Schema,
    further: (value: z.output<Schema>) => FieldError | null = () => null,
  ): FormState {
    const draft = req.session?.drafts?.[req.path];
    if (!draft) return known;
    const { [req.path]: _taken, ...others } = req.session.drafts ?? {};
    req.session.drafts = others;
    if (draft.kept && req.res) req.res.locals.kept = draft.kept;
    if (!draft.judged) return { values: draft.values, errors: [] };
    const judged = readForm(schema, draft.values);
    if (!judged.ok) return judged.form;
    const error = further(judged.value);
    return { values: draft.values, errors: error ? [error] : [] };
  }
}
