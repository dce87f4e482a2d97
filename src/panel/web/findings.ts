// What is wrong with the pages themselves, with what to do.
import type { Finding } from '../../link/messages.js';

/** `days`: until the certificate ends, when that is soon. `isInClear`: passwords cross the network as they are. */
export function webFindings(days: number | null, isInClear: boolean): Finding[] {
  const findings: Finding[] = [];
  if (days !== null)
    findings.push({
      severity: days < 0 ? 'error' : 'warning',
      code: 'certificate-ends',
      text:
        days < 0
          ? { en: 'the certificate of the pages has ended', fr: 'le certificat des pages est échu' }
          : {
              en: `the certificate of the pages ends in ${days} days`,
              fr: `le certificat des pages expire dans ${days} jours`,
            },
      advice: {
        en: 'Put the new one in the place of the files of panel.tls: it is used within a minute.',
        fr: 'Mettez le nouveau à la place des fichiers de panel.tls : il sert dans la minute.',
      },
    });
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
