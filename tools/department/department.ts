import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../src/database/embedded.js';
import { databaseUrls, prepareDatabase } from '../../src/database/roles.js';
import { S3Home } from '../../src/photos/store/s3-home.js';
import { type SamplePerson, samplePeople } from '../../src/seeds/sample-people.js';
import { anS3Server, type S3Server } from '../../test/support/s3-server.js';
import { anSmtpServer, type SmtpServer } from '../../test/support/smtp-server.js';
import { PortalProcess } from '../portal-process.js';
import { FaultProxy } from './fault-proxy.js';

const PASSWORDS = { owner: 'owner-of-a-fault-run', app: 'app-of-a-fault-run' };

/** The portal as a department runs it, on loopback: processes for pages, a worker, PostgreSQL, an S3 store and a mail server, each behind a proxy. */
export class Department {
  readonly folder = mkdtempSync(join(tmpdir(), 'portal-department-'));
  readonly dataDir = join(this.folder, 'data');
  postgres!: EmbeddedPostgres;
  mails!: SmtpServer;
  /** What people reach: a load balancer over the web processes. */
  front!: FaultProxy;
  toDatabase!: FaultProxy;
  toStore!: FaultProxy;
  toMails!: FaultProxy;
  web: PortalProcess[] = [];
  worker!: PortalProcess;
  #store!: S3Server;

  /** @param settings more of the environment of each process */
  static async start(webs = 2, settings: Readonly<Record<string, string>> = {}): Promise<Department> {
    const department = new Department();
    await department.#start(webs, settings);
    return department;
  }

  get address(): string {
    return `http://localhost:${this.front.port}`;
  }

  get people(): readonly SamplePerson[] {
    return samplePeople({ dataDir: this.dataDir });
  }

  /** As PostgreSQL's superuser, past the proxy. */
  async sql<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.postgres.url('portal') });
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query<Row>(text, [...values])).rows;
    } finally {
      await client.end();
    }
  }

  async startPostgres(): Promise<void> {
    this.postgres = await startPostgres({ folder: join(this.folder, 'postgres'), adopt: false });
    this.toDatabase?.lead(this.postgres.port);
  }

  /** Whether the store has a photo, asked past the proxy. */
  async holds(storeKey: string): Promise<boolean> {
    return (await new S3Home(this.#store.settings).get(storeKey)) !== null;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.web, this.worker].map((one) => one?.end('SIGTERM')));
    await Promise.all([this.front, this.toDatabase, this.toStore, this.toMails].map((proxy) => proxy?.close()));
    await Promise.all([this.mails?.close(), this.#store?.stop(), this.postgres?.stop()]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #start(webs: number, settings: Readonly<Record<string, string>>): Promise<void> {
    await this.startPostgres();
    await prepareDatabase(this.postgres.url(), 'portal', PASSWORDS);
    this.#store = await anS3Server();
    this.mails = await anSmtpServer();
    const { endpoint, bucket, accessKeyId, secretAccessKey } = this.#store.settings;
    this.toDatabase = await FaultProxy.before(this.postgres.port);
    this.toStore = await FaultProxy.before(Number(new URL(endpoint).port));
    this.toMails = await FaultProxy.before(Number(new URL(this.mails.url).port));
    this.front = await FaultProxy.before();
    const urls = databaseUrls(`postgresql://postgres@127.0.0.1:${this.toDatabase.port}/portal`, 'portal', PASSWORDS);
    const environment = {
      NODE_ENV: 'development', // with sample people, whose officers' codes the developers' page tells
      DATA_DIR: this.dataDir,
      PUBLIC_URL: this.address,
      DATABASE_URL: urls.databaseUrl,
      MIGRATION_DATABASE_URL: urls.migrationDatabaseUrl,
      MAIL_URL: `smtp://127.0.0.1:${this.toMails.port}`,
      PHOTO_STORE: 's3',
      S3_ENDPOINT: `http://127.0.0.1:${this.toStore.port}`,
      S3_BUCKET: bucket,
      S3_ACCESS_KEY_ID: accessKeyId,
      S3_SECRET_ACCESS_KEY: secretAccessKey,
      TRUST_PROXY: 'loopback', // each visitor says a network address of their own
      PHOTO_UNDO_SECONDS: '0',
      PHOTO_SECOND_LOOK_PERCENT: '0',
      LOG_LEVEL: 'fatal',
      ...settings,
    };
    for (let left = webs; left > 0; left--) this.web.push(await PortalProcess.start({ ...environment, ROLE: 'web' }));
    this.worker = await PortalProcess.start({ ...environment, ROLE: 'worker' });
    this.front.lead(...this.web.map(({ port }) => port));
  }
}
