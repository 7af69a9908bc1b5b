/** How an address of a database is written, for whoever wrote another. */
export const AS_DATABASE_URL =
  'written postgresql://ROLE:PASSWORD@HOST/NAME, where other signs of the password than letters and digits are percent-encoded: %2F for /, %23 for #, %40 for @';

/** Whether it can be read: the driver would name the whole of what it can't read, password and all. */
export function isDatabaseUrl(text: string): boolean {
  if (!/^postgres(?:ql)?:\/\//.test(text) || !URL.canParse(text)) return false;
  try {
    decodeURIComponent(new URL(text).password);
    return roleIn(text) !== '';
  } catch {
    return false; // a lone % in either
  }
}

/** The role that an address names: before its host, or as the driver reads it, in `user`. Empty where it names none. */
export function roleIn(databaseUrl: string): string {
  const { username, searchParams } = new URL(databaseUrl);
  return searchParams.get('user') ?? decodeURIComponent(username);
}
