import { LANGUAGES, type Language } from '../language/language.js';
import type { Translator } from '../language/translator.js';
import type { Finding } from '../photos/finding.js';
import { findingInWords } from '../photos/finding-in-words.js';
import type { JudgedPhoto } from '../photos/workshop/photo-judge.js';
import { refusalValues } from '../photos/file/refusal-values.js';

/** A photo as a program reads it: every finding with its message in both languages, in the words of the pages. */
export function asJson({ file, verdict, findings, refused, frame, faces, pose, milliseconds }: JudgedPhoto, words: Translator) {
  return {
    file,
    verdict,
    findings: findings.map((finding) => ({
      check: finding.check,
      ...(finding.aspect === undefined ? {} : { aspect: finding.aspect }),
      outcome: finding.outcome,
      measured: finding.measured,
      limit: finding.limit,
      unit: finding.unit,
      reason: finding.reason,
      ...(finding.band === undefined ? {} : { band: finding.band }),
      message: Object.fromEntries(LANGUAGES.map((language) => [language, message(finding, refused, words, language)])),
      evidence: finding.evidence ?? [],
    })),
    frame,
    faces,
    pose: pose && { yaw: tenth(pose.yaw), pitch: tenth(pose.pitch), roll: tenth(pose.roll) },
    ms: milliseconds,
  };
}

/** A photo as a person reads it: what is to be said of it, and that the rest is right. */
export function asText({ file, verdict, findings, refused, frame, milliseconds }: JudgedPhoto, words: Translator): string {
  const said = findings.filter(({ outcome }) => outcome !== 'pass');
  const passed = findings.length - said.length;
  const turned = frame?.angle ? `, turned by ${frame.angle}°` : '';
  return [
    `${file}: ${verdict} (${milliseconds} ms)`,
    ...(frame ? [`  ${frame.width} × ${frame.height} pixels at ${frame.left}, ${frame.top}${turned}`] : []),
    ...said.map((finding) => `  ${message(finding, refused, words, 'en')}`),
    ...(passed > 0 ? [`  ${passed} checks passed`] : []),
  ].join('\n');
}

function message(finding: Finding, refused: JudgedPhoto['refused'], words: Translator, language: Language): string {
  if (refused) return words.text(language, `photo:refused.${refused.reason}`, refusalValues(refused, language));
  const { word, title, figures, remedy } = findingInWords(finding, words, language);
  const line = words.text(language, 'findings:line', { word, title });
  return [`${line}.`, figures, remedy].filter(Boolean).join(' ');
}

const tenth = (degrees: number): number => Math.round(degrees * 10) / 10;
