import { readHeight } from '../../src/invitations/height.rules.js';

describe('a height', () => {
  it.each([
    ['175', '', '', 175],
    ['175 cm', '', '', 175],
    ['175CM', '', '', 175],
    ['1.75', '', '', 175],
    ['1,75 m', '', '', 175],
    ['1.6m', '', '', 160],
    ['168.4', '', '', 168],
    ['40', '', '', 40],
    ['250', '', '', 250],
    ['', '5', '7', 170],
    ['', '6', '', 183],
    ['', '5', '11', 180],
    ['', '5', '0', 152],
  ])('"%s" or %s feet %s inches is %i cm', (typed, feet, inches, cm) => {
    expect(readHeight(typed, feet, inches)).toEqual({ ok: true, cm });
  });

  it.each([
    ['', '', '', 'height', 'enter'],
    ['tall', '', '', 'height', 'number'],
    ['1e2', '', '', 'height', 'number'],
    ['-175', '', '', 'height', 'number'],
    ['39', '', '', 'height', 'range'],
    ['251', '', '', 'height', 'range'],
    ['175', '5', '9', 'height', 'both'],
    ['', '', '7', 'feet', 'feet'],
    ['', '55', '', 'feet', 'feet'],
    ['', '1', '0', 'feet', 'range'],
    ['', '9', '0', 'feet', 'range'],
    ['', '5', '12', 'inches', 'inches'],
    ['', '5', 'seven', 'inches', 'inches'],
  ])('"%s" or "%s" feet "%s" inches is refused at %s: %s', (typed, feet, inches, field, problem) => {
    expect(readHeight(typed, feet, inches)).toEqual({ ok: false, field, problem });
  });
});
