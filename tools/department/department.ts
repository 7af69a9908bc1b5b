import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../src/database/embedded.js';
import { databaseUrls, prepareDatabase } from '../../src/database/roles.js';
import { localSecrets } from '../../src/local-secrets.js';
import { PhotoStore } from '../../src/photos/photo-store.js';
import { FolderHome } from '../../src/photos/store/folder-home.js';
import { S3Home } from '../../src/photos/store/s3-home.js';
import { Vault } from '../../src/privacy/vault.js';
import { secretsFrom } from '../../src/secrets.js';
import { type SamplePerson, samplePeople } from '../../src/seeds/sample-people.js';
import { anS3Server, type S3Server, settingsOf } from '../../test/support/s3-server.js';
import { anSmtpServer, type SmtpServer } from '../../test/support/smtp-server.js';
import { PortalProcess } from '../portal-process.js';
import { atWork } from './at-work.js';
import { FailingStore } from './failing-store.js';
import { FaultProxy } from './fault-proxy.js';
import { SmallDisk } from './small-disk.js';
import { aStandby, promote } from './standby.js';

const CLOCK = fileURLToPath(new URL('clock-by-hand.mjs', import.meta.url));
const PASSWORDS = { owner: 'owner-of-a-fault-run', app: 'app-of-a-fault-run' };

/** What a department may have beside all others: a disk that can be filled, for database and photos; a second database server that follows the first. */
export type Extra = 'a small disk' | 'a standby';

/** So many of them, so that the work of one that is lost is another's. */
const WORKERS = 2;

/** The portal as a department runs it, on loopback: processes for pages, workers, PostgreSQL, an S3 store and a mail server, each behind a proxy. */
export class Department {
  readonly folder = mkdtempSync(join(tmpdir(), 'portal-department-'));
  disk: SmallDisk | null = null;
  readonly dataDir = join(this.folder, 'data');
  postgres!: EmbeddedPostgres;
  mails!: SmtpServer;
  /** What people reach: a load balancer over the web processes. */
  front!: FaultProxy;
  toDatabase!: FaultProxy;
  toStore!: FaultProxy;
  toMails!: FaultProxy;
  web: PortalProcess[] = [];
  workers: PortalProcess[] = [];
  #store!: S3Server;
  #failing!: FailingStore;
  #standby: EmbeddedPostgres | null = null;
  /** Of them that were, each in a folder of its own. */
  #servers = 1;
  #turn = 0;

  static async start({ webs = 2, extra }: { webs?: number; extra?: Extra | undefined } = {}): Promise<Department> {
    const department = new Department();
    try {
      if (extra === 'a small disk') department.disk = new SmallDisk(department.folder);
      await department.#start(webs);
      if (extra === 'a standby') await department.standBy();
      return department;
    } catch (fault) {
      await department.stop(); // one part that does not come up leaves no other behind
      throw fault;
    }
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

  /** Waits until it answers again, and starts it where it has ended. */
  async awaitPostgres(): Promise<void> {
    for (let looks = 0; looks < 60; looks++) {
      try {
        await this.sql('select');
        return;
      } catch {
        await (isAlive(this.postgres.pid) ? wait(500) : this.startPostgres());
      }
    }
  }

  async startPostgres(): Promise<void> {
    this.postgres = await startPostgres({ folder: this.#folderOf(this.#servers), adopt: false });
    this.toDatabase?.lead(this.postgres.port);
  }

  /** Past the proxy. */
  get photos(): PhotoStore {
    const home = this.disk ? new FolderHome(join(this.dataDir, 'photos')) : new S3Home(this.#store.settings);
    return new PhotoStore(home, new Vault(secretsFrom(localSecrets(this.dataDir))));
  }

  /** The worker that has just begun a piece of work; where none does for a while, one after the other. */
  async workerAtWork(): Promise<PortalProcess> {
    const name = await atWork(
      this.postgres.url('portal'),
      this.workers.map((_, at) => workerName(at)),
    );
    const found = this.workers.find((_, at) => workerName(at) === name) ?? this.workers[this.#turn++ % this.workers.length];
    if (!found) throw new Error('this department has no worker');
    return found;
  }

  /** The database server is lost for good, and the one that followed it takes its place. */
  async failOver(): Promise<void> {
    if (!this.#standby) throw new Error('this department has no standby');
    process.kill(this.postgres.pid, 'SIGQUIT');
    await promote(this.#standby);
    this.postgres = this.#standby;
    this.#servers++;
    this.toDatabase.lead(this.postgres.port);
  }

  /** From now on another server follows the database's. */
  async standBy(): Promise<void> {
    this.#standby = await aStandby(this.postgres, this.#folderOf(this.#servers), this.#folderOf(this.#servers + 1));
  }

  /** @param ahead milliseconds by which the clocks of a web process and a worker are ahead of the others */
  setClocks(ahead: number): void {
    writeFileSync(this.#clock, String(ahead));
    for (const one of [this.web[0], this.workers[0]]) one?.signal('SIGUSR2');
  }

  /** Whether the store takes what it gets and answers 500 to everything. */
  set storeFails(fails: boolean) {
    this.toStore.lead(fails ? this.#failing.port : this.#storePort);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.web, ...this.workers].map((one) => one.end('SIGTERM')));
    await Promise.all([this.front, this.toDatabase, this.toStore, this.toMails].map((proxy) => proxy?.close()));
    await Promise.all([this.mails?.close(), this.#store?.stop(), this.#failing?.close(), this.#standby?.stop(), this.postgres?.stop()]);
    this.disk?.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get #clock(): string {
    return join(this.folder, 'clock');
  }

  #folderOf(server: number): string {
    return join(this.folder, `postgres-${server}`);
  }

  get #storePort(): number {
    return Number(new URL(this.#store.settings.endpoint).port);
  }

  async #start(webs: number): Promise<void> {
    await this.startPostgres();
    await prepareDatabase(this.postgres.url(), 'portal', PASSWORDS);
    this.#store = await anS3Server();
    this.mails = await anSmtpServer();
    this.#failing = await FailingStore.start();
    this.toDatabase = await FaultProxy.before(this.postgres.port);
    this.toStore = await FaultProxy.before(this.#storePort);
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
      PHOTO_STORE: this.disk ? 'folder' : 's3',
      ...settingsOf(this.#store),
      S3_ENDPOINT: `http://127.0.0.1:${this.toStore.port}`,
      TRUST_PROXY: 'loopback', // each visitor says a network address of their own
      PHOTO_UNDO_SECONDS: '0',
      PHOTO_SECOND_LOOK_PERCENT: '0',
      LOG_LEVEL: 'fatal',
      NODE_OPTIONS: `--import=${CLOCK}`,
      CLOCK_FILE: this.#clock,
    };
    for (let left = webs; left > 0; left--) this.web.push(await PortalProcess.start({ ...environment, ROLE: 'web' }));
    for (let at = 0; at < WORKERS; at++)
      this.workers.push(await PortalProcess.start({ ...environment, ROLE: 'worker', PGAPPNAME: workerName(at) }));
    this.front.lead(...this.web.map(({ port }) => port));
  }
}

/** By which PostgreSQL knows it. */
const workerName = (at: number): string => `worker-${at + 1}`;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
