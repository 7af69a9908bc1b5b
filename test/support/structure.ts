import { type Cheerio, load } from 'cheerio';
import type { AnyNode, Element } from 'domhandler';

/** A page's elements in order, each with the names of its attributes, and comments: what words must never change. */
export function structureOf(html: string): string[] {
  const $ = load(html);
  const all = $.root().find('*') as Cheerio<Element>;
  const elements = all.toArray().map((element) => `${element.name} ${Object.keys(element.attribs).sort().join(' ')}`.trim());
  const comments = all
    .contents()
    .toArray()
    .filter((node: AnyNode) => node.type === 'comment');
  return [...elements, ...comments.map(() => '<!-- -->')];
}

/** Addresses that an element leads to or loads. */
export function addressesIn(html: string): string[] {
  const $ = load(html);
  return ['href', 'src', 'action', 'formaction', 'srcset', 'data'].flatMap((name) =>
    $(`[${name}]`)
      .toArray()
      .map((element) => $(element).attr(name) ?? ''),
  );
}
