// Who calls, as far as the site knows him: found by his number or by one that he keyed in the IVR, before his call is decided.

/** Names a customer in the site's own books: the id of the directory or of the CRM. */
export type CustomerId = string;

/** An attribute as the site file declares it. Dates are texts, `2026-11-22`. */
export type AttributeValue = string | number | boolean;

export type Customer = {
  readonly id: CustomerId;
  readonly name: string;
  /** The unit whose customer he is; `null`: of none, or of one that the site file does not know. */
  readonly unit: string | null;
  /** By the names that the site file declares; what is not known of him is absent. */
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly found: 'caller-number' | 'keyed-number';
  readonly source: 'directory' | 'crm';
};
