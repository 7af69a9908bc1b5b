import { clopperPearson, fisherExact, quantile, rateOf } from '../../bench/photo-eval/statistics.js';

describe('Clopper and Pearson’s interval', () => {
  // as R's binom.test gives them
  it.each([
    [0, 10, 0, 0.3085],
    [0, 51, 0, 0.0698],
    [1, 10, 0.0025, 0.445],
    [5, 10, 0.1871, 0.8129],
    [10, 10, 0.6915, 1],
    [3, 51, 0.0123, 0.1624],
  ])('%i of %i', (hits, of, low, high) => {
    const [from, to] = clopperPearson(hits, of);
    expect(from).toBeCloseTo(low, 3);
    expect(to).toBeCloseTo(high, 3);
  });

  it('knows nothing of nothing', () => expect(rateOf(0, 0).interval).toEqual([0, 1]));
});

describe('Fisher’s exact test', () => {
  it('of the lady tasting tea: three of four cups right', () => {
    expect(
      fisherExact([
        [3, 4],
        [1, 4],
      ]),
    ).toBeCloseTo(0.4857, 4);
  });

  it('of a well-known table, both sides', () => {
    expect(
      fisherExact([
        [1, 10],
        [11, 14],
      ]),
    ).toBeCloseTo(0.00276, 5);
  });

  it('between three groups: both hits in one of three pairs are 3 of 15 cases', () => {
    expect(
      fisherExact([
        [2, 2],
        [0, 2],
        [0, 2],
      ]),
    ).toBeCloseTo(0.2, 6);
  });

  it('is 1 without any hit, and when all are hit', () => {
    expect(
      fisherExact([
        [0, 19],
        [0, 4],
        [0, 1],
      ]),
    ).toBeCloseTo(1, 9);
    expect(
      fisherExact([
        [3, 3],
        [5, 5],
      ]),
    ).toBeCloseTo(1, 9);
  });
});

it('a quantile is one of the values', () => {
  const values = [5, 1, 4, 2, 3];
  expect([quantile(values, 0.5), quantile(values, 0.95), quantile(values, 0)]).toEqual([3, 5, 1]);
  expect(quantile([], 0.5)).toBeNaN();
});
