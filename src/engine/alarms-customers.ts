// What is not as it should be with the look-up of customers.
import type { CustomersState, Finding } from '../link/messages.js';

export function customerAlarms({ isOn, trouble, crm }: CustomersState): Finding[] {
  if (!isOn) return [];
  const found: Finding[] = [];
  if (trouble !== null)
    found.push({
      severity: 'warning',
      code: 'directory-unreadable',
      text: {
        en: `The directory of customers cannot be read: ${trouble}.`,
        fr: `L’annuaire des clients est illisible : ${trouble}.`,
      },
      advice: {
        en: 'Calls go on, without knowing who calls. Import the list again: plateauctl customers import FILE',
        fr: 'Les appels continuent, sans savoir qui appelle. Importez la liste de nouveau : plateauctl customers import FICHIER',
      },
    });
  if (crm !== null && crm.failingSinceMs !== null)
    found.push({
      severity: 'warning',
      code: 'crm-away',
      text: {
        en: `The CRM does not answer: ${crm.why ?? 'no reason is known'}.`,
        fr: `Le CRM ne répond pas : ${crm.why ?? 'cause inconnue'}.`,
      },
      advice: {
        en: 'Callers are looked for in the directory alone, and wait for nothing. Is customers.crm.url of the site file right? Plateau tries again by itself.',
        fr: 'Les appelants sont cherchés dans l’annuaire seul, et n’attendent rien. customers.crm.url du fichier de site est-il bon ? Plateau réessaie seul.',
      },
    });
  return found;
}
