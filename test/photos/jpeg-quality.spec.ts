import sharp from 'sharp';
import { jpegQualityOf } from '../../src/photos/file/jpeg-quality.js';
import { jpegHeader } from './files.js';

const picture = sharp({ create: { width: 64, height: 64, channels: 3, background: '#987' } });

it.each([1, 8, 30, 50, 75, 92, 100])('knows a file of quality %i by its tables', async (quality) => {
  const [plain, progressive] = [
    picture.clone().jpeg({ quality }),
    picture.clone().jpeg({ quality, progressive: true, chromaSubsampling: '4:4:4' }),
  ];
  expect([jpegQualityOf(await plain.toBuffer()), jpegQualityOf(await progressive.toBuffer())]).toEqual([quality, quality]);
});

it('says nothing of a PNG, of a JPEG without tables, of one that ends early', async () => {
  expect(jpegQualityOf(await picture.clone().png().toBuffer())).toBeNull();
  expect(jpegQualityOf(jpegHeader(10, 10))).toBeNull();
  const whole = await picture.clone().jpeg().toBuffer();
  const tables = whole.indexOf(Buffer.from([0xff, 0xdb]));
  for (let end = 0; end < tables + 66; end++) expect(jpegQualityOf(whole.subarray(0, end))).toBeNull();
});
