import { href } from '../../src/language/routes.js';
import type { SamplePerson } from '../../src/seeds/sample-people.js';
import { Visitor } from '../visitor.js';

/** A portal with sample people, fresh: it is not the same once all its pages were looked at. */
export interface SamplePortal {
  readonly address: string;
  readonly people: readonly SamplePerson[];
}

/** What somebody's authenticator app shows now: the developers' page tells. */
export async function codeOf({ address }: SamplePortal, username: string): Promise<string> {
  const { $ } = await new Visitor(address).visit(href('developers', 'en'));
  return $(`tr:contains("${username}") .otp`).text();
}
