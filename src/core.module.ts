import { MikroORM } from '@mikro-orm/core';
import { MikroOrmModule } from '@mikro-orm/nestjs';
import { type AbstractSqlConnection, PostgreSqlDriver } from '@mikro-orm/postgresql';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { LoggerModule } from 'nestjs-pino';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { ActingNotices } from './accounts/acting-notice.js';
import { AccessGuard } from './access/access.guard.js';
import { OwnFiles } from './access/own-files.js';
import { RefusedActs } from './access/refused-acts.js';
import { CaseViews } from './activity/case-views.js';
import { AuditLog } from './audit/audit-log.js';
import { FileClaims } from './claims/file-claims.js';
import { OpenFiles } from './claims/open-files.js';
import { Clock } from './clock.js';
import type { Config } from './config.js';
import { ormConfig } from './database/orm.config.js';
import { FormDrafts } from './forms/form-drafts.js';
import { LanguageSwitchController } from './forms/language-switch.controller.js';
import { LateForms } from './forms/late-forms.js';
import { KeyFingerprints } from './keys/key-fingerprints.js';
import { Translator } from './language/translator.js';
import { Outbox } from './mail/outbox.js';
import { ErrorPages } from './pages/error-pages.filter.js';
import { brandIn } from './pages/brand.js';
import { Pages } from './pages/pages.js';
import { useVault, Vault } from './privacy/vault.js';
import { declaredPath } from './security/declared-path.js';
import { faultInLog } from './security/fault-in-log.js';
import { PublicUrl } from './security/public-url.js';
import { RequestLimits } from './security/request-limits.js';
import { BRAND, CONFIG, POOL } from './tokens.js';

/** Read once a process, as code is: nothing changes the catalogues while it runs. */
const WORDS = new Translator();

/** What every part of the portal stands on: configuration, clock, database, pages, access, trail and outbox. */
@Global()
@Module({})
export class CoreModule {
  /** @param clock tests move it */
  static with(config: Config & { databaseUrl: string }, clock: Clock): DynamicModule {
    const vault = new Vault(config.secrets);
    useVault(vault);
    const brand = brandIn(config.brandDir);
    return {
      module: CoreModule,
      imports: [
        MikroOrmModule.forRootAsync({
          driver: PostgreSqlDriver,
          // configure-app.ts does, for those who ask
          useFactory: () => ({ ...ormConfig(config.databaseUrl, config.databasePooled), registerRequestContext: false }),
        }),
        LoggerModule.forRoot({
          pinoHttp: {
            level: config.logLevel,
            // a count would begin anew in each process, and two lines of one id be of two requests
            genReqId: () => randomUUID(),
            // addresses carry tokens and ids: only the method, the path as it is declared and the outcome are logged (TRUST.md 21)
            customSuccessObject: (req, _res, told) => ({ ...told, route: declaredPath(req) }),
            customErrorObject: (req, _res, _fault, told) => ({ ...told, route: declaredPath(req) }),
            serializers: {
              req: (req: { id: unknown; method: string }) => ({ id: req.id, method: req.method }),
              res: (res: { statusCode: number }) => ({ status: res.statusCode }),
              err: faultInLog,
            },
            wrapSerializers: false, // pino's own would hand on what ours leave out
            autoLogging: config.mode === 'production' || ['info', 'debug'].includes(config.logLevel),
          },
        }),
      ],
      controllers: [LanguageSwitchController],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: Clock, useValue: clock },
        { provide: Vault, useValue: vault },
        { provide: PublicUrl, useValue: new PublicUrl(config.publicUrl) },
        { provide: Translator, useValue: brand.words ? new Translator(undefined, brand.words) : WORDS },
        { provide: BRAND, useValue: brand },
        {
          provide: POOL,
          useFactory: (orm: MikroORM) =>
            (orm.em.getConnection() as unknown as AbstractSqlConnection & { getNativeClient(): Promise<pg.Pool> }).getNativeClient(),
          inject: [MikroORM],
        },
        { provide: RequestLimits, useFactory: (pool: pg.Pool, time: Clock) => new RequestLimits(pool, time), inject: [POOL, Clock] },
        KeyFingerprints,
        { provide: APP_GUARD, useClass: AccessGuard },
        ActingNotices,
        Pages,
        ErrorPages,
        FormDrafts,
        LateForms,
        AuditLog,
        Outbox,
        RefusedActs,
        OwnFiles,
        CaseViews,
        FileClaims,
        OpenFiles,
      ],
      exports: [
        CONFIG,
        POOL,
        Clock,
        Vault,
        PublicUrl,
        Translator,
        RequestLimits,
        Pages,
        ErrorPages,
        FormDrafts,
        LateForms,
        AuditLog,
        Outbox,
        CaseViews,
        OwnFiles,
        FileClaims,
        OpenFiles,
      ],
    };
  }
}
