import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import Handlebars from 'handlebars';
import { ROOT } from '../config.js';
import { type Constants, withConstants } from './constant-texts.js';

export type Template = (context: Record<string, unknown>) => string;

/**
 * Compiles every view when the portal starts, in strict mode made stricter: an unknown helper, partial or syntax error stops the
 * start, and a value that was not given is an error instead of an empty place. No file is read afterwards.
 * @param constants the words of one language: views are compiled once a language
 */
export function compileViews(
  helpers: Record<string, Handlebars.HelperDelegate>,
  constants: Constants,
  folder = join(ROOT, 'views'),
): Map<string, Template> {
  const engine = Handlebars.create();
  makeBlocksStrict(engine);
  for (const [name, helper] of Object.entries(helpers)) engine.registerHelper(name, helper);
  const knownHelpers = Object.fromEntries(Object.keys(engine.helpers).map((name) => [name, true])) as KnownHelpers;
  const sources = new Map(viewFiles(folder).map((file) => [nameOf(folder, file), readFileSync(file, 'utf8')]));
  const templates = new Map<string, Handlebars.TemplateDelegate>();
  for (const [name, source] of sources) {
    const program = Handlebars.parse(source);
    assertPartialsExist(name, program, sources);
    const code = engine.precompile(withConstants(program, constants), {
      strict: true,
      knownHelpersOnly: true,
      knownHelpers,
      preventIndent: true,
    });
    // precompiled code is a literal of our own views; nothing a person typed is ever compiled
    const template = engine.template(new Function(`return ${String(code)}`)() as TemplateSpecification);
    engine.registerPartial(name, template as unknown as Handlebars.Template);
    templates.set(name, template);
  }
  const common = commonToAllViews(engine);
  return new Map([...templates].map(([name, template]) => [name, (context) => template(context, { ...common, data: { root: context } })]));
}

/**
 * What a view is called with by another view. Handlebars gathers it anew each time it shows a page: here the first view that is called
 * tells it to the rest. Helpers are called as they are, without the wrapper that Handlebars puts around each: at every call it copies the
 * options of a helper, to add what `lookup` alone asks for.
 */
function commonToAllViews(engine: typeof Handlebars): object {
  let common: object = {};
  engine.registerPartial('common', ((_context: unknown, options: object) => {
    common = options;
    return '';
  }) as unknown as Handlebars.Template);
  const call = engine.template(new Function(`return ${String(engine.precompile('{{> common}}'))}`)() as TemplateSpecification);
  call({});
  engine.unregisterPartial('common');
  return { ...common, helpers: { ...engine.helpers } };
}

/** Names of the views in whose file a text stands. */
export function viewsWith(text: RegExp, folder = join(ROOT, 'views')): ReadonlySet<string> {
  const files = viewFiles(folder).filter((file) => text.test(readFileSync(file, 'utf8')));
  return new Set(files.map((file) => nameOf(folder, file)));
}

function viewFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.hbs'))
    .map((file) => join(folder, file));
}

const nameOf = (folder: string, file: string): string => relative(folder, file).split(sep).join('/').slice(0, -'.hbs'.length);

/** `{{#if typo}}` would silently be false even in strict mode. No view uses `lookup`, which needs the wrapper that ours go without. */
function makeBlocksStrict(engine: typeof Handlebars): void {
  engine.unregisterHelper('lookup');
  engine.registerHelper('if', function (this: unknown, value: unknown, options: Handlebars.HelperOptions) {
    return isThere('if', value) ? options.fn(this) : options.inverse(this);
  });
  engine.registerHelper('unless', function (this: unknown, value: unknown, options: Handlebars.HelperOptions) {
    return isThere('unless', value) ? options.inverse(this) : options.fn(this);
  });
  for (const name of ['each', 'with']) {
    const original = engine.helpers[name] as Handlebars.HelperDelegate;
    engine.registerHelper(name, function (this: unknown, value: unknown, options: Handlebars.HelperOptions) {
      isThere(name, value);
      return original.call(this, value, options) as unknown;
    });
  }
}

/** As Handlebars sees it: an empty list is not there, and neither is 0. */
function isThere(block: string, value: unknown): boolean {
  if (value === undefined) throw new Error(`nothing given to #${block}`);
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** Handlebars finds a missing partial only when a page is shown. */
function assertPartialsExist(name: string, program: hbs.AST.Program, sources: Map<string, string>): void {
  const known = new Set(['@partial-block', ...sources.keys()]);
  class Finder extends Handlebars.Visitor {
    override DecoratorBlock(block: hbs.AST.DecoratorBlock): void {
      const inline = (block as unknown as { params: { value?: string }[] }).params[0]?.value;
      if (inline) known.add(inline);
      super.DecoratorBlock(block);
    }
    override PartialStatement(partial: hbs.AST.PartialStatement): void {
      this.#check(partial.name);
      super.PartialStatement(partial);
    }
    override PartialBlockStatement(partial: hbs.AST.PartialBlockStatement): void {
      this.#check(partial.name);
      super.PartialBlockStatement(partial);
    }
    #check(partial: hbs.AST.PathExpression | hbs.AST.SubExpression): void {
      if (partial.type !== 'PathExpression') return; // a computed name
      const path = (partial as hbs.AST.PathExpression).original;
      if (!known.has(path)) throw new Error(`views/${name}.hbs asks for the partial "${path}", which does not exist`);
    }
  }
  new Finder().accept(program);
}
