import type { NewCase } from '../cases/case.service.js';
import { newCaseForm } from '../cases/case.form.js';
import type { NewMember } from '../cases/person.form.js';
import { newMemberForm } from '../cases/person.form.js';
import { readDay } from '../forms/fields.js';
import { type FieldError, readForm } from '../forms/form-result.js';
import type { TextValues } from '../language/translator.js';
import { type Cells, COLUMNS, type Column, COLUMNS_OF_THE_CASE, MOST_OF_A_CASE } from './import.rules.js';
import type { ImportWords } from './import-words.js';

/** Something wrong with a row: where, and the name of its text. */
export interface Mistake {
  readonly line: number;
  readonly place: Column | null;
  readonly words: string;
  readonly details: TextValues;
}

export interface ReadRow {
  readonly line: number;
  readonly cells: Cells;
  readonly tooMany: boolean;
}

/** What the rows of one case say, when each of them says it well. Members keep the order of the table. */
export interface CaseToImport {
  readonly given: NewCase;
  readonly line: number;
  readonly members: readonly { readonly line: number; readonly given: NewMember }[];
}

export const mistake = (line: number, place: Column | null, words: string, details: TextValues = {}): Mistake => ({
  line,
  place,
  words,
  details,
});

/**
 * Judges the rows of one case by the rules of the officers' forms (case.form.ts, person.form.ts): all of their mistakes at once, or what to open.
 * @param today `YYYY-MM-DD`
 */
export function readCase(
  rows: readonly ReadRow[],
  words: ImportWords,
  today: string,
): { readonly mistakes: readonly Mistake[] } | CaseToImport {
  const [first] = rows;
  if (!first) throw new Error('a case has rows');
  if (rows.length > MOST_OF_A_CASE)
    return { mistakes: [mistake(first.line, null, 'admin-imports:row.tooManyPersons', { most: MOST_OF_A_CASE })] };
  const forms = formsOf(today);
  const coded = rows.map((row) => ({ ...row, cells: inCodes(row.cells, words) }));
  const principals = coded.filter(({ cells }) => cells.relation === 'principal');
  const [principal, ...more] = principals;
  const mistakes: Mistake[] = coded.filter(({ tooMany }) => tooMany).map(({ line }) => mistake(line, null, 'admin-imports:row.tooMany'));
  if (!principal) mistakes.push(mistake(first.line, 'relation', 'admin-imports:row.noPrincipal'), ...ofItsCase(coded[0], forms));
  for (const { line } of more) mistakes.push(mistake(line, 'relation', 'admin-imports:row.twoPrincipals', { line: principal?.line ?? 0 }));
  const opened = principal && readForm(forms.ofCase, principal.cells);
  if (principal && opened && !opened.ok) mistakes.push(...errorsOn(principal.line, opened.form.errors));
  const members = coded
    .filter(({ cells }) => cells.relation !== 'principal')
    .map(({ line, cells }) => ({ line, cells, read: readForm(forms.ofMember, cells) }));
  for (const { line, cells, read } of members) {
    if (!read.ok) mistakes.push(...errorsOn(line, read.form.errors));
    if (principal) mistakes.push(...otherThan(principal.cells, line, cells));
  }
  mistakes.push(...twice(coded));
  if (mistakes.length > 0 || !principal || !opened?.ok) return { mistakes: inOrder(mistakes) };
  return {
    given: opened.value,
    line: principal.line,
    members: members.flatMap(({ line, read }) => (read.ok ? [{ line, given: read.value }] : [])),
  };
}

/** Making a form costs a hundred times as much as reading with it: they are kept for the day. */
let kept: { today: string; ofCase: ReturnType<typeof newCaseForm>; ofMember: ReturnType<typeof newMemberForm> } | null = null;

function formsOf(today: string): NonNullable<typeof kept> {
  if (kept?.today !== today) kept = { today, ofCase: newCaseForm(today), ofMember: newMemberForm(today) };
  return kept;
}

const DAYS = ['appliedOn', 'dateOfBirth'] as const;

/** Words become codes, and days what the day fields of a form make of them. */
function inCodes(cells: Cells, words: ImportWords): Cells {
  const coded = Object.fromEntries(COLUMNS.map((column) => [column, words.codeOf(column, cells[column])])) as Record<Column, string>;
  for (const name of DAYS) {
    const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(coded[name]) ?? [];
    if (coded[name] !== '') coded[name] = readDay(day, month, year) ?? '?';
  }
  return coded;
}

const errorsOn = (line: number, errors: readonly FieldError[]): Mistake[] =>
  errors.map(({ field, key, values }) => mistake(line, COLUMNS.find((column) => column === field) ?? null, key, values));

/** Where no row is the principal applicant's, what the first one says of the case is judged all the same: otherwise it would be told the next time. */
function ofItsCase(row: ReadRow | undefined, { ofCase }: ReturnType<typeof formsOf>): Mistake[] {
  const read = row && readForm(ofCase, row.cells);
  if (!read || read.ok) return [];
  return errorsOn(row.line, read.form.errors).filter(
    ({ place }) => place && ['applicationNumber', ...COLUMNS_OF_THE_CASE].includes(place) && row.cells[place] !== '',
  );
}

/** Rows of the family may repeat what is the case's, and not say otherwise. */
const otherThan = (principal: Cells, line: number, cells: Cells): Mistake[] =>
  COLUMNS_OF_THE_CASE.filter((column) => cells[column] !== '' && cells[column].toLowerCase() !== principal[column].toLowerCase()).map(
    (column) => mistake(line, column, 'admin-imports:row.otherThanPrincipal'),
  );

/** One UCI, one person. */
function twice(rows: readonly ReadRow[]): Mistake[] {
  const seen = new Set<string>();
  return rows.flatMap(({ line, cells }) => {
    const uci = cells.uci.replace(/\D/g, '');
    if (uci === '' || !seen.has(uci)) {
      seen.add(uci);
      return [];
    }
    return [mistake(line, 'uci', 'admin-family:form.uciTaken')];
  });
}

const inOrder = (mistakes: readonly Mistake[]): Mistake[] => [...mistakes].sort((one, other) => one.line - other.line);
