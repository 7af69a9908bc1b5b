import type { Language } from '../language/language.js';
import type { Translator } from '../language/translator.js';
import { type Evidence, type Finding, type Place, type Verdict, verdict } from './finding.js';
import { type FindingInWords, findingInWords, titleOf } from './finding-in-words.js';

/** Sides of the drawing over the photo: its `viewBox`. */
export const MARKS_SIZE = { width: 1000, height: 1400 } as const;
/** Radius of the circle with a mark's number; circles keep this far from the edge and twice as far from each other. */
const CIRCLE = 54;
/** From the middle of a dot to where its line ends. */
const DOT = 16;

/** What is drawn for one finding: lines as one SVG path, single points, and the circle with its number. */
export interface Mark {
  readonly number: number;
  /** "Mark 1: a shadow behind the head" */
  readonly name: string;
  readonly path: string;
  readonly dots: readonly { readonly x: number; readonly y: number }[];
  readonly circle: { readonly x: number; readonly y: number };
}

export interface MarkedFindings {
  readonly findings: readonly FindingInWords[];
  /** Whether every check passed: nothing is left to read but what is right. */
  readonly allPassed: boolean;
  /** What is said above them: the verdict, or that nothing but information was found. */
  readonly lead: Verdict | 'information';
  readonly marks: readonly Mark[];
  /** All of it in words, as the picture's alternative (WCAG 1.1.1). */
  readonly alt: string;
}

/** Findings in words and on the picture: whatever does not pass and has a place gets a number, in reading order. */
export function markedFindings(findings: readonly Finding[], translator: Translator, language: Language): MarkedFindings {
  const marked = findings.filter((finding) => finding.outcome !== 'pass' && (finding.evidence?.length ?? 0) > 0);
  const numberOf = (finding: Finding): number | null => marked.indexOf(finding) + 1 || null;
  const circles = circlesOf(marked);
  const marks = marked.map((finding, index) => ({
    number: index + 1,
    name: translator.text(language, 'findings:markName', { number: index + 1, title: titleOf(finding, translator, language) }),
    path: finding.evidence!.map(pathOf).join(''),
    dots: finding.evidence!.flatMap((evidence) => (evidence.kind === 'points' ? evidence.points.map(onDrawing) : [])),
    circle: circles[index]!,
  }));
  const allPassed = findings.length > 0 && findings.every(({ outcome }) => outcome === 'pass');
  const judged = verdict(findings);
  return {
    findings: findings.map((finding) => findingInWords(finding, translator, language, numberOf(finding))),
    allPassed,
    lead: judged === 'pass' && !allPassed ? 'information' : judged,
    marks,
    alt: altOf(findings, marks, marked, translator, language),
  };
}

function altOf(
  findings: readonly Finding[],
  marks: readonly Mark[],
  marked: readonly Finding[],
  translator: Translator,
  language: Language,
) {
  const others = findings.filter((finding) => finding.outcome !== 'pass' && !marked.includes(finding));
  const sentences = [
    ...marks.map(({ name }) => `${name}.`),
    ...others.map((finding) => translator.text(language, 'findings:altWhole', { title: titleOf(finding, translator, language) })),
  ];
  const found = sentences.length > 0 ? sentences : [translator.text(language, 'findings:altGood')];
  return [translator.text(language, 'findings:alt'), ...found].join(' ');
}

const onDrawing = ([across, down]: Place) => ({ x: Math.round(across * MARKS_SIZE.width), y: Math.round(down * MARKS_SIZE.height) });

function pathOf(evidence: Evidence): string {
  if (evidence.kind === 'points') return '';
  const corners = cornersOf(evidence).map(onDrawing);
  return corners.length === 0 ? '' : `M${corners.map(({ x, y }) => `${x} ${y}`).join('L')}Z`;
}

function cornersOf(evidence: Evidence): readonly Place[] {
  if (evidence.kind !== 'box') return evidence.points;
  const { left, top, width, height } = evidence;
  return [
    [left, top],
    [left + width, top],
    [left + width, top + height],
    [left, top + height],
  ];
}

/** Each at the upper left corner of what it names, beside a dot there, within the picture, and further down where another one stands. */
function circlesOf(marked: readonly Finding[]): { x: number; y: number }[] {
  const placed: { x: number; y: number }[] = [];
  for (const finding of marked) {
    const points = finding.evidence!.flatMap(cornersOf).map(onDrawing);
    const gap = finding.evidence!.some(({ kind }) => kind === 'points') ? CIRCLE + DOT : CIRCLE;
    const x = inside(Math.min(...points.map((point) => point.x)) - gap, MARKS_SIZE.width);
    let y = inside(Math.min(...points.map((point) => point.y)), MARKS_SIZE.height);
    const isFree = (): boolean => placed.every((other) => Math.hypot(other.x - x, other.y - y) >= 2 * CIRCLE);
    while (!isFree() && y < MARKS_SIZE.height - CIRCLE) y += CIRCLE / 2;
    placed.push({ x, y });
  }
  return placed;
}

const inside = (at: number, side: number): number => Math.min(Math.max(at, CIRCLE + 6), side - CIRCLE - 6);
