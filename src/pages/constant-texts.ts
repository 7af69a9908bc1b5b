import Handlebars from 'handlebars';
import { escapeHtml } from './html.js';

/** Helpers whose answer to literal words is always the same in one language: `{{t "layout:help"}}`, `{{href "start"}}`. */
export type Constants = Readonly<Record<string, (word: string) => string>>;

/**
 * Puts the words of a language into a view while it is compiled, wherever they need nothing of the page: most of a page's words then
 * cost nothing when it is shown, and one that is missing stops the start instead of a page.
 */
export function withConstants(program: hbs.AST.Program, constants: Constants): hbs.AST.Program {
  const wordOf = ({ path, params, hash }: Pick<hbs.AST.MustacheStatement, 'path' | 'params' | 'hash'>): string | null => {
    const [word] = params;
    if (path.type !== 'PathExpression' || params.length !== 1 || word?.type !== 'StringLiteral' || hash?.pairs.length) return null;
    const name = (path as hbs.AST.PathExpression).original;
    return Object.hasOwn(constants, name) ? (constants[name]?.((word as hbs.AST.StringLiteral).value) ?? null) : null;
  };

  class Writer extends Handlebars.Visitor {
    mutating = true;
    override MustacheStatement(statement: hbs.AST.MustacheStatement): unknown {
      const text = wordOf(statement);
      if (text === null) return super.MustacheStatement(statement);
      const value = escapeHtml(text);
      return { type: 'ContentStatement', value, original: value, loc: statement.loc };
    }
    override SubExpression(expression: hbs.AST.SubExpression): unknown {
      const text = wordOf(expression);
      if (text === null) return super.SubExpression(expression);
      return { type: 'StringLiteral', value: text, original: text, loc: expression.loc };
    }
  }
  new Writer().accept(program);
  return program;
}
