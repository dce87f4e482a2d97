// From the section `customers` to how customers are found.
import type { CustomersSection } from '../sections/customers.js';
import type { CustomersSetup } from '../site-file.js';

/** `token`: the CRM's password, where it wants one and secrets were read. */
export function compileCustomers(section: CustomersSection, token: string | null): CustomersSetup {
  const { country = null, attributes, crm } = section;
  return {
    country,
    attributes,
    crm:
      crm === undefined ? null : { url: crm.url, deadlineMs: crm.deadline, rememberMs: crm.remember, token },
  };
}
