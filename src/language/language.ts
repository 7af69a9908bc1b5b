/** The two official languages; neither is a fallback for the other (Official Languages Act, part IV). */
export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

export const isLanguage = (value: unknown): value is Language => value === 'en' || value === 'fr';

export const otherLanguage = (language: Language): Language => (language === 'en' ? 'fr' : 'en');

/** The language an address speaks, from its first segment; null where the path does not say (`/`, `/health`). */
export function languageOfPath(path: string): Language | null {
  const first = path.split('/', 2)[1];
  return isLanguage(first) ? first : null;
}
