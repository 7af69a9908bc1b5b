import type pg from 'pg';
import type { Config } from '../../config.js';
import type { Vault } from '../../privacy/vault.js';
import { PhotoStore } from '../photo-store.js';
import { DatabaseHome } from './database-home.js';
import { FolderHome, photoFolder } from './folder-home.js';
import { HomesInOrder } from './homes-in-order.js';
import type { HomeName, PhotoHome } from './photo-home.js';
import { S3Home } from './s3-home.js';

type Settings = Pick<Config, 'dataDir' | 'photoStore' | 's3'>;

/** @throws Error for S3 without its settings */
export function photoHome(name: HomeName, config: Settings, pool: Pick<pg.Pool, 'query'>): PhotoHome {
  if (name === 'folder') return new FolderHome(photoFolder(config));
  if (name === 'postgresql') return new DatabaseHome(pool);
  if (!config.s3) throw new Error('S3 needs its settings');
  return new S3Home(config.s3);
}

/** The store of the configuration: photos are written to the first of its homes, and read from all. */
export function openPhotoStore(config: Settings, vault: Vault, pool: Pick<pg.Pool, 'query'>): PhotoStore {
  const [first, ...others] = config.photoStore;
  const home = photoHome(first, config, pool);
  const all = others.length === 0 ? home : new HomesInOrder([home, ...others.map((name) => photoHome(name, config, pool))]);
  return new PhotoStore(all, vault);
}
