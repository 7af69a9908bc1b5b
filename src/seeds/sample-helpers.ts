/** Who represents sample people: nobody's name. One may take a fee, the other is a friend. */
export const SAMPLE_HELPERS = {
  paid: {
    stage: 'representative',
    language: 'en',
    form: {
      body: 'CICC',
      membershipNumber: 'R599301',
      familyName: 'Fenwright',
      givenNames: 'Tobias',
      email: 'tobias.fenwright@example.test',
    },
  },
  unpaid: {
    stage: 'unpaidRepresentative',
    language: 'fr',
    form: {
      body: null,
      membershipNumber: null,
      familyName: 'Vertelune',
      givenNames: 'Maëlle',
      email: 'maelle.vertelune@example.test',
    },
  },
} as const;
