/** How a row is written for a spreadsheet: cells that it would take for a formula are text (a leading apostrophe), and every cell is quoted. */
export const csvRow = (cells: readonly (string | number)[], separator: string): string =>
  `${cells.map((cell) => `"${harmless(String(cell)).replace(/"/g, '""')}"`).join(separator)}\r\n`;

/** So that Excel reads UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

const harmless = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);
