import { createHash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import { SECOND } from '../../clock.js';
import { isUuid } from '../../database/uuid.js';
import type { PhotoHome, StoredPhoto } from './photo-home.js';

/** A bucket of Amazon S3 or of anything that speaks as it does. */
export interface S3Settings {
  /** `https://s3.ca-central-1.amazonaws.com`, without the bucket's name. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Others may keep something of theirs in the same bucket: ours begin with this, and nothing else is ever looked at. */
const PREFIX = 'photos/';
/** For all tries of one request together, pauses included: a person waits for it. */
const ANSWER_WITHIN = 10 * SECOND;
/** After its own faults (5xx, 429), with growing pauses from 50 ms on. */
const RETRIES = 3;

/** Photos in a bucket, for many machines: a PUT there is whole or not at all, and on more than one disk before it is answered. */
export class S3Home implements PhotoHome {
  readonly #client: AwsClient;
  readonly #bucket: string;
  readonly #pageSize: number;

  /** @param pageSize of lists; 1,000 is what S3 gives at most */
  constructor({ endpoint, bucket, ...account }: S3Settings, pageSize = 1_000) {
    this.#client = new AwsClient({ ...account, service: 's3', retries: RETRIES });
    this.#bucket = `${endpoint}/${bucket}`;
    this.#pageSize = pageSize;
  }

  /** The hash is signed with the request: bytes that change on their way are refused by the store. */
  async put(key: string, sealed: Uint8Array): Promise<void> {
    const hash = createHash('sha256').update(sealed).digest('hex');
    const { headers } = await this.#ask('PUT', pathOf(key), { body: Buffer.from(sealed), headers: { 'X-Amz-Content-Sha256': hash } });
    if (!headers.has('ETag')) throw outage('something else than the store of photos answered');
  }

  async get(key: string): Promise<Buffer | null> {
    const answer = await this.#askWhereItMayBe('GET', key);
    return answer && Buffer.from(await answer.arrayBuffer());
  }

  async delete(key: string): Promise<void> {
    await this.#askWhereItMayBe('DELETE', key);
  }

  async *all(): AsyncGenerator<StoredPhoto> {
    const list = `?list-type=2&max-keys=${this.#pageSize}&prefix=${encodeURIComponent(PREFIX)}`;
    for (let next: string | null = ''; next !== null; ) {
      const page: string = await (await this.#ask('GET', list + next)).text();
      if (!page.includes('<ListBucketResult')) throw outage('the store of photos answered with no list');
      for (const [object] of page.matchAll(/<Contents>.*?<\/Contents>/gs)) {
        const [name, writtenAt] = [textOf(object, 'Key').slice(PREFIX.length), new Date(textOf(object, 'LastModified'))];
        if (isUuid(name)) yield { name, writtenAt, remove: () => this.delete(name) };
      }
      const token = textOf(page, 'NextContinuationToken');
      next = token === '' ? null : `&continuation-token=${encodeURIComponent(token)}`;
    }
  }

  async check(): Promise<void> {
    await this.#ask('HEAD', '');
  }

  /** Null where the store itself says that there is no such object: what stands in front of it answers 404 as well, of objects that are there. */
  async #askWhereItMayBe(method: 'GET' | 'DELETE', key: string): Promise<Response | null> {
    try {
      return await this.#ask(method, pathOf(key));
    } catch (fault) {
      if ((fault as StoreFault).refusal === 'NoSuchKey') return null;
      throw fault;
    }
  }

  /**
   * @throws StoreFault for every refusal, with the store's own code and nothing of the request. Whatever it is (a clock that is off, a key that
   * was changed, a bucket that is gone) an operator can mend it, and who sends the same again then may succeed.
   */
  async #ask(method: string, path: string, more: RequestInit = {}): Promise<Response> {
    const signal = AbortSignal.timeout(ANSWER_WITHIN);
    const answer = await this.#client.fetch(this.#bucket + path, { ...more, method, redirect: 'error', signal });
    if (answer.ok) return answer;
    const refusal = textOf(await answer.text(), 'Code');
    throw outage(`the store of photos answered ${answer.status} ${refusal}`.trimEnd(), refusal);
  }
}

interface StoreFault extends Error {
  readonly code: 'ESTORE';
  /** `NoSuchKey`, or nothing where it was not the store that answered. */
  readonly refusal: string;
}

const outage = (message: string, refusal = ''): StoreFault => Object.assign(new Error(message), { code: 'ESTORE' as const, refusal });

/** Only keys of our own form ever become an address. */
function pathOf(key: string): string {
  if (!isUuid(key)) throw new Error('this is no key of a photo');
  return `/${PREFIX}${key}`;
}

/** The text of the first element of a name. What we read is made of UUIDs, times and tokens, so that only `&amp;` could be in it. */
function textOf(xml: string, name: string): string {
  for (const [, element, text = ''] of xml.matchAll(/<(\w+)>([^<]*)<\/\1>/g)) if (element === name) return text.replaceAll('&amp;', '&');
  return '';
}
