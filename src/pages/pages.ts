import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { type ActingNotice, aboutWhom } from '../accounts/acting-notice.js';
import { openFileOf } from '../claims/open-file.js';
import { Clock, MINUTE } from '../clock.js';
import { type Config, VERSION } from '../config.js';
import type { KeptKind } from '../forms/kept-form.entity.js';
import type { FormState } from '../forms/form-result.js';
import { formatDate } from '../language/formats.js';
import { type Language, otherLanguage } from '../language/language.js';
import { href, routeOf, twinOf } from '../language/routes.js';
import { Translator } from '../language/translator.js';
import { csrfTokenOf } from '../security/csrf.js';
import { allowInPage } from '../security/headers.js';
import { SESSION_WARNING } from '../sessions/session.rules.js';
import { BRAND, CONFIG } from '../tokens.js';
import type { Brand } from './brand.js';
import { HTML_TYPE } from './html.js';
import { RULES_IN_TEXTS } from './rules-in-texts.js';
import { tabsOf } from './tabs.js';
import { compileViews, type Template, viewsWith } from './template-engine.js';
import { constantsOf, viewHelpers } from './view-helpers.js';
import { type Visitor, visitorOf } from './visitor.js';

/** What a page's view is given, beside what every page has. Plain objects only: getters of entities would show as empty places. */
export type ViewData = Record<string, unknown> & {
  form?: FormState;
  /** Names of the page's own scripts in public/js; without them no script may run on it. */
  scripts?: readonly string[];
};

type Views = Record<Language, Map<string, Template>>;

/** Compiling all views twice is most of the time of a start; the portals of one process, as tests have many, share them as they do words. */
const compiled = new WeakMap<Translator, Views>();

function viewsIn(translator: Translator): Views {
  const known = compiled.get(translator);
  if (known) return known;
  const helpers = viewHelpers(translator);
  const inLanguage = (language: Language) => compileViews(helpers, constantsOf(translator, language));
  const views = { en: inLanguage('en'), fr: inLanguage('fr') };
  compiled.set(translator, views);
  return views;
}

/** Shows pages: the one place that joins a view, the reader's language and the frame around it. */
@Injectable()
export class Pages {
  readonly #views: Views;
  readonly #askForPasswords = viewsWith(/type="password"/);
  readonly #sendForms = viewsWith(/\{\{#(form|act) /);

  constructor(
    readonly translator: Translator,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(BRAND) readonly brand: Brand,
  ) {
    this.#views = viewsIn(translator);
  }

  /**
   * Sends a page. A form with errors answers 422 unless told otherwise.
   * @param view name below views/, without ending
   */
  show(req: Request, res: Response, view: string, data: ViewData = {}, status = data.form?.errors.length ? 422 : 200): void {
    if (req.user) allowInPage(res, 'connect-src', "'self'"); // "Stay signed in"
    if (this.#scriptsOf(req, view, data).length > 0) allowInPage(res, 'script-src', "'self'");
    const page = this.page(req, res, view, data);
    res.status(status).setHeader('Content-Type', HTML_TYPE).setHeader('Content-Length', Buffer.byteLength(page));
    res.end(page);
  }

  page(req: Request, res: Response, view: string, data: ViewData): string {
    const language = res.locals.language as Language;
    const scripts = this.#scriptsOf(req, view, data);
    return this.render(view, { ...this.#frame(req, language, data), ...data, scripts, form: data.form ?? null });
  }

  #scriptsOf(req: Request, view: string, data: ViewData): string[] {
    return [
      ...(req.user ? ['session'] : []),
      ...(req.user || this.#sendForms.has(view) ? ['press-once'] : []),
      ...(this.#askForPasswords.has(view) ? ['show-password'] : []),
      ...(req.method === 'POST' ? ['sent-form'] : []),
      ...(data.scripts ?? []),
    ];
  }

  /** A view with exactly the data given: mails, which name the language of each half themselves, and parts. */
  render(view: string, data: Record<string, unknown>): string {
    const template = this.#views[data.language === 'fr' ? 'fr' : 'en'].get(view);
    if (!template) throw new Error(`no view is named ${view}`);
    return template(data);
  }

  has(view: string): boolean {
    return this.#views.en.has(view);
  }

  /** What the frame of every page shows. */
  #frame(req: Request, language: Language, data: ViewData): Record<string, unknown> {
    const visitor = visitorOf(req);
    const other = otherLanguage(language);
    const route = routeOf(req.path);
    const twin = twinOf(req.path, other, route);
    const now = this.clock.now();
    return {
      language,
      other,
      brand: this.brand,
      twin: twin + (data.form ? '' : queryOf(req)),
      switchAction: `${href('languageSwitch', other)}?to=${encodeURIComponent(twin)}`,
      // a page with a form or a "Sign out" button needs a token, and with it a session; other visitors get no cookie
      csrfToken: data.form || visitor ? csrfTokenOf(req) : '',
      visitor,
      tabs: visitor ? tabsOf(visitor, language, route?.name ?? null) : [],
      staff: visitor?.kind === 'officer' || visitor?.kind === 'entrant',
      session: visitor ? sessionOf(req, visitor, now, language) : null,
      kept: keptOn(req),
      actingNotice: (req.res?.locals.acting as ActingNotice | undefined) ?? null,
      openFile: openFileOf(req.res),
      whom: aboutWhom(req.res),
      sessionEndsAt: visitor ? visitor.sessionEndsAt(now) : null,
      contactAddress: visitor?.contactAddress ?? null,
      developers: this.config.mode !== 'production',
      rules: RULES_IN_TEXTS,
      version: VERSION,
      versionDate: formatDate(VERSION_DATE, language),
      words: (key: string, values?: Record<string, string | number>) => this.translator.text(language, key, values),
    };
  }
}

/** What the dialog before the end needs; times as lengths, since a reader's clock may be wrong. */
function sessionOf(req: Request, visitor: Visitor, now: Date, language: Language): Record<string, string | number> {
  return {
    left: visitor.sessionEndsAt(now).getTime() - now.getTime(),
    last: visitor.lastsUntil.getTime() - now.getTime(),
    warn: SESSION_WARNING,
    warnMinutes: Math.ceil(SESSION_WARNING / MINUTE),
    hours: visitor.longestHours,
    keepAction: `${href('languageSwitch', language)}?to=${encodeURIComponent(req.path)}`,
    again: req.method === 'GET' ? req.originalUrl : req.path,
  };
}

/**
 * What is on this page again from before its session ended, and was not sent. A page of buttons opens no draft: here it is taken out, so
 * that it is told once.
 */
function keptOn(req: Request): KeptKind | null {
  const draft = req.method === 'GET' ? req.session?.drafts?.[req.path] : undefined;
  if (draft?.kept && req.session.drafts) delete req.session.drafts[req.path];
  return (req.res?.locals.kept as KeptKind | undefined) ?? draft?.kept ?? null;
}

/** The day this version was made; shown in the footer. */
const VERSION_DATE = '2026-11-28';

const queryOf = (req: Request): string => {
  const at = req.originalUrl.indexOf('?');
  return at < 0 ? '' : req.originalUrl.slice(at);
};
