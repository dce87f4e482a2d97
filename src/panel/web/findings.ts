// What is wrong with the pages themselves, with what to do.
import type { Finding } from '../../link/messages.js';

/** `isInClear`: passwords cross the network as they are. */
export function webFindings(isInClear: boolean): Finding[] {
  const findings: Finding[] = [];
  if (isInClear)
    findings.push({
      severity: 'warning',
      code: 'pages-in-clear',
      text: {
        en: 'pages and passwords cross the network unencrypted',
        fr: 'pages et mots de passe passent en clair sur le réseau',
      },
      advice: {
        en: 'Give a certificate: panel.tls in the site file.',
        fr: 'Donnez un certificat : panel.tls dans le fichier de site.',
      },
    });
  return findings;
}
