import 'reflect-metadata';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import express from 'express';

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

/** Decorators applied by hand: this file runs with its types stripped. */
export async function bareNest(html: string): Promise<Running> {
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
