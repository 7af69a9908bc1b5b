/** Who represents sample people: nobody's name. One may take a fee, the others are friends, one of them named by a spouse who acts alone. */
export const SAMPLE_HELPERS = {
  paid: {
    stage: 'representative',
    language: 'en',
    form: {
      kind: 'paid',
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
      kind: 'unpaid',
      body: null,
      membershipNumber: null,
      familyName: 'Vertelune',
      givenNames: 'Maëlle',
      email: 'maelle.vertelune@example.test',
    },
  },
  spouse: {
    stage: 'spouseRepresentative',
    language: 'fr',
    form: {
      kind: 'unpaid',
      body: null,
      membershipNumber: null,
      familyName: 'Coudrelle',
      givenNames: 'Anatole',
      email: 'anatole.coudrelle@example.test',
    },
  },
} as const;
