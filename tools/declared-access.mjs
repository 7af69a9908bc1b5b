/**
 * `node tools/declared-access.mjs [FOLDER]`: every handler of every controller says who may come in, by @Requires, @Public or @SignedInOnly,
 * itself or its class. Part of `npm run check`: the portal would not start otherwise, and here it is known before (TRUST.md 17).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const HANDLES = /^(Get|Post|Put|Patch|Delete|Options|Head|All|Search)(Page)?$/;
const DECLARES = /^(Requires|Public|SignedInOnly)$/;

const folder = process.argv[2] ?? 'src';
const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.ts'));
let handlers = 0;
let undeclared = 0;

for (const file of files) {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes('@Controller(')) continue;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  for (const statement of source.statements.filter(ts.isClassDeclaration)) look(statement, source);
}

if (undeclared > 0) process.exit(1);
console.log(`${handlers} handlers say who may come in.`);

function look(controller, source) {
  const names = namesOf(controller);
  if (!names.includes('Controller')) return;
  const byClass = names.some((name) => DECLARES.test(name));
  for (const member of controller.members.filter(ts.isMethodDeclaration)) {
    const decorators = namesOf(member);
    if (!decorators.some((name) => HANDLES.test(name))) continue;
    handlers++;
    if (byClass || decorators.some((name) => DECLARES.test(name))) continue;
    undeclared++;
    const { line } = source.getLineAndCharacterOfPosition(member.getStart(source));
    const where = `${source.fileName}:${line + 1}: ${controller.name?.text ?? ''}.${member.name.getText(source)}`;
    console.error(`${where} does not say who may come in. Add @Requires, @Public or @SignedInOnly.`);
  }
}

function namesOf(node) {
  return (ts.getDecorators(node) ?? []).map(({ expression }) => (ts.isCallExpression(expression) ? expression.expression.getText() : ''));
}
