/** Kinds of data subject: the keys of fideslang 3.1.1 (https://github.com/ethyca/fideslang, CC BY 4.0, see NOTICE). */
export const SUBJECTS = {
  anonymous_user: 'Uses the product without being known.',
  citizen_voter: 'A citizen towards the state.',
  commuter: 'Travels to and from work.',
  consultant: 'Advises from outside.',
  customer: 'Buys or has bought.',
  employee: 'Works for the organisation.',
  job_applicant: 'Has applied for work.',
  next_of_kin: 'Family of another subject.',
  passenger: 'Is carried by a transport service.',
  patient: 'Receives care.',
  prospect: 'May become a customer.',
  shareholder: 'Holds a share.',
  supplier_vendor: 'Supplies the organisation.',
  trainee: 'Is being trained.',
  visitor: 'Visits a place or a site.',
} as const satisfies Readonly<Record<string, string>>;
