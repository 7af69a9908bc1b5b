import 'reflect-metadata';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import express from 'express';
import pg from 'pg';

export interface Running {
  address: string;
  end(): Promise<void>;
}

export async function bareHttp(html: string): Promise<Running> {
  const bare = createServer((_req, res) => {
    res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': Buffer.byteLength(html) }).end(html);
  });
  await new Promise<void>((listening) => bare.listen(0, '127.0.0.1', listening));
  return { address: `http://127.0.0.1:${(bare.address() as AddressInfo).port}`, end: async () => void bare.close() };
}

export async function bareExpress(html: string): Promise<Running> {
  const bare = express();
  bare.set('etag', false);
  bare.get('/', (_req, res) => void res.type('html').send(html));
  const listener = await new Promise<ReturnType<typeof bare.listen>>((listening) => {
    const begun = bare.listen(0, '127.0.0.1', () => listening(begun));
  });
  return { address: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`, end: async () => void listener.close() };
}

/** The same page by Nest, after as many of the smallest statements as a signed-in page of the portal asks, one after the other. */
export async function bareNestWithStatements(html: string, connectionString: string): Promise<Running> {
  const pool = new pg.Pool({ connectionString, max: 8 });
  pool.on('error', () => {}); // the database may stop before the last connection is closed: nothing is asked any more by then
  const server = await bareNest(html, async () => {
    for (let n = 0; n < 2; n++) await pool.query('select $1::text', ['one row']);
  });
  return { ...server, end: () => server.end().then(() => pool.end()) };
}

/** Decorators applied by hand: this file runs with its types stripped. */
export async function bareNest(html: string, before?: () => Promise<void>): Promise<Running> {
  class Pages {
    async show(): Promise<string> {
      await before?.();
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
