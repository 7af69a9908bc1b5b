import { extractText, getDocumentProxy } from 'unpdf';
import { LabelSheet } from '../../src/cards/batches/label-sheet.js';

const LONG = [
  'Bartholomew-Maximilian Quillfeather-Featherstonehaugh of Upper Tantramar Marshes',
  '12345 Chemin de la Montagne-de-la-Petite-Rivière-du-Portage Nord, entrée du jardin',
  'Unit 1234, care of the Association of the Friends of the Covered Bridges of Albert County',
  'Notre-Dame-du-Bon-Conseil-de-la-Baie NB\u00a0\u00a0E1C 4Z9',
];

it('ten address labels are a page, however long the addresses are, and none is cut', async () => {
  const pdf = new LabelSheet('en', 'Labels', new Date('2026-11-28T12:00:00Z'));
  pdf.labels(Array.from({ length: 11 }, () => LONG));
  const { text, totalPages } = await extractText(await getDocumentProxy(new Uint8Array(await pdf.bytes())), { mergePages: true });
  expect(totalPages).toBe(2);
  expect(text.match(/E1C 4Z9/g) ?? text.match(/E1C\s4Z9/g)).toHaveLength(11);
  expect(text.match(/Albert County/g)).toHaveLength(11);
});
