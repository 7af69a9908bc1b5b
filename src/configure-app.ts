import { MikroORM } from '@mikro-orm/core';
import { NotFoundException } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type NextFunction, type Request, type Response } from 'express';
import session from 'express-session';
import { Logger } from 'nestjs-pino';
import type { Server } from 'node:http';
import { join } from 'node:path';
import passport from 'passport';
import type pg from 'pg';
import { Clock } from './clock.js';
import { type Config, ROOT } from './config.js';
import { requestEntities } from './database/request-entities.js';
import { LateForms } from './forms/late-forms.js';
import { receiveLateForms } from './forms/sent-too-late.js';
import { isLanguage, type Language, languageOfPath } from './language/language.js';
import { handlersOf, refuseUndeclared } from './access/handlers.js';
import { bounceHook } from './mail/bounces/bounce-hook.js';
import { Bounces } from './mail/bounces/bounces.js';
import { withoutWiring } from './operation/without-wiring.js';
import { health, isHealth, noPages } from './operation/health.js';
import { Metrics } from './operation/metrics.js';
import { Readiness } from './operation/readiness.js';
import { ErrorPages } from './pages/error-pages.filter.js';
import { Pages } from './pages/pages.js';
import { PlainPages } from './pages/plain-pages.js';
import { Vault } from './privacy/vault.js';
import { csrf } from './security/csrf.js';
import { neverStored, securityHeaders } from './security/headers.js';
import { KnownAddresses, strictMethods } from './security/known-addresses.js';
import { LoadGauge } from './security/load-gauge.js';
import { loadShedding } from './security/load-shedding.js';
import { answerInPages, limitConnections } from './security/portal-server.js';
import { PublicUrl } from './security/public-url.js';
import { slowForms, strictRequests } from './security/strict-requests.js';
import { uploadLimit } from './security/upload-limit.js';
import { redirectWhenSaved } from './sessions/redirect-when-saved.js';
import { SESSION_COOKIE } from './sessions/session.rules.js';
import { SessionStore } from './sessions/session-store.js';
import { CONFIG, POOL } from './tokens.js';

/** An Express server that takes addresses as they are: /EN and /en/ are not /en. */
export function strictServer(): express.Express {
  const server = express();
  server.set('case sensitive routing', true);
  server.set('strict routing', true);
  server.set('query parser', 'simple');
  server.set('etag', false); // pages are never stored, so a hash of each would be wasted
  server.disable('x-powered-by');
  return server;
}

/** The ordered list of what a request passes before its handler. */
export function configureApp(app: NestExpressApplication): void {
  const config = app.get<Config>(CONFIG);
  const handlers = handlersOf(app.get(ModulesContainer));
  refuseUndeclared(handlers);
  const plainPages = new PlainPages(app.get(Pages));
  app.useLogger(withoutWiring(app.get(Logger)));
  app.set('trust proxy', config.trustProxy);

  const shed = shedding(app, config, plainPages);
  if (config.metrics) app.use(app.get(Metrics, { strict: false }).ofRequests(handlers));
  app.use(shed.pages);
  app.use(securityHeaders);
  app.use(neverStored);
  app.use(chooseLanguage);
  app.use(strictRequests);
  app.use(health(() => app.get(Readiness)));
  if (config.role === 'worker') app.use(noPages);
  app.use(staticFiles(config.brandDir));
  app.use(slowForms(plainPages));
  app.use(shed.forms);
  app.use(uploadLimit);
  if (config.bounceToken) app.use(bounceHook(config.bounceToken, () => app.get(Bounces, { strict: false })));
  app.use(asSecure);
  app.use(sessions(app, config));
  app.use(redirectWhenSaved);
  app.use(passport.initialize());
  app.use(passport.session());
  app.use(strictMethods(new KnownAddresses(handlers)));
  app.use(express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 200 }));
  app.use(csrf(config.secrets.sessionSecret, () => app.get(PublicUrl).value));
  app.use(receiveLateForms(() => app.get(LateForms)));
  app.use(requestEntities(app.get(MikroORM)));
  app.useGlobalFilters(app.get(ErrorPages));

  const server = app.getHttpServer() as Server;
  const isProxy = (app.getHttpAdapter().getInstance() as express.Express).get('trust proxy fn') as (
    address: string,
    hop: number,
  ) => boolean;
  answerInPages(server, plainPages);
  limitConnections(server, plainPages, (address) => isProxy(address, 0));
}

/** What is begun is finished; what comes when there is too much is asked to come again. Its gauge ends with the server. */
function shedding(app: NestExpressApplication, { overloadLag }: Config, pages: PlainPages) {
  const gauge = new LoadGauge(overloadLag);
  (app.getHttpServer() as Server).once('close', () => gauge.stop());
  const tell = (turnedAway: number): void => app.get(Logger).warn({ turnedAway, lag: Math.round(gauge.lag) }, 'requests were turned away');
  const isPage = (path: string): boolean => !STATIC.test(path) && !OF_BRAND.test(path) && !isHealth(path);
  return loadShedding({ gauge, pages, lagLimit: overloadLag, isPage, tell });
}

/** Pages are not looked for on the disk: only these folders of public/ are served, and these files of the brand's folder. */
const STATIC = /^\/(?:css|fonts|img|js)\//;
const OF_BRAND = /^\/brand(\/(?:mark\.svg|colours\.css))$/;

function staticFiles(brandDir: string) {
  const filesIn = (folder: string) =>
    express.static(folder, {
      index: false,
      redirect: false,
      fallthrough: false, // other methods and what is not there end here, with 405 and 404
      etag: true,
      acceptRanges: false, // small files, sent whole
      setHeaders: (res, path) => {
        res.set('Cache-Control', 'public, max-age=3600');
        if (path.endsWith('.svg')) res.set('Content-Type', 'image/svg+xml; charset=utf-8'); // others that are text say so by themselves
      },
    });
  const [ours, brands] = [filesIn(join(ROOT, 'public')), filesIn(brandDir)];
  return (req: Request, res: Response, next: NextFunction): void => {
    const [, inBrand] = OF_BRAND.exec(req.path) ?? [];
    if (inBrand) req.url = inBrand;
    else if (!STATIC.test(req.path)) return next();
    (inBrand ? brands : ours)(req, res, (fault?: unknown) => {
      res.set('Cache-Control', 'no-store'); // what comes now is an error page
      // a way out of the folder, a hidden file, a broken sign: nothing of ours is there
      next((fault as { status?: number } | undefined)?.status === 405 ? fault : new NotFoundException());
    });
  };
}

/** The language is the address's; where it has none, the browser's; a default stands before anything can fail. */
function chooseLanguage(req: Request, res: Response, next: NextFunction): void {
  res.locals.language = languageOfPath(req.path) ?? preferredLanguage(req);
  next();
}

function preferredLanguage(req: Request): Language {
  const preferred = req.acceptsLanguages('en', 'fr');
  return isLanguage(preferred) ? preferred : 'en';
}

/**
 * Session cookies are Secure and `__Host-` everywhere. Browsers take http://localhost for safe; in production a proxy speaks TLS.
 * express-session would not send such a cookie over a plain connection unless told that it is safe.
 */
function asSecure(req: Request, _res: Response, next: NextFunction): void {
  Object.defineProperty(req, 'secure', { value: true });
  next();
}

function sessions(app: NestExpressApplication, config: Config) {
  passport.serializeUser((user, done) => done(null, user)); // the store writes only the account's id
  passport.deserializeUser((user: Express.User, done) => done(null, user)); // and reads the account with the session
  return session({
    name: SESSION_COOKIE,
    secret: config.secrets.sessionSecret,
    store: new SessionStore(app.get<pg.Pool>(POOL), app.get(Vault), app.get(Clock)),
    resave: false,
    saveUninitialized: false,
    rolling: false,
    unset: 'keep', // a request whose session could not be read has none either: signing out ends sessions itself
    cookie: { secure: true, httpOnly: true, sameSite: 'lax', path: '/' },
  });
}
