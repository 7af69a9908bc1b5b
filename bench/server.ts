import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import express from 'express';
import pg from 'pg';
import type { Config } from '../src/config.js';
import type { openDatabase } from '../src/database/connect.js';
import type { startPortal } from '../src/portal.js';
import type { seedIfEmpty } from '../src/seeds/seed.js';

/** What the bench asks of a server's process, and what it answers. */
export type Question = 'usage' | 'end';
export interface Usage {
  /** Microseconds of CPU since the process began. */
  readonly cpu: number;
  /** SQL statements sent since then. */
  readonly statements: number;
  readonly memory: number;
}

/** One server in a process of its own: `node bench/server.ts KIND FOLDER`. The folder holds the page that the bare ones send. */
const [kind = '', folder = ''] = process.argv.slice(2);
let statements = 0;
const server = await { http: bareHttp, express: bareExpress, nest: bareNest, portal: builtPortal }[kind as 'http']();
process.on('message', (question: Question) => {
  if (question === 'end') void server.end().then(() => process.exit(0));
  else {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpu: user + system, statements, memory: process.memoryUsage.rss() } satisfies Usage);
  }
});
process.send?.(server.address);

interface Running {
  address: string;
  end(): Promise<void>;
}

function page(): string {
  return readFileSync(join(folder, 'page.html'), 'utf8');
}

async function bareHttp(): Promise<Running> {
  const html = page();
  const bare = createServer((_req, res) => {
    res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': Buffer.byteLength(html) }).end(html);
  });
  await new Promise<void>((listening) => bare.listen(0, '127.0.0.1', listening));
  return { address: `http://127.0.0.1:${(bare.address() as AddressInfo).port}`, end: async () => void bare.close() };
}

async function bareExpress(): Promise<Running> {
  const html = page();
  const bare = express();
  bare.set('etag', false);
  bare.get('/', (_req, res) => void res.type('html').send(html));
  const listener = await new Promise<ReturnType<typeof bare.listen>>((listening) => {
    const begun = bare.listen(0, '127.0.0.1', () => listening(begun));
  });
  return { address: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`, end: async () => void listener.close() };
}

/** Decorators applied by hand: this file runs with its types stripped. */
async function bareNest(): Promise<Running> {
  const html = page();
  class Pages {
    show(): string {
      return html;
    }
  }
  Get('/')(Pages.prototype, 'show', Object.getOwnPropertyDescriptor(Pages.prototype, 'show') as PropertyDescriptor);
  Controller()(Pages);
  class Bare {}
  Module({ controllers: [Pages] })(Bare);
  const inner = express();
  inner.set('etag', false);
  const app = await NestFactory.create<NestExpressApplication>(Bare, new ExpressAdapter(inner), { logger: false });
  await app.listen(0, '127.0.0.1');
  return { address: await app.getUrl(), end: () => app.close() };
}

/** The portal as it is built, with its sample people, on a database of its own. */
async function builtPortal(): Promise<Running> {
  countStatements();
  const built = async <Module>(path: string): Promise<Module> => (await import(new URL(`../dist/${path}`, import.meta.url).href)) as Module;
  const { readConfig } = await built<{ readConfig: (environment: Record<string, string>) => Config }>('config.js');
  const { openDatabase: open } = await built<{ openDatabase: typeof openDatabase }>('database/connect.js');
  const { seedIfEmpty: seed } = await built<{ seedIfEmpty: typeof seedIfEmpty }>('seeds/seed.js');
  const { startPortal: start } = await built<{ startPortal: typeof startPortal }>('portal.js');
  const config = readConfig({ NODE_ENV: 'development', PORT: '0', DATA_DIR: folder, TRUST_PROXY: 'loopback', LOG_LEVEL: 'error' });
  const database = await open(config);
  const complete = { ...config, databaseUrl: database.databaseUrl };
  await seed(complete, () => {});
  const running = await start(complete);
  return {
    address: running.address,
    end: async () => {
      await running.close();
      await database.stop();
    },
  };
}

/** Every statement goes through a client's query, whoever sends it. */
function countStatements(): void {
  const { prototype } = pg.Client as unknown as { prototype: { query: (...given: unknown[]) => unknown } };
  const { query } = prototype;
  prototype.query = function counted(this: unknown, ...given: unknown[]) {
    statements++;
    return query.apply(this, given);
  };
}
